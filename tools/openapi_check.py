"""docs/openapi.json must say what `yichuang openapi` says. Until the page is there, there is nothing to compare."""

import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "openapi.json"


def main() -> int:
    """Return 1 with the first differing lines when the page is stale."""
    if not PAGE.exists():
        return 0
    command = [str(Path(sys.executable).parent / "yichuang"), "openapi"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if told.returncode:
        print(f"yichuang openapi failed: {told.stderr}")
        return 1
    if told.stdout.strip() == PAGE.read_text(encoding="utf-8").strip():
        return 0
    old, new = PAGE.read_text(encoding="utf-8").splitlines(), told.stdout.splitlines()
    print("docs/openapi.json is stale. Run: .venv/bin/yichuang openapi > docs/openapi.json")
    print(
        "\n".join(
            list(difflib.unified_diff(old, new, "docs/openapi.json", "yichuang openapi", lineterm=""))[:40]
        )
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
