"""The real server in a process of its own, over stdio."""

import json
import subprocess

import pytest
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from support.worlds import ALICE

from .conftest import connected

pytestmark = pytest.mark.anyio


def server(home, *options, **settings):
    return StdioServerParameters(
        command=COMMAND[0], args=[*COMMAND[1:], "serve", *options], env=environment(home, **settings)
    )


async def test_the_demo_answers_and_goes_on_after_errors(mode, tmp_path):
    async with connected(server(tmp_path, "--demo"), mode) as session:
        assert (await session.ask("list_holdings", limit=0))["error"]["code"] == "invalid_input"
        with pytest.raises(MCPError):
            await session.call("no_such_tool")
        assert (await session.ask("get_total_value"))["status"] == "ok"
        assert (await session.ask("list_holdings", wallets=["sol"]))["total_count"] == 5
        assert (await session.ask("get_token_balances", tokens=["USDC"], chains=["base"]))["holdings"][0][
            "amount"
        ] == "1820.114233"
        asked = await session.ask("ask_wallet", request="¿Cuánto USDC tengo en Base?")
        assert asked["answer"]["holdings"][0]["amount"] == "1820.114233"
        assert asked["summary"] == "**USDC** 1,820.11 ($1,819.89) en Base"


async def test_without_credentials_it_starts_lists_its_tools_and_says_how_to_go_on(mode, tmp_path):
    async with connected(server(tmp_path), mode) as session:
        assert "get_total_value" in {tool.name for tool in session.tools}
        assert (await session.ask("get_total_value", wallets=[ALICE]))["error"]["code"] == "not_configured"


def test_nothing_but_the_protocol_goes_to_stdout_and_nothing_secret_anywhere(tmp_path):
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    call = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "get_total_value", "arguments": {"wallets": [ALICE]}},
    }
    secrets = {name: f"{name.lower()}-do-not-show" for name in ("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE")}
    with subprocess.Popen(
        [*COMMAND, "--verbose", "serve"],
        env=environment(tmp_path, OKX_BASE_URL="http://127.0.0.1:9", **secrets),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        for message in (hello, ready, call):
            process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        lines = [process.stdout.readline() for _ in range(2)]
        rest, log = process.communicate(timeout=PATIENCE_SECONDS)
    answers = [json.loads(line) for line in (*lines, *rest.splitlines())]
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["error"]["code"] == "upstream_unavailable"
    for output in (*lines, rest, log):
        assert not any(secret in output for secret in secrets.values())
