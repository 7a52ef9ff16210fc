"""The doctor, over a real socket."""

import re
import socket

import pytest

from support.service import CHAIN_LIST
from support.worlds import ALICE
from wallet_portfolio.settings import config_file
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import ClockOffset, html_page

from .conftest import SECRETS


@pytest.fixture
def examine(run):
    """Run it; the exit status and what was found, by name."""

    def examine(*options, **settings):
        result = run("doctor", *options, **settings)
        assert result.stderr == ""
        for secret in SECRETS.values():
            assert secret not in result.stdout
        return result.exit_code, dict(re.findall(r"^([✓!✗] [^:]+): (.*(?:\n  → .*)?)$", result.stdout, re.MULTILINE))

    return examine


def test_all_is_well(examine, service):
    status, found = examine(**service.settings())
    assert status == 0
    assert all(name.startswith("✓") for name in found)
    assert found["✓ Credentials"] == "all three are set"
    assert found["✓ Service"] == "answers, and supports 6 networks"
    assert found["✓ Clock"] == "right"
    assert re.fullmatch(r"\d+ requests within \d+\.\d s without a refusal \(\d+ a second are set\)", found["✓ Plan"])
    assert found["✓ Wallet “main”"] == "0x9B92…5227"
    assert service.url in found["✓ Settings"]
    assert str(config_file()) in found["✓ Settings"]
    assert service.stand_in.violations == []


def test_the_demo_is_well_and_says_that_it_is_one(examine):
    status, found = examine("--demo")
    assert status == 0
    assert "web3" not in found["✓ Settings"]


def test_no_credentials(examine):
    status, found = examine()
    assert status == 1
    assert found["✗ Credentials"].startswith("not set: OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE")


def test_one_part_of_the_credentials_is_missing(examine, service):
    status, found = examine(**service.settings(OKX_PASSPHRASE=""))
    assert status == 1
    assert found["✗ Credentials"].startswith("not set: OKX_PASSPHRASE\n  → ")


@pytest.mark.parametrize(
    ("setting", "said"),
    [("OKX_API_KEY", "API key"), ("OKX_PASSPHRASE", "passphrase"), ("OKX_SECRET_KEY", "secret key")],
)
def test_a_wrong_part_of_the_credentials(examine, service, setting, said):
    status, found = examine(**service.settings(**{setting: "wrong"}))
    assert status == 1
    assert said in found["✗ Service"]
    assert "Check" in found["✗ Service"]


def test_a_clock_that_is_ten_minutes_off(examine, service):
    service.faults.add(Fault(ClockOffset(600)))
    status, found = examine(**service.settings())
    assert status == 1
    assert re.match(r"(599|600|601) seconds behind the service's\n  → Switch on automatic time", found["✗ Clock"])


def test_nobody_is_there(examine, service):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    status, found = examine(**service.settings(OKX_BASE_URL=f"http://127.0.0.1:{port}"))
    assert status == 1
    assert "could not be reached" in found["✗ Service"]


def test_a_page_instead_of_an_answer(examine, service):
    service.faults.add(Fault(html_page(200), CHAIN_LIST))
    status, found = examine(**service.settings())
    assert status == 1
    assert "cannot be understood" in found["✗ Service"]


def test_a_plan_that_is_slower_than_what_is_set(examine, serving):
    service = serving(requests_per_second=3)
    status, found = examine(**service.settings(WALLET_PORTFOLIO_MAX_RPS="20"))
    assert status == 0
    assert re.search(r"fewer than the 20 that are set\n  → Set WALLET_PORTFOLIO_MAX_RPS=[0-9.]+ ", found["! Plan"])


def test_a_saved_wallet_that_cannot_be_one(examine, service):
    status, found = examine(**service.settings(WALLET_PORTFOLIO_WALLETS=f"main={ALICE[:-1]}8,cold=nonsense"))
    assert status == 1
    assert "wrong checksum" in found["✗ Wallet “main”"]
    assert "✗ Wallet “cold”" in found


def test_no_saved_wallet_is_only_worth_a_hint(examine, service):
    status, found = examine(**service.settings(WALLET_PORTFOLIO_WALLETS=""))
    assert status == 0
    assert "WALLET_PORTFOLIO_WALLETS=main=" in found["! Saved wallets"]


def test_a_setting_that_makes_no_sense_is_named(run):
    result = run("doctor", WALLET_PORTFOLIO_WALLETS="nonsense-of-mine")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "WALLET_PORTFOLIO_WALLETS is not right" in result.stderr
    assert "nonsense-of-mine" not in result.stderr
