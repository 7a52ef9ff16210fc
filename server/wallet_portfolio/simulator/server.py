"""Running a stand-in on a loopback port."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wallet_portfolio.simulator.app import Simulator, create_app

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"


def serve(port: int, *, app: Simulator | None = None) -> None:
    """Serve until interrupted. A port that is taken raises OSError."""
    with _listener(port) as listener:
        _server(app or create_app()).run(sockets=[listener])


@contextmanager
def in_background(app: Simulator, port: int = 0) -> Iterator[str]:
    """Serve from a thread while the block runs, and give the base URL; port 0 takes a free one."""
    with _listener(port) as listener:
        server = _server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.005)
            yield f"http://{HOST}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _listener(port: int) -> socket.socket:
    listener = socket.create_server((HOST, port))
    # Headers and body are two writes; the second one waits 40 ms for the first to be acknowledged. asyncio sees to
    # that for the sockets that it makes itself.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _server(app: Simulator) -> "uvicorn.Server":
    import uvicorn  # here, so that those who stay in process do not load a server

    # The application sets Date itself: it comes from its own clock, which a fault may move.
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        date_header=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="critical",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
