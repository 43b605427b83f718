"""A window's device bridge without devices (docs/bridge.md): HTTP and server-sent events on 127.0.0.1.

    python -m tools.bridge_simulator --port 8178 --origin http://127.0.0.1:8000 --card 欧阳建国:189901…

Tests drive it in process: `Bridge(port=0, origin=…)`, `bridge.cards.append({...})`, `bridge.place(card)`, `bridge.scan(text)`,
`bridge.rate(case, 5)`, and read what reached the devices in `bridge.seen`.
"""

import argparse
import base64
import json
import queue
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DEVICES = ("card", "camera", "pad", "rating", "slip")
NO_CARD = "没有读到证件。把证件放平，再按一次F4"
BODY_MOST = 4_000_000


class Bridge:
    """The simulated bridge: a server in a thread, what lies on its devices, and what they were told."""

    def __init__(self, *, port: int = 8178, origin: str = "http://127.0.0.1:8000") -> None:
        self.origins = {one.strip() for one in origin.split(",")}
        self.cards: list[dict[str, Any]] = []
        self.seen: list[tuple[str, Any]] = []
        self.absent: set[str] = set()
        self.answers: list[int] = []
        self._listeners: list[queue.Queue[tuple[str, Any] | None]] = []
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _answering(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def address(self) -> str:
        """The address that YICHUANG_BRIDGE takes."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Bridge":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            for listener in self._listeners:
                listener.put(None)
        self.server.shutdown()
        self.server.server_close()

    def place(self, card: dict[str, Any]) -> None:
        """Somebody lays a card on the reader: the page is told without a key."""
        self.tell("card", card)

    def scan(self, text: str) -> None:
        """The scanner reads a code."""
        self.tell("scan", {"text": text})

    def rate(self, case: str, grade: int) -> None:
        """The applicant presses a grade."""
        self.tell("rated", {"case": case, "grade": grade})

    def tell(self, event: str, content: Any) -> None:
        """Send an event to every page that listens."""
        with self._lock:
            for listener in self._listeners:
                listener.put((event, content))

    def listen(self) -> "queue.Queue[tuple[str, Any] | None]":
        """Return a queue of events for one page."""
        mine: queue.Queue[tuple[str, Any] | None] = queue.Queue()
        with self._lock:
            self._listeners.append(mine)
        return mine

    def leave(self, mine: "queue.Queue[tuple[str, Any] | None]") -> None:
        """Forget a page that is gone."""
        with self._lock:
            self._listeners.remove(mine)

    def use(self, device: str, asked: Any) -> tuple[int, str, bytes]:
        """Do what a page asks of a device: status, content type, body."""
        self.seen.append((device, asked))
        if device in self.absent:
            return _said(503, {"error": "no_device", "text": ""})
        if device == "card":
            card = self.cards.pop(0) if self.cards else None
            return _said(200, card) if card else _said(404, {"error": "no_card", "text": NO_CARD})
        if device == "camera":
            return 200, "image/png", picture()
        if device == "pad":
            return _said(200, {"image": "data:image/png;base64," + base64.b64encode(picture()).decode()})
        if device == "rating" and self.answers:
            self.rate(str((asked or {}).get("case", "")), self.answers.pop(0))
        return _said(202, {"done": True})


def picture(width: int = 64, height: int = 40) -> bytes:
    """Return a small grey PNG, as a camera or a pad would."""
    lines = b"".join(b"\x00" + bytes([160 + (x + y) % 60 for x in range(width)]) for y in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def _said(status: int, content: Any) -> tuple[int, str, bytes]:
    return status, "application/json", json.dumps(content, ensure_ascii=False).encode()


def _answering(bridge: Bridge) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_OPTIONS(self) -> None:
            self._answer(204, "text/plain", b"") if self._may() else self._answer(403, "text/plain", b"")

        def do_GET(self) -> None:
            if not self._may():
                return self._answer(403, *_said(403, {"error": "origin"})[1:])
            if self.path == "/v1/":
                return self._answer(
                    *_said(200, {"bridge": "simulator", "version": 1, "devices": list(DEVICES)})
                )
            if self.path == "/v1/events":
                return self._events()
            return self._answer(*_said(404, {"error": "not_there"}))

        def do_POST(self) -> None:
            if not self._may():
                return self._answer(403, *_said(403, {"error": "origin"})[1:])
            size = min(int(self.headers.get("Content-Length") or 0), BODY_MOST)
            body = self.rfile.read(size)
            device = self.path.removeprefix("/v1/")
            if device not in DEVICES:
                return self._answer(*_said(404, {"error": "not_there"}))
            return self._answer(*bridge.use(device, json.loads(body) if body else None))

        def _may(self) -> bool:
            """Only pages of the configured origins, and only under the name of this machine."""
            host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
            return host in ("127.0.0.1", "localhost") and self.headers.get("Origin") in bridge.origins

        def _head(self, status: int, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin") or "null")
            self.send_header("Access-Control-Allow-Private-Network", "true")
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Vary", "Origin")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self._head(status, kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _events(self) -> None:
            self._head(200, "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            mine = bridge.listen()
            try:
                self.wfile.write(b": here\n\n")
                self.wfile.flush()
                while True:
                    try:
                        told = mine.get(timeout=15)
                    except queue.Empty:
                        self.wfile.write(b": still here\n\n")
                        continue
                    if told is None:
                        return
                    text = json.dumps(told[1], ensure_ascii=False)
                    self.wfile.write(f"event: {told[0]}\ndata: {text}\n\n".encode())
                    self.wfile.flush()
            except OSError:
                return
            finally:
                bridge.leave(mine)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet: cards hold personal numbers."""

    return Answering


def main() -> int:
    """Run the simulator until Ctrl-C; every F4 reads the same card."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--port", type=int, default=8178)
    ask.add_argument("--origin", default="http://127.0.0.1:8000")
    ask.add_argument("--card", default="", help="NAME:NUMBER")
    said = ask.parse_args()
    name, _, number = said.card.partition(":")

    class Endless(list[dict[str, Any]]):
        def pop(self, index: Any = -1) -> dict[str, Any]:
            return dict(self[0])

    with Bridge(port=said.port, origin=said.origin) as bridge:
        if number:
            bridge.cards = Endless([{"name": name, "number": number, "document": "", "matched": True}])
        print(f"READY {bridge.address} for {said.origin}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
