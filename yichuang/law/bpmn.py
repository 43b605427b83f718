"""A bundle's graph as a BPMN 2.0 document, which an outside engine can run and a modeller can draw.

The variables of the process: `answers` (question: answer), `chosen` (group: member), `skipped` (members), and `results`
(member: granted, refused, withdrawn; ended is set by the process itself), empty at the start. Expressions are Python's.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as XML

from . import drawing, flows
from .drawing import Box, Drawing
from .flows import Flow, Node, Process

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPACES = {
    "xmlns:bpmn": MODEL,
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
TOLD = (
    "变量：answers 情形问题的回答，可多选的是列表；chosen 每组备选中选定的事项；skipped 不办的事项；results 每个事项的结果。"
    "results 的取值：granted 准予，refused 不予，withdrawn 撤回，ended 随前面的事项终止。开始时 results 为空，办完一个事项写入一个。"
)
PYTHON = "https://www.python.org/"


def document(bundle: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a bundle's graph as BPMN 2.0: a task for each member, gateways for answers and choices, two ends.

    Basis: BPMN 2.0 (ISO/IEC 19510:2013); settled.md, Commands (plan); domain.md 5.3, 11.1.
    """
    made = flows.process(bundle, records)
    drawn = drawing.drawn(made)
    root = XML.Element(
        "bpmn:definitions",
        SPACES
        | {
            "id": f"definitions-{bundle['id']}",
            "targetNamespace": f"urn:yichuang:bundle:{bundle['id']}",
            "expressionLanguage": PYTHON,
        },
    )
    together = XML.SubElement(root, "bpmn:collaboration", id="collaboration")
    XML.SubElement(
        together, "bpmn:participant", id="pool", name=str(bundle["name"]), processRef=process_id(bundle)
    )
    _process(root, bundle, made, drawn)
    _diagram(root, made, drawn)
    XML.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + XML.tostring(root, encoding="unicode") + "\n"


def process_id(bundle: Mapping[str, Any]) -> str:
    """Return what the process is called by engines. Basis: BPMN 2.0 (ISO/IEC 19510:2013), 8.2.1."""
    return f"bundle-{bundle['id']}"


def _process(root: XML.Element, bundle: Mapping[str, Any], made: Process, drawn: Drawing) -> None:
    element = XML.SubElement(
        root, "bpmn:process", id=process_id(bundle), name=str(bundle["name"]), isExecutable="true"
    )
    XML.SubElement(element, "bpmn:documentation").text = TOLD
    lanes = XML.SubElement(element, "bpmn:laneSet", id="lanes")
    for number, lane in enumerate(drawn.lanes, 1):
        held = XML.SubElement(lanes, "bpmn:lane", id=f"lane-{number}", name=lane)
        for node in made.nodes.values():
            if node.lane == lane:
                XML.SubElement(held, "bpmn:flowNodeRef").text = node.id
    for node in made.nodes.values():
        _node(element, node)
    for flow in made.flows:
        _flow(element, flow)


def _node(process: XML.Element, node: Node) -> None:
    words = {"id": node.id} | ({"name": node.name} if node.name else {})
    if node.default:
        words["default"] = node.default.id
    if node.script:
        words["scriptFormat"] = "text/x-python"
    element = XML.SubElement(process, f"bpmn:{node.kind}", words)
    for line in node.told:
        XML.SubElement(element, "bpmn:documentation").text = line
    for flow in node.arriving:
        XML.SubElement(element, "bpmn:incoming").text = flow.id
    for flow in node.leaving:
        XML.SubElement(element, "bpmn:outgoing").text = flow.id
    if node.script:
        XML.SubElement(element, "bpmn:script").text = node.script


def _flow(process: XML.Element, flow: Flow) -> None:
    words = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    element = XML.SubElement(process, "bpmn:sequenceFlow", words | ({"name": flow.name} if flow.name else {}))
    if flow.condition:
        condition = XML.SubElement(
            element, "bpmn:conditionExpression", {"xsi:type": "bpmn:tFormalExpression"}
        )
        condition.text = flow.condition


def _diagram(root: XML.Element, made: Process, drawn: Drawing) -> None:
    diagram = XML.SubElement(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = XML.SubElement(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration")
    _shape(plane, "pool", drawn.pool, isHorizontal="true")
    for number, box in enumerate(drawn.lanes.values(), 1):
        _shape(plane, f"lane-{number}", box, isHorizontal="true")
    for node in made.nodes.values():
        box = drawn.nodes[node.id]
        words = {"isMarkerVisible": "true"} if node.kind == flows.CHOICE else {}
        shape = _shape(plane, node.id, box, **words)
        if node.name and node.kind not in (flows.TASK, flows.SCRIPT):
            _label(shape, Box(box.x + box.width // 2 - 50, box.y + box.height + 2, 100, 28))
    for flow in made.flows:
        _edge(plane, flow, drawn)


def _shape(plane: XML.Element, id_: str, box: Box, **words: str) -> XML.Element:
    shape = XML.SubElement(plane, "bpmndi:BPMNShape", {"id": f"{id_}-shape", "bpmnElement": id_, **words})
    _bounds(shape, box)
    return shape


def _label(shape: XML.Element, box: Box) -> None:
    _bounds(XML.SubElement(shape, "bpmndi:BPMNLabel"), box)


def _bounds(element: XML.Element, box: Box) -> None:
    words = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    XML.SubElement(element, "dc:Bounds", {name: str(value) for name, value in words.items()})


def _edge(plane: XML.Element, flow: Flow, drawn: Drawing) -> None:
    edge = XML.SubElement(plane, "bpmndi:BPMNEdge", id=f"{flow.id}-edge", bpmnElement=flow.id)
    way = drawn.flows[flow.id]
    for x, y in way:
        XML.SubElement(edge, "di:waypoint", x=str(x), y=str(y))
    if flow.name:
        _label(edge, _beside(way, flow.name))


def _beside(way: tuple[drawing.Point, ...], name: str) -> Box:
    """Above the last stretch before the arrow, or where a long way begins to run along its row."""
    width, lines = drawing.label_width(name), drawing.label_lines(name)
    x, y = (way[2][0] + 6, way[2][1]) if len(way) > 4 else (way[-1][0] - width - 14, way[-1][1])
    return Box(x, y - 16 * lines, width, 14 * lines)
