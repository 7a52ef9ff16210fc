"""Whatever happens, no part of the credentials is printed or logged."""

import logging

import pytest

from support.worlds import ALICE
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import (
    ClockOffset,
    CutShort,
    Mutate,
    Reset,
    html_page,
    invalid_utf8,
    redirect,
    service_code,
)

from .conftest import SECRETS

COMMANDS = [
    ["list-supported-chains"],
    ["get-total-value", "--wallets", "main,carol"],
    ["list-holdings", "--json"],
    ["get-token-balances", "--tokens", f"USDC,1:{ALICE}"],
    ["ask", "what is my wallet worth"],
    ["doctor"],
]
EFFECTS = {
    "none": None,
    "500": service_code("50026", "System error", status=500),
    "HTML": html_page(502),
    "401": service_code("50113", "Invalid Sign", status=401),
    "echo": service_code("50113", f"Invalid {SECRETS['api_key']} {SECRETS['passphrase']}", status=401),
    "redirect": redirect("http://127.0.0.1:9/"),
    "bytes": invalid_utf8(),
    "cut": CutShort(),
    "reset": Reset(),
    "clock": ClockOffset(600),
    "shape": Mutate(lambda _: {"code": "0", "data": [{"tokenAssets": [SECRETS["api_key"]]}]}),
}


@pytest.fixture(autouse=True)
def _loud(caplog):
    package = logging.getLogger("wallet_portfolio")
    before = package.level
    caplog.set_level(logging.DEBUG)
    yield
    package.setLevel(before)


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS)
def test_no_secret_in_what_is_printed_or_logged(run, service, caplog, effect):
    if effect:
        service.faults.add(Fault(effect))
    printed = ""
    for command in COMMANDS:
        result = run("-v", *command, **service.settings())
        assert "Traceback" not in result.stderr
        printed += result.stdout + result.stderr
    assert "/api/v6/dex/balance" in caplog.text
    for secret in SECRETS.values():
        assert secret not in printed
        assert secret not in caplog.text


@pytest.mark.parametrize("name", ["OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE"])
def test_a_secret_that_no_header_can_carry_is_named_but_not_shown(run, service, name):
    result = run("-v", "get-total-value", **service.settings(**{name: "canary-ключ\nnext"}))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{name} is not right: ")
    assert "canary" not in result.stderr


def test_space_around_a_secret_does_not_matter(run, service):
    settings = service.settings()
    settings["OKX_SECRET_KEY"] = f" {SECRETS['secret_key']}\n"
    assert run("get-total-value", **settings).exit_code == 0
