"""The real program in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "wallet_portfolio")
PATIENCE_SECONDS = 30


def environment(home, **settings):
    """A clean one: no settings but these, and a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home), **settings}


@contextmanager
def served_over_http(home, **settings):
    """The demo at a free port; gives host:port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [*COMMAND, "serve", "--demo", "--http", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        command, env=environment(home, **settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            _wait_for(port, process)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE_SECONDS)


def _wait_for(port, process):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nothing is served at port {port}")
