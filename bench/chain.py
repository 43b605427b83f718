"""How fast the journal is checked: every chain of a prepared database from its first entry to its last.

python -m bench.chain    print {"entries", "seconds", "per_second"}
"""

import json
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
import django

django.setup()

from yichuang.journal import verify


def main() -> None:
    """Check once; a broken chain ends the run."""
    began = time.perf_counter()
    report = verify.verify()
    took = time.perf_counter() - began
    if report.broken:
        raise SystemExit(f"The chain is broken: {report.broken[:3]}")
    print(
        json.dumps(
            {
                "entries": report.entries,
                "seconds": round(took, 1),
                "per_second": round(report.entries / took),
            }
        )
    )


if __name__ == "__main__":
    main()
