"""Too large, too many, too slow: each is refused, and nobody else waits for it."""

import json
import select
import time
from contextlib import ExitStack

import pytest

from support.processes import PATIENCE_SECONDS
from support.worlds import ALICE
from trust.http_serving import SilentService, modern, modern_call, post, read_answer, serving

MIB = 1024 * 1024
KEY = {"OKX_API_KEY": "a", "OKX_SECRET_KEY": "b", "OKX_PASSPHRASE": "c"}
NAMED, BODY = modern("tools/list")
TOOLS = post(body=BODY, headers=NAMED)  # a large answer, and one that needs nobody else


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("home"), options=["--demo"]) as server:
        yield server


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with serving(home, limits={"header": 0.5, "body": 0.5, "reading": 0.5}, WALLET_PORTFOLIO_DEMO="1") as server:
        yield server


def answered(server, sent=TOOLS):
    with server.connect(sent) as connection:
        return read_answer(connection)


def ends(connection):
    """Whether the server closes the connection, whatever it says before."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("size", [MIB + 1, 10**12])
def test_what_is_announced_as_too_large_is_not_read(server, size):
    assert answered(server, post(length=size))[0] == 413


def test_what_turns_out_too_large_is_not_kept(server):
    head = post().replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    part = f"{MIB // 4:x}\r\n".encode() + b" " * (MIB // 4) + b"\r\n"
    with server.connect(head) as connection:
        for _ in range(4):
            connection.sendall(part)
        connection.sendall(b"1\r\n \r\n")
        assert read_answer(connection)[0] == 413


def test_a_large_request_that_makes_no_sense_is_refused_and_nothing_more(server):
    for body in (b"[" * MIB, b'{"a":' * 200_000, b"\xff" * MIB, json.dumps({"x": "y" * (MIB - 20)}).encode()):
        status = answered(server, post(body=body[:MIB], headers=NAMED))[0]
        assert 400 <= status < 500
    assert answered(server)[0] == 200
    assert "Traceback" not in server.log


def test_endless_headers_are_refused(server):
    assert answered(server, b"POST /mcp HTTP/1.1\r\nX: " + b"y" * 100_000)[0] == 400


def test_a_client_that_says_nothing_is_let_go(impatient):
    with impatient.connect() as connection:
        assert ends(connection)


def test_a_client_that_trickles_its_headers_is_let_go(impatient):
    with impatient.connect(b"POST /mcp HTTP/1.1\r\n") as connection:
        connection.settimeout(0.1)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                connection.sendall(b"X: y\r\n")
                if not connection.recv(1_024):
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return
        raise AssertionError("still listened to")


def test_a_client_that_trickles_its_body_is_told_so_and_let_go(impatient):
    with impatient.connect(post(body=BODY[:20], headers=NAMED, length=len(BODY))) as connection:
        assert read_answer(connection)[0] == 408
        assert ends(connection)


def test_a_client_that_does_not_read_is_let_go(impatient):
    """Many answers are asked for in a row on one connection, and none is taken."""
    with impatient.connect(TOOLS * 1_000, deaf=True) as connection:
        ended = select.poll()
        ended.register(connection, 0)  # errors are told without being asked for
        assert ended.poll(PATIENCE_SECONDS * 1_000)


def test_a_crowd_of_silent_and_slow_clients_keeps_nobody_out(server):
    with ExitStack() as crowd:
        for _ in range(400):
            crowd.enter_context(server.connect())
        for _ in range(150):
            crowd.enter_context(server.connect(b"POST /mcp HTTP/1.1\r\nHost: "))
            crowd.enter_context(server.connect(post(body=BODY[:-1], headers=NAMED, length=len(BODY))))
        for _ in range(10):
            assert answered(server)[0] == 200


def test_more_than_it_can_work_on_are_told_to_come_back(tmp_path):
    service = SilentService()
    named, body = modern_call("get_total_value", wallets=[ALICE])
    with (
        serving(tmp_path, limits={"most_requests": 2}, OKX_BASE_URL=service.url, **KEY) as server,
        ExitStack() as crowd,
    ):
        slow = post(body=BODY[:-1], headers=NAMED, length=len(BODY))
        for _ in range(10):
            crowd.enter_context(server.connect(slow))
        working = [crowd.enter_context(server.connect(post(body=body, headers=named))) for _ in range(2)]
        assert service.arrived.wait(PATIENCE_SECONDS)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (refused := answered(server))[0] == 200 and time.monotonic() < deadline:
            time.sleep(0.05)  # the second may still be on its way
        assert refused[0] == 503
        assert int(refused[1]["retry-after"]) > 0
        working.pop().close()
        while (status := answered(server)[0]) == 503 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert status == 200
    service.close()
