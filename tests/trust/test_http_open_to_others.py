"""Where the server listens, for whom, and under which names."""

import socket

import httpx
import pytest
from typer.testing import CliRunner

from trust.http_serving import free_port, modern_call, post, read_answer, serving
from wallet_portfolio.cli import app
from wallet_portfolio.tools.http import listener_at

TOKEN = "a-token-for-these-tests"
OTHERS = {"Host": "wallets.example.com"}


def ask(server, token=TOKEN, **headers):
    named, body = modern_call("list_supported_chains")
    headers |= {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    headers |= dict(line.split(": ", 1) for line in named)
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return httpx.post(server.url, content=body, headers=headers, timeout=20, trust_env=False).status_code


def refused_to_start(address, **settings):
    started = CliRunner().invoke(app, ["serve", "--demo", "--http", address], env=settings)
    assert isinstance(started.exception, SystemExit)
    assert started.stdout == ""
    assert "Serving" not in started.stderr
    return started.exit_code, " ".join(started.stderr.split())


@pytest.mark.parametrize("token", [{}, {"WALLET_PORTFOLIO_HTTP_TOKEN": "   "}])
def test_nobody_else_is_served_without_a_token_and_it_says_what_to_do(token):
    status, said = refused_to_start("0.0.0.0:8000", **token)
    assert status == 2
    for name in ("127.0.0.1", "WALLET_PORTFOLIO_HTTP_TOKEN", "WALLET_PORTFOLIO_OAUTH_ISSUER"):
        assert name in said


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"OAUTH_ISSUER": "https://id.example.com"}, "OAUTH_AUDIENCE"),
        ({"OAUTH_AUDIENCE": "https://wallets.example.com/mcp"}, "OAUTH_ISSUER"),
        ({"OAUTH_ISSUER": "http://id.example.com", "OAUTH_AUDIENCE": "https://wallets.example.com"}, "https://"),
        (
            {
                "OAUTH_ISSUER": "https://id.example.com",
                "OAUTH_AUDIENCE": "https://wallets.example.com",
                "HTTP_TOKEN": TOKEN,
            },
            "exclude each other",
        ),
    ],
)
def test_half_a_setup_is_no_setup(settings, named):
    settings = {f"WALLET_PORTFOLIO_{name}": value for name, value in settings.items()}
    status, said = refused_to_start("0.0.0.0:8000", **settings)
    assert status != 0
    assert named in said
    assert TOKEN not in said


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    with serving(
        tmp_path_factory.mktemp("home"), host="0.0.0.0", options=["--demo"], WALLET_PORTFOLIO_HTTP_TOKEN=TOKEN
    ) as server:
        yield server


def test_with_a_token_everybody_who_knows_it_is_served(everywhere):
    assert ask(everywhere) == 200
    assert ask(everywhere, **OTHERS) == 200
    assert ask(everywhere, token=None) == 401
    assert ask(everywhere, token=TOKEN[:-1]) == 401
    assert TOKEN not in everywhere.log


def test_the_pages_of_others_are_not_even_with_the_token(everywhere):
    assert ask(everywhere, Origin="https://evil.example") == 403
    assert ask(everywhere, Origin="null") == 403


def test_with_names_only_these_are_served(tmp_path):
    with serving(
        tmp_path,
        host="0.0.0.0",
        options=["--demo"],
        WALLET_PORTFOLIO_HTTP_TOKEN=TOKEN,
        WALLET_PORTFOLIO_HTTP_HOSTS="wallets.example.com, other.example:8443",
    ) as server:
        assert ask(server) == 200
        assert ask(server, **OTHERS) == 200
        assert ask(server, Host="wallets.example.com:443", Origin="https://wallets.example.com") == 200
        assert ask(server, Host="other.example:8443") == 200
        assert ask(server, Host="other.example:8444") == 421
        assert ask(server, Host="evil.example") == 421
        assert ask(server, **OTHERS, Origin="https://evil.example") == 403
        assert ask(server, **OTHERS, Origin="https://wallets.example.com.evil.example") == 403


def test_every_address_of_this_machine_has_its_names_checked(tmp_path):
    named, body = modern_call("list_supported_chains")
    with serving(tmp_path, host="127.0.0.2", options=["--demo"]) as server:
        for host, status in (("127.0.0.2", 200), ("evil.example", 421)):
            sent = post(body=body, headers=named).replace(b"127.0.0.1:1", host.encode())
            with server.connect(sent) as connection:
                assert read_answer(connection)[0] == status


@pytest.mark.parametrize("header", ["Host: a\x1b[31mb", "Origin: http://a\x9bb", "Mcp-Session-Id: \x07"])
def test_nothing_that_a_terminal_obeys_reaches_the_log(everywhere, header):
    named, body = modern_call("list_supported_chains")
    sent = post(body=body, headers=(*named, f"Authorization: Bearer {TOKEN}"))
    name = header.split(":")[0].encode()
    lines = [line for line in sent.split(b"\r\n") if not line.startswith(name + b":")]
    lines.insert(1, header.encode("latin-1"))
    with everywhere.connect(b"\r\n".join(lines)) as connection:
        assert read_answer(connection)[0] == 400
    assert everywhere.log.replace("\n", "").isprintable()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_answers_are_not_held_back_until_their_head_is_acknowledged(host):
    with listener_at(host, free_port()) as listener, socket.create_connection(listener.getsockname()[:2]):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
