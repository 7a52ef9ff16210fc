import socket
import subprocess
import sys

import httpx
import pytest

from simulator.signed_client import BALANCE, signed_headers
from wallet_portfolio.simulator import Fault, create_app, faults, in_background, serve

CHAINS = f"{BALANCE}/supported/chain"
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def service():
    app = create_app()
    with in_background(app) as url:
        yield app, url


@pytest.fixture
def app(service):
    yield service[0]
    service[0].faults.clear()
    service[0].violations.clear()


@pytest.fixture
def client(service):
    with httpx.Client(base_url=service[1], trust_env=False) as client:
        yield client


def get(client, target=CHAINS):
    return client.get(target, headers=signed_headers("GET", target))


def test_an_answer_over_a_socket(app, client):
    response = get(client)
    assert response.json()["code"] == "0"
    assert len(response.headers.get_list("date")) == 1
    assert "server" not in response.headers
    target = f"{BALANCE}/all-token-balances-by-address?address=0x{'ab' * 20}&chains=1%2C56"
    assert get(client, target).json()["code"] == "0"
    assert app.violations == []


def test_a_body_cut_short(app, client):
    app.faults.add(Fault(faults.CutShort(share=0.3)))
    with pytest.raises(httpx.RemoteProtocolError):
        get(client)


@pytest.mark.parametrize("midway", [False, True])
def test_a_connection_reset(app, client, midway):
    app.faults.add(Fault(faults.Reset(midway=midway)))
    with pytest.raises(httpx.ReadError):
        get(client)


def test_an_endless_body(app, client):
    app.faults.add(Fault(faults.EndlessBody(), times=1))
    received = 0
    with client.stream("GET", CHAINS, headers=signed_headers("GET", CHAINS)) as response:
        assert "content-length" not in response.headers
        for chunk in response.iter_bytes():
            received += len(chunk)
            if received > 33 * MIB:
                break
    assert received > 33 * MIB
    assert get(client).json()["code"] == "0", "the service goes on when the client has left"


def test_a_gzip_bomb(app, client):
    app.faults.add(Fault(faults.gzip_bomb(8)))
    with client.stream("GET", CHAINS, headers=signed_headers("GET", CHAINS)) as response:
        assert int(response.headers["content-length"]) < 20_000
        assert sum(len(chunk) for chunk in response.iter_bytes()) == 8 * MIB


def test_a_client_that_gives_up_waiting(app, client):
    app.faults.add(Fault(faults.Hang(3600), times=1))
    with pytest.raises(httpx.ReadTimeout):
        client.get(CHAINS, headers=signed_headers("GET", CHAINS), timeout=0.05)
    assert get(client).json()["code"] == "0"


def test_an_answer_is_not_held_back_until_its_head_is_acknowledged():
    """Which takes 40 ms where client and server are one machine."""
    stand_in, at_once = create_app(), []

    async def app(scope, receive, send):
        connection = send.__self__.transport.get_extra_info("socket")
        at_once.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        await stand_in(scope, receive, send)

    with in_background(app) as url, httpx.Client(base_url=url, trust_env=False) as client:
        assert get(client).status_code == 200
    assert at_once[0]


def test_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(taken.getsockname()[1])


def test_the_server_is_loaded_only_when_it_is_wanted():
    script = "import sys, wallet_portfolio.simulator; print('uvicorn' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"
