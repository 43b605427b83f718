"""Small real servers on the loopback for tests of channels: HTTP that answers as told, SMTP that keeps what it gets."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Http(ThreadingHTTPServer):
    """Answers each request with the next of `answers` (status, object, seconds to wait), the last one for ever."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers, self.requests, self.over = [(200, {})], [], threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def next(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        self.server.requests.append((self.path, dict(self.headers), body))
        status, told, *wait = self.server.next()
        if wait:
            self.server.over.wait(wait[0])
        text = told if isinstance(told, bytes) else json.dumps(told).encode()
        try:
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            pass

    do_GET = do_POST

    def log_message(self, *args):
        pass


class Smtp(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a sender needs; refuses every address that begins with `nobody`."""

    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Mail)
        self.mails = []

    @property
    def port(self):
        return self.server_address[1]


class _Mail(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 test")
        to = []
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append((to, body.decode()))
                to = []
                self.say("250 kept")
            elif word == b"RCPT" and b"<nobody" in line:
                self.say("550 no such person")
            elif word == b"QUIT":
                return self.say("221 bye")
            else:
                to += [line.split(b"<")[1].split(b">")[0].decode()] if word == b"RCPT" else []
                self.say("250 ok")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running(server):
    """Run a server in a thread of its own as long as the test needs it."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        getattr(server, "over", threading.Event()).set()
        server.shutdown()
        server.server_close()
        thread.join(5)
