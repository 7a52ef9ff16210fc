"""What is loaded when the program starts: no more than what was asked for needs. How long it takes is not measured."""

import subprocess
import sys

import pytest
from typer.core import TyperCommand

from support.processes import PATIENCE_SECONDS, environment
from wallet_portfolio.cli import COMMANDS, load
from wallet_portfolio.tools.ask_wallet import ASK_WALLET
from wallet_portfolio.tools.catalog import TOOLS

HEAVY = {
    "anyio", "asyncio", "cachetools", "cryptography", "embit", "httpx", "mcp", "opentelemetry", "PIL", "pydantic",
    "pydantic_settings", "pygments", "rapidfuzz", "rich", "starlette", "tenacity", "uvicorn", "yaml",
}  # fmt: skip
OWN = {
    "wallet_portfolio", "wallet_portfolio.__main__", "wallet_portfolio.cli", "wallet_portfolio.commands"
}  # fmt: skip


def loaded(home, *arguments):
    """The modules that were imported when the program had ended."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "wallet_portfolio", *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    return {line.split("|")[-1].strip() for line in result.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_else(tmp_path, option):
    names = loaded(tmp_path, option)
    assert "typer" in names
    assert not HEAVY & {name.split(".")[0] for name in names}
    assert {name for name in names if name.startswith("wallet_portfolio")} <= OWN


def test_a_server_loads_nothing_of_other_commands(tmp_path):
    names = loaded(tmp_path, "serve")  # which ends at once, as there is nobody to serve
    assert "mcp" in names
    assert not {"google", "httpx", "PIL", "requests"} & {name.split(".")[0] for name in names}
    assert not [name for name in names if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))]
    never = ("simulator", "setup", "views.pictures", "cli_answers", "workflows.doctor", "api", "intents")
    for part in (*never, "telemetry.recording", "telemetry.exporting"):
        assert not [name for name in names if name.startswith(f"wallet_portfolio.{part}")]


def test_each_tool_is_in_the_table(tmp_path):
    tools = [tool.command for tool in TOOLS if tool is not ASK_WALLET]  # which is `ask`
    assert [name for name, (module, _) in COMMANDS.items() if module == "tools"] == tools


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name):
    line, command = COMMANDS[name][1], load(name)
    assert command.name == name
    for width in (20, 40, 60, 80, 200):
        assert TyperCommand(name, help=line).get_short_help_str(width) == command.get_short_help_str(width)
