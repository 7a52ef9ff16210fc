"""A request that is too large is told so, and its connection ends: nobody goes on reading it."""

import socket
import time

import pytest

from support.processes import PATIENCE_SECONDS
from trust.http_serving import modern, post, read_answer, serving

MIB = 1024 * 1024
NAMED, BODY = modern("tools/list")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("home"), options=["--demo"]) as server:
        yield server


def told_and_ended(connection):
    """Whether the refusal is read whole, says that the connection ends, and it does."""
    status, headers, body = read_answer(connection)
    assert (status, headers["connection"], body) == (413, "close", b"Request body too large")
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_client_that_only_announces_it_is_let_go(server):
    with server.connect(post(length=10**12)) as connection:
        assert told_and_ended(connection)


def test_a_client_that_has_sent_all_of_it_reads_the_refusal(server):
    with server.connect(post(body=b" " * (4 * MIB))) as connection:
        assert told_and_ended(connection)


def test_a_client_that_waits_to_be_told_to_go_on_is_not_told_so(server):
    with server.connect(post(length=10**12, headers=["Expect: 100-continue"])) as connection:
        assert told_and_ended(connection)


def sends_for_ever(connection, part):
    """And not so many bytes: a fast machine takes a thousand MiB in the second that it reads on."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        connection.sendall(part)


def test_a_client_that_never_stops_sending_is_cut_off(server):
    head = post().replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    part = f"{MIB:x}\r\n".encode() + b" " * MIB + b"\r\n"
    with socket.create_connection((server.host, server.port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(head)
        with pytest.raises(ConnectionError):
            sends_for_ever(connection, part)


def test_an_answer_to_what_is_not_too_large_keeps_its_connection(server):
    with server.connect(post(body=BODY, headers=NAMED)) as connection:
        assert read_answer(connection)[0] == 200
        connection.sendall(post(length=10**12))
        assert told_and_ended(connection)
