"""The doctor, over a real socket, with servers that are really started."""

import io
import json
import re
import socket

import pytest
from rich.console import Console

from support.service import CHAIN_LIST
from support.worlds import ALICE
from wallet_portfolio.settings import config_file
from wallet_portfolio.setup.report import Report
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import ClockOffset, html_page
from wallet_portfolio.workflows.doctor import Check

from .conftest import SECRETS


@pytest.fixture
def examine(run):
    """Run it; the exit status and what was found, by name."""

    def examine(*options, **settings):
        result = run("doctor", *options, **settings)
        assert result.stderr == ""
        for secret in SECRETS.values():
            assert secret not in result.stdout
        return result.exit_code, dict(re.findall(r"^([✓·!✗] [^:]+): (.*(?:\n  → .*)?)$", result.stdout, re.MULTILINE))

    return examine


def test_all_is_well(examine, service):
    status, found = examine(**service.settings())
    assert status == 0
    assert all(name.startswith(("✓", "· Clients")) for name in found)
    assert found["✓ Credentials"] == "all three are set"
    assert found["✓ Service"] == "answers, and supports 6 networks"
    assert found["✓ Clock"] == "right"
    assert re.fullmatch(r"\d+ requests within \d+\.\d s without a refusal \(\d+ a second are set\)", found["✓ Plan"])
    assert found["✓ Wallet “main”"] == "0x9B92…5227"
    assert re.fullmatch(r"\$[\d,]+\.\d\d", found["✓ Balance of “main”"])
    assert "environment (OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE, " in found["✓ Settings"]
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


def test_a_setting_that_makes_no_sense_is_named(examine):
    status, found = examine(WALLET_PORTFOLIO_WALLETS="nonsense-of-mine")
    assert status == 1
    assert "WALLET_PORTFOLIO_WALLETS is not right" in found["✗ Settings"]
    assert "nonsense-of-mine" not in str(found)
    assert "· Clients" in found  # which has nothing to do with it


def test_a_settings_file_that_others_can_read_and_a_name_that_is_no_setting(examine):
    file = config_file()
    file.parent.mkdir(parents=True)
    file.write_text('okx_apikey = "k"\nokx_secret_key = ""\n')
    file.chmod(0o644)
    status, found = examine("--demo")
    assert status == 0
    assert found["! Settings file"] == f"“okx_apikey” in {file} is no setting\n  → Did you mean okx_api_key?"
    file.write_text("")
    assert f"→ chmod 600 {file}" in examine("--demo")[1]["! Settings file"]
    file.chmod(0o600)
    assert "! Settings file" not in examine("--demo")[1]


def test_every_client_is_tried_the_way_it_starts_the_server(run, examine, service, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    settings = service.settings()
    for client, option in {"claude-desktop": "--demo", "claude-code": "--yes", "cursor": "--with-secrets"}.items():
        assert run("setup", client, option, "--yes", **settings).exit_code == 0
    cursor = tmp_path / ".cursor/mcp.json"
    cursor.chmod(0o644)
    vscode = tmp_path / ".config/Code/User/mcp.json"
    vscode.parent.mkdir(parents=True)
    vscode.write_text(json.dumps({"servers": {"wallet-portfolio": {"command": "/gone/wallet-portfolio"}}}))
    status, found = examine(**settings)
    assert status == 1
    assert found["✓ Claude Desktop"].startswith("starts the server with the demo (12 tools")
    assert found["✓ Claude Code"].startswith("starts the server (12 tools")
    assert found["✓ Cursor"].startswith("starts the server (12 tools")
    assert f"→ chmod 600 {cursor}" in found["! Cursor"]
    assert "/gone/wallet-portfolio\n  → wallet-portfolio setup vscode " in found["✗ VS Code"]


def test_a_client_without_credentials_of_its_own_and_one_that_is_broken(run, examine, service, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    run("setup", "claude-desktop", "--yes")
    (tmp_path / ".cursor").mkdir()
    (tmp_path / ".cursor/mcp.json").write_text('{"mcpServers": }')
    status, found = examine(**service.settings())
    assert status == 0
    assert (
        "it finds no credentials\n  → Set OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE in " in found["! Claude Desktop"]
    )
    assert "mcp.json is not valid: line 1, column 16" in found["! Cursor"]


def test_a_server_at_an_address_is_not_started(examine, tmp_path):
    entry = {"url": "http://127.0.0.1:8000/mcp"}
    (tmp_path / ".cursor").mkdir()
    (tmp_path / ".cursor/mcp.json").write_text(json.dumps({"mcpServers": {"wallet-portfolio": entry}}))
    assert "at an address" in examine("--demo")[1]["· Cursor"]


@pytest.mark.parametrize(("columns", "longest"), [(60, 60), (120, 120)])
def test_at_a_terminal_findings_are_set_off_and_wrapped(columns, longest):
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=columns, highlight=False, markup=False)
    report = Report(console)
    report.show(Check("Credentials", "bad", "not set: " + ", ".join(["OKX_API_KEY"] * 12), "Set [them] " * 20))
    report.show(Check("Clock", "warning", "late"))
    report.close()
    lines = re.sub(r"\x1b\[[\d;]*m", "", text.getvalue()).split("\n")
    assert max(map(len, lines)) <= longest
    assert lines[0].startswith("✗ Credentials: not set: OKX_API_KEY, ")
    assert lines[1].startswith("  OKX_API_KEY")
    assert "[them]" in text.getvalue()
    assert lines[-2] == "1 thing to mend first; 1 thing to look at."
    assert not report.healthy
