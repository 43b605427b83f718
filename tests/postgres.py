"""A PostgreSQL cluster of our own: fresh, in a temporary folder, gone with the process that asked for it.

PostgreSQL refuses to run as root, so root hands the folder to an unprivileged account. The folder is never below
the checkout, whose parents that account may not enter.

From a shell: python -m tests.postgres COMMAND… runs COMMAND with YICHUANG_DATABASE_URL set to a fresh cluster.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.setup import find_postgres

ACCOUNTS = ("postgres", "nobody")
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PLAIN = {"listen_addresses": "", "max_connections": "100", "shared_buffers": "128MB", "jit": "off"}

# The guard holds the server as its child and reads a pipe. When the asking process ends, in whatever way, the pipe
# closes: the guard stops the server, also one that `crash` started anew, and removes the folder, unless told to keep it.
GUARD = """
"$1/postgres" -D "$2/data" -k "$2" $3 >"$2/log" 2>&1 &
server=$!
word=$(cat)
"$1/pg_ctl" -D "$2/data" -m fast -w stop >/dev/null 2>&1
wait $server
[ "$word" = keep ] || rm -rf "$2"
"""


@contextmanager
def cluster(
    *, durable: bool = False, settings: dict[str, str] | None = None, kept: Path | None = None
) -> Iterator[str]:
    """Yield the address of database `yichuang` on a fresh cluster; `durable` keeps PostgreSQL's own promises.

    With `kept` its data are taken from that folder if they lie there, and put there in the end if all went well.
    """
    programs = find_postgres()
    if programs is None:
        raise RuntimeError(
            "PostgreSQL's programs are missing. Run: make test, or apt-get install postgresql."
        )
    folder = tempfile.mkdtemp(prefix="yc-pg-", dir=_parent())
    own = _as(folder)
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    os.chmod(folder, 0o755)
    found = kept is not None and kept.exists()
    if found:
        data = shutil.move(str(kept), f"{folder}/data")
        if account:  # moved between file systems or copied, they are root's
            for path in (Path(data), *Path(data).rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)
    else:
        _make(programs, folder, own)
    words = PLAIN | ({} if durable else FORGETFUL) | (settings or {})
    options = " ".join(f"-c {name}={value}" if value else f"-c {name}=" for name, value in words.items())
    guard = subprocess.Popen(  # type: ignore[call-overload]
        ["sh", "-c", GUARD, "guard", programs, folder, options],
        stdin=subprocess.PIPE,
        start_new_session=True,
        **own,
    )
    try:
        _await(programs, folder, guard, found)
        yield f"postgresql://yichuang@/yichuang?host={folder}"
        guard.stdin.write(b"keep" if kept else b"")
    finally:
        guard.stdin.close()
        try:
            guard.wait(120)
        except subprocess.TimeoutExpired:
            os.killpg(guard.pid, 9)
            guard.wait()
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(f"{folder}/data", str(kept))
        shutil.rmtree(folder)


def _make(programs: str, folder: str, own: dict[str, object]) -> None:
    asked = [f"{programs}/initdb", "-D", f"{folder}/data", "-U", "yichuang", "-A", "trust", "-E", "UTF8"]
    asked += ["--locale=C", "--no-sync", "--no-instructions"]
    made = subprocess.run(asked, capture_output=True, text=True, **own)  # type: ignore[call-overload]
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def crash(address: str) -> None:
    """Stop the server of `address` at once, in the middle of everything, and start it again."""
    folder = address.split("host=")[1]
    words = ["-D", f"{folder}/data", "-l", f"{folder}/log", "-m", "immediate", "-w", "restart"]
    subprocess.run(
        [f"{find_postgres()}/pg_ctl", *words], check=True, stdout=subprocess.DEVNULL, **_as(folder)
    )  # type: ignore[call-overload]


def _as(folder: str) -> dict[str, object]:
    """How PostgreSQL's programs are run: there, with little around, and never as root."""
    own: dict[str, object] = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}}
    if account := _account():
        own |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return own


def _parent() -> str:
    """Return a folder for temporary files that an unprivileged account may enter; sockets need a short path."""
    chosen = tempfile.gettempdir()
    open_to_all = all(path.stat().st_mode & 0o001 for path in (Path(chosen), *Path(chosen).parents))
    return chosen if open_to_all and len(chosen) < 60 else "/tmp"


def _account() -> pwd.struct_passwd | None:
    """Return the account to run as, or None when this process is not root."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(
        f"PostgreSQL does not run as root, and none of the accounts {', '.join(ACCOUNTS)} exists."
    )


def _await(programs: str, folder: str, guard: "subprocess.Popen[bytes]", found: bool) -> None:
    asked = [f"{programs}/pg_isready" if found else f"{programs}/createdb", "-h", folder, "-U", "yichuang"]
    asked += ["-q"] if found else ["-T", "template0", "yichuang"]
    until = time.monotonic() + 60
    while time.monotonic() < until and guard.poll() is None:
        if subprocess.run(asked, capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {Path(folder, 'log').read_text(errors='replace')[-2000:]}")


if __name__ == "__main__":
    with cluster(durable=True) as address:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"YICHUANG_DATABASE_URL": address}).returncode)
