"""The HTTP server in a process of its own, and clients that know no more than how to send bytes."""

import json
import re
import socket
import sys
import threading
import time
from contextlib import contextmanager

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from support.warm import WarmProcess

# The program with other limits than its own, so that a test need not wait for these.
_WITH_LIMITS = """
import json, sys
from wallet_portfolio.app import open_access
from wallet_portfolio.settings import load_settings
from wallet_portfolio.tools import serving
from wallet_portfolio.tools.http import Patience, Rules, serve_http

limits = json.loads(sys.argv[2])
settings = load_settings()
most = {name: limits.pop(name, 100) for name in ("most_requests", "most_sessions")}
keys = settings.state_keys
rules = Rules(settings.http_token, **most, patience=Patience(**limits), one_of_several=bool(keys))
access = lambda: open_access(settings)
make_server = lambda oauth: serving.make_server(access, None, oauth, keys, one_of_several=bool(keys))
serve_http(make_server, sys.argv[1], rules)
"""

# The program as it is, but for how long it goes on taking calls once it is told to stop, where it is one of several.
_LEAVING_SOON = """
import sys
from wallet_portfolio.tools.http_patience import DEFAULT_PATIENCE

object.__setattr__(DEFAULT_PATIENCE, "leaving", float(sys.argv.pop(1)))
from wallet_portfolio.cli import main
main()
"""


class Served:
    """A running server. `log` is all that it has written."""

    def __init__(self, start, host, port):
        self.again = start
        self.process = start()
        self.host = "127.0.0.1" if host == "0.0.0.0" else host
        self.port = port
        self.log = ""
        self._listen_to_it()

    def _listen_to_it(self):
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def start_again(self):
        """As it was, at the same port, once it has ended."""
        self.process.stdout.close()
        self.process = self.again()
        self._listen_to_it()
        self.wait_until_ready()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/mcp"

    def _read(self, stdout):
        for line in stdout:
            self.log += line

    def wait_until_ready(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError(self.log)

    def connect(self, sent=b"", *, deaf=False):
        """`deaf`: with next to no room for an answer that is not read."""
        connection = socket.socket(socket.AF_INET)
        if deaf:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)  # the system takes the least there can be
        connection.settimeout(PATIENCE_SECONDS)
        connection.connect((self.host, self.port))
        connection.sendall(sent)
        return connection

    def ended(self):
        """The exit status and the whole log, once it has ended."""
        status = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return status, self.log


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def serving(home, *, host="127.0.0.1", port=None, limits=None, leaving=None, options=(), cwd=None, **settings):
    """`limits`: seconds of patience, `most_requests`, `most_sessions`; without them it is the program as it is.

    `leaving`: the seconds of that patience alone, for the program as it is otherwise, its options and log included.
    """
    port = port or free_port()
    address = f"{host}:{port}"
    program = COMMAND if leaving is None else (sys.executable, "-c", _LEAVING_SOON, str(leaving))
    command = [*program, "--verbose", "serve", "--http", address, *options]
    if limits is not None:
        command = [sys.executable, "-c", _WITH_LIMITS, address, json.dumps(limits)]

    def start():
        return WarmProcess(command, environment(home, **settings), cwd)

    served = Served(start, host, port)
    try:
        served.wait_until_ready()
        yield served
    finally:
        served.process.kill()
        served.ended()
        served.process.stdout.close()


class SilentService:
    """A service that takes requests and never answers. `arrived` and `left` are set by the first connection."""

    def __init__(self):
        self.arrived = threading.Event()
        self.left = threading.Event()
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._listen, args=(connection,), daemon=True).start()

    def _listen(self, connection):
        with connection:
            try:
                while connection.recv(65_536):
                    self.arrived.set()
            except OSError:
                pass
            self.left.set()

    def close(self):
        self._listener.close()


def post(path="/mcp", body=b"", *, headers=(), length=None):
    """A request as it stands on the wire."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1:1",
        "Content-Type: application/json",
        "Accept: application/json, text/event-stream",
        f"Content-Length: {len(body) if length is None else length}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def read_answer(connection):
    """Status, headers and what came of the body before the connection ended or was kept."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65_536)
        if not part:
            return None, {}, received
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, value in (field.split(":", 1) for field in fields)}
    while len(body) < int(headers.get("content-length", "0")):
        part = connection.recv(65_536)
        if not part:
            break
        body += part
    return int(re.match(r"HTTP/1\.1 (\d+)", status).group(1)), headers, body


def modern(method, name=None, **params):
    """A request in the protocol as it is: the headers and the body."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params | {"_meta": meta}}
    headers = ["MCP-Protocol-Version: 2026-07-28", f"Mcp-Method: {method}"]
    if name:
        body["params"]["name"] = name
        headers.append(f"Mcp-Name: {name}")
    return headers, json.dumps(body).encode()


def modern_call(tool, **arguments):
    """A call of a tool, likewise."""
    return modern("tools/call", tool, arguments=arguments)
