"""Pin requirements/*.in anew: every file by its hash, no index address, no path of this machine."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Compile run.txt first, so that test.txt follows it."""
    if subprocess.run([sys.executable, "-m", "uv", "--version"], capture_output=True).returncode:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "uv"], check=True)
    for name in ("run", "test"):
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            "--generate-hashes",
            "--no-emit-index-url",
            "-q",
        ]
        command += [f"requirements/{name}.in", "-o", f"requirements/{name}.txt", *sys.argv[1:]]
        held = ["-c", "requirements/run.txt"] if name == "test" else []
        subprocess.run([*command, *held], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
