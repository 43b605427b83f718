"""A bundle in force as a BPMN 2.0 document, with the names that its members and departments bear now."""

from yichuang.catalogue import bundles
from yichuang.catalogue.bundles import BundleFacts
from yichuang.law import bpmn

MEDIA = "application/xml"


def document(facts: BundleFacts, stamp: int) -> str:
    """Return the bundle's graph as BPMN 2.0; departments go by the names of their organisations."""
    records = {
        key: {**one.record, "name": one.name, "department": one.department_name}
        for key, one in bundles.items(facts, stamp).items()
    }
    return bpmn.document({**facts.record, "lead_department": facts.lead_name}, records)


def file_name(facts: BundleFacts) -> str:
    """Return what the document is called on a disk."""
    return f"{facts.key}.bpmn"
