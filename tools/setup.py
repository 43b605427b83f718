"""Bring this checkout to where it can `run`, be checked (`check`) or be tested (`test`). Quick when nothing changed.

Uses the standard library only and syntax that an old Python can read, so that it can tell people what is missing.
"""

import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
NEWEST_FIRST = ("python3.14", "python3.13", "python3.12", "python3.11")
PACKAGES = {
    "chromium": "a browser for the walks (Chromium)",
    "postgresql": "the PostgreSQL server's programs",
    "fonts-noto-cjk": "a Chinese font for the pictures",
}


def main(arguments):
    purpose = arguments[0] if arguments else "run"
    if purpose not in ("run", "check", "test"):
        sys.exit("Use: tools/setup.py run | check | test")
    with open(str(ROOT / "requirements" / "run.txt")) as turn:
        # Two makes in one checkout: the second waits, then finds everything in place.
        fcntl.flock(turn, fcntl.LOCK_EX)
        make_environment()
        install("run" if purpose == "run" else "test")
        place_command()
    if purpose == "test":
        provide_programs()


def make_environment():
    if works():
        return
    print("Making .venv ...", flush=True)
    made = subprocess.run([find_python(), "-m", "venv", "--clear", str(VENV)])
    if made.returncode or not works():
        sys.exit(
            "Python's venv module could not make .venv. On Debian or Ubuntu: apt-get install python3-venv. "
            "Then run this again."
        )


def works():
    if not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def find_python():
    if sys.version_info >= (3, 11):  # noqa: UP036
        return sys.executable
    for name in NEWEST_FIRST:
        if shutil.which(name):
            return name
    sys.exit(
        f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Or: make PYTHON=/path/to/python3.11 …"
    )


def install(name):
    """Install what requirements/<name>.txt pins, each file against its hash, only when that page changed."""
    held = STAMP.read_text().split() if STAMP.exists() else []
    if digest(name) in held:
        return
    STAMP.unlink(missing_ok=True)
    page = f"requirements/{name}.txt"
    count = sum(
        "==" in line and not line.startswith(("#", " ")) for line in (ROOT / page).read_text().splitlines()
    )
    print(f"Installing {count} packages into .venv (once; a minute or two) ...", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "-qq"]
    command += ["--require-hashes", "-r", page]
    if subprocess.run(command, cwd=str(ROOT), stdin=subprocess.DEVNULL).returncode:
        sys.exit(
            "pip could not install the packages; its words stand above. Nothing is lost: run this again."
        )
    STAMP.write_text("\n".join([digest(name), digest("run")]) + "\n")


def digest(name):
    # test.txt holds run.txt (tests/house/test_requirements.py), so after it both digests are on record.
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def place_command():
    """Put this checkout on the environment's path and `yichuang` into its bin, with no build and no network."""
    folder = next((VENV / "lib").glob("python3.*/site-packages"))
    put(folder / "yichuang-checkout.pth", f"{ROOT}\n")
    # Through sh, since a path may be longer than a first line may be, or hold a space.
    put(
        VENV / "bin" / "yichuang",
        "#!/bin/sh\n"
        f'\'\'\'exec\' "{PYTHON}" "$0" "$@"\n'
        "' '''\n"
        "import sys\n\n"
        "from yichuang.doors.keeper.main import main\n\n"
        "sys.exit(main())\n",
    )
    (VENV / "bin" / "yichuang").chmod(0o755)


def put(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def provide_programs():
    """See that the programs the tests drive are there; as root on Debian, install what is missing."""
    missing = missing_programs()
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install_programs(missing)
        missing = missing_programs()
    if missing:
        for name in missing:
            print(f"Missing: {PACKAGES[name]}", file=sys.stderr)
        sys.exit(f"Install, as root: apt-get update && apt-get install -y {' '.join(missing)}")


def missing_programs():
    found = {"chromium": find_chromium(), "postgresql": find_postgres(), "fonts-noto-cjk": find_font()}
    return [name for name, place in found.items() if not place]


def find_chromium():
    return next(
        (path for path in ("/usr/bin/chromium", "/usr/bin/google-chrome") if os.path.exists(path)), None
    )


def find_postgres():
    """Return the folder of the newest PostgreSQL server's programs, or None."""
    folders = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin")
    folders.sort(key=lambda folder: int("".join(filter(str.isdigit, folder)) or 0), reverse=True)
    on_path = shutil.which("initdb")
    folders += [os.path.dirname(os.path.realpath(on_path))] if on_path else []
    return next((folder for folder in folders if os.path.exists(os.path.join(folder, "initdb"))), None)


def find_font():
    if glob.glob("/usr/share/fonts/**/NotoSansCJK*", recursive=True):
        return "NotoSansCJK"
    if not shutil.which("fc-list"):
        return None
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], stdout=subprocess.PIPE)
    return listed.stdout.decode(errors="replace").strip() or None


def install_programs(names):
    print(f"Installing {', '.join(names)} (once) ...", flush=True)
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for words in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        if subprocess.run(
            [*apt, *words], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ).returncode:
            sys.exit(f"{' '.join([*apt, *words])} failed; its words stand above.")


if __name__ == "__main__":
    main(sys.argv[1:])
