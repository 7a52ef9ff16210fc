"""What the package offers, and what it costs to import it."""

import subprocess
import sys
from inspect import getmembers, isfunction, signature

import pytest

import wallet_portfolio
from support.processes import environment
from wallet_portfolio import BlockingPortfolio, Portfolio, api

HEAVY = {"mcp", "pydantic", "httpx", "anyio", "rich", "typer", "wallet_portfolio.api"}


def loaded_by(code, home):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_else(tmp_path):
    assert not HEAVY & loaded_by("import wallet_portfolio; wallet_portfolio.__version__", tmp_path)


def test_pipelines_go_without_the_mcp_sdk_and_the_command_line(tmp_path):
    assert not {"mcp", "typer", "starlette"} & loaded_by("from wallet_portfolio import Portfolio", tmp_path)


def test_every_public_name_is_there_and_only_those():
    assert set(wallet_portfolio.__all__) == {*api.__all__, "__version__"}
    for name in api.__all__:
        assert getattr(wallet_portfolio, name) is getattr(api, name)
    assert set(wallet_portfolio.__all__) <= set(dir(wallet_portfolio))
    with pytest.raises(AttributeError, match="'wallet_portfolio' has no attribute 'Portfolios'"):
        wallet_portfolio.Portfolios  # noqa: B018


def test_the_blocking_portfolio_has_every_method_with_the_same_arguments():
    def methods(kind):
        return {name for name, _ in getmembers(kind, isfunction) if not name.startswith("_")}

    assert methods(BlockingPortfolio) == methods(Portfolio)
    for name in (*methods(Portfolio), "__init__"):
        theirs, ours = (signature(getattr(kind, name)) for kind in (Portfolio, BlockingPortfolio))
        assert theirs.parameters == ours.parameters, name
