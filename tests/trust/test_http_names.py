"""A name and a port, and nothing behind them: what a host or an origin only begins with counts for nothing."""

import pytest

from trust.http_serving import modern, post, read_answer, serving

NAMED, BODY = modern("tools/list")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("home"), options=["--demo"]) as server:
        yield server


def status(server, *headers, host="127.0.0.1:1"):
    request = post(body=BODY, headers=[*NAMED, *headers]).replace(b"Host: 127.0.0.1:1", b"Host: " + host.encode())
    with server.connect(request) as connection:
        return read_answer(connection)[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:80", "127.0.0.1:65535"])
def test_a_name_with_or_without_a_port_is_the_servers(server, host):
    assert status(server, host=host) == 200


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1:80@evil.example", "127.0.0.1:x.evil.example", "localhost:80.evil.example", "127.0.0.1:"),
        *("localhost:1/../evil.example", "localhost:-1", "[::1]:80@evil.example", "[::1]evil.example:80"),
        *("127.0.0.1.evil.example:80", "localhost:123456", "127.0.0.1:80, evil.example"),
    ],
)
def test_what_follows_the_name_is_a_port_or_the_host_is_another(server, host):
    assert status(server, host=host) == 421


@pytest.mark.parametrize(
    "origin", ["http://localhost:8000", "https://localhost", "http://127.0.0.1:1", "http://[::1]:5"]
)
def test_pages_of_this_machine_are_served(server, origin):
    assert status(server, f"Origin: {origin}") == 200


@pytest.mark.parametrize(
    "origins",
    [
        ["http://localhost:80.evil.example"],
        ["http://localhost:80@evil.example"],
        ["http://localhost:x"],
        ["http://localhost:80/evil"],
        ["null"],
        ["http://localhost:1", "https://evil.example"],
        ["https://evil.example", "http://localhost:1"],
        ["http://localhost:1", "http://localhost:1"],
        ["http://localhost:1 https://evil.example"],
    ],
)
def test_other_pages_are_not_nor_those_that_say_two_things(server, origins):
    assert status(server, *(f"Origin: {origin}" for origin in origins)) == 403
