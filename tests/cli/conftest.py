"""The program as a user runs it, over a stand-in behind a real socket."""

import json
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from support.worlds import ALICE, BOB, CAROL, small_world
from wallet_portfolio import simulator
from wallet_portfolio.cli import app

SECRETS = {"api_key": "canary-key-1f2e", "secret_key": "canary-secret-3d4c", "passphrase": "canary-phrase-5b6a"}
SAVED = f"main={ALICE},bob={BOB},carol={CAROL}"


@dataclass
class Service:
    """A stand-in, and the settings that lead to it."""

    stand_in: simulator.Simulator
    url: str

    @property
    def faults(self):
        return self.stand_in.faults

    def settings(self, **others):
        return {
            "OKX_API_KEY": SECRETS["api_key"],
            "OKX_SECRET_KEY": SECRETS["secret_key"],
            "OKX_PASSPHRASE": SECRETS["passphrase"],
            "OKX_BASE_URL": self.url,
            "WALLET_PORTFOLIO_WALLETS": SAVED,
            "WALLET_PORTFOLIO_MAX_RPS": "1000",
            **others,
        }


@pytest.fixture(autouse=True)
def _at_once(no_waiting_between_attempts):
    pass


@pytest.fixture(autouse=True)
def _a_home_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def serving():
    """Opens a stand-in of its own, with anything `create_app` takes."""
    opened = []

    def serve(world=None, **options):
        stand_in = simulator.create_app(world or small_world(), credentials=SECRETS, **options)
        background = simulator.in_background(stand_in)
        opened.append(background)
        return Service(stand_in, background.__enter__())

    yield serve
    for background in opened:
        background.__exit__(None, None, None)


@pytest.fixture(scope="module")
def shared():
    stand_in = simulator.create_app(small_world(), credentials=SECRETS)
    with simulator.in_background(stand_in) as url:
        yield Service(stand_in, url)


@pytest.fixture
def service(shared):
    """One stand-in for a whole module, in which everything works again for each test."""
    yield shared
    shared.faults.clear()
    shared.stand_in.requests.clear()
    shared.stand_in.violations.clear()


@pytest.fixture
def run():
    """Run a command in this process: its exit status, stdout and stderr."""

    def invoke(*arguments, **settings):
        result = CliRunner().invoke(app, [*arguments], env=settings)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return invoke


@pytest.fixture
def ask(run, service):
    """Run a command against the service; its structured answer."""

    def invoke(*arguments, **settings):
        result = run(*arguments, "--json", **service.settings(**settings))
        return json.loads(result.stdout)

    return invoke
