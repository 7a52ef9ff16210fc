"""The doctor says whether the pace is shared, and what to do where it is not."""

import pytest
from typer.testing import CliRunner

from support.worlds import ALICE
from wallet_portfolio import simulator
from wallet_portfolio.cli import app
from wallet_portfolio.simulator import DEMO_CREDENTIALS

PASSWORD = "canary-password-2b8e"


@pytest.fixture
def doctor(monkeypatch, tmp_path):
    """Run it with Redis there; what it prints."""
    monkeypatch.setenv("HOME", str(tmp_path))
    key = {f"OKX_{part.upper()}": value for part, value in DEMO_CREDENTIALS.items()}
    more = {"WALLET_PORTFOLIO_MAX_RPS": "100", "WALLET_PORTFOLIO_WALLETS": f"main={ALICE}"}

    def run(url):
        with simulator.in_background(simulator.create_app()) as service:
            settings = {**key, **more, "OKX_BASE_URL": service, "WALLET_PORTFOLIO_REDIS_URL": url}
            result = CliRunner().invoke(app, ["doctor"], env=settings)
        assert PASSWORD not in result.stdout + result.stderr
        return result

    return run


def test_the_pace_is_shared(doctor, redis_server):
    result = doctor(redis_server.url.get_secret_value())
    assert result.exit_code == 0
    assert "✓ Shared pace: kept in Redis; nobody else at the moment\n" in result.stdout
    assert result.stderr == ""


def test_redis_is_not_there(doctor, redis_server):
    redis_server.kill()
    result = doctor(f"redis://:{PASSWORD}@127.0.0.1:{redis_server.port}")
    assert result.exit_code == 0
    assert "! Shared pace: Redis cannot be used: it cannot be reached\n  → Start it, or mend " in result.stdout
    assert "or to a quarter if it has not seen Redis" in result.stdout
    assert "without a refusal (25 a second without Redis; 100 are set)\n" in result.stdout
    assert result.stderr.count("\n") <= 1


def test_no_address_of_redis(doctor):
    result = doctor(f"http://:{PASSWORD}@127.0.0.1")
    assert result.exit_code == 1
    assert "✗ Settings: WALLET_PORTFOLIO_REDIS_URL is not right: it starts with redis://" in result.stdout
