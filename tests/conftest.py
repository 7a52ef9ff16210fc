"""What every test has: one event loop's kind, and no settings of the machine it runs on."""

import os
from pathlib import Path

import certifi
import pytest
from tenacity import wait_none


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _one_authority(tmp_path_factory):
    """Every client reads all that vouch for servers, which takes 26 ms, and here none of them is ever needed."""
    end = "-----END CERTIFICATE-----\n"
    first = tmp_path_factory.mktemp("authorities") / "one.pem"
    first.write_text(Path(certifi.where()).read_text().partition(end)[0] + end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifi, "where", lambda: str(first))
        yield


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith(("OKX_", "OTEL_", "WALLET_PORTFOLIO_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.fixture
def no_waiting_between_attempts(monkeypatch):
    """What is worth trying again is tried at once. How long the waits are is the subject of okx/test_calling."""
    monkeypatch.setattr("wallet_portfolio.okx.calling._BACKOFF", wait_none())
