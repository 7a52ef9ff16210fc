"""Each tool as a command: its options, its figures, its exit status."""

import json
from dataclasses import replace
from decimal import Decimal

import anyio
import pytest

from support.answers import check_words
from support.service import TOTAL, out_of_quota
from support.worlds import (
    ALICE,
    BOB,
    CHAINS,
    ETHEREUM,
    FAKE_USDC,
    SPAM,
    USDC_ETHEREUM,
    World,
    small_world,
    token,
    wallet,
)
from wallet_portfolio.app import open_access
from wallet_portfolio.settings import Settings
from wallet_portfolio.tools.ask_wallet import ASK_WALLET
from wallet_portfolio.tools.catalog import BY_NAME, TOOLS

ALICES_TOTAL = "13865.254812135690982691841548730725492589"
ALICES_TOKENS = "12660.371707865690982690841548730725492589"
NOT_THE_SAME_TWICE = {"as_of", "next_cursor", "next_steps"}


def held(answer):
    return [(row["symbol"], row["chain"], row["amount"]) for row in answer["holdings"]]


def test_every_tool_is_a_command_and_every_argument_an_option(run):
    for tool in (tool for tool in TOOLS if tool is not ASK_WALLET):  # which is `ask`
        shown = run(tool.command, "--help").stdout
        for name in tool.takes.model_fields:
            assert f"--{name.replace('_', '-')}" in shown
        assert "list[" not in shown
        assert "<str>" not in shown


@pytest.mark.parametrize(
    ("command", "options", "arguments"),
    [
        ("list-supported-chains", ["--query", "base"], {"query": "base"}),
        ("get-total-value", ["--wallets", "main,bob", "--asset-type", "tokens"], {"asset_type": "tokens"}),
        ("list-holdings", ["--wallets", "main,bob", "--limit", "3"], {"limit": 3}),
        ("get-token-balances", ["--wallets", "main,bob", "--tokens", "ETH,USDC"], {"tokens": ["ETH", "USDC"]}),
    ],
)
def test_json_is_the_structured_result(service, ask, monkeypatch, command, options, arguments):
    for name, value in service.settings().items():
        monkeypatch.setenv(name, value)
    tool = BY_NAME[command.replace("-", "_")]
    if "wallets" in tool.takes.model_fields:
        arguments = {**arguments, "wallets": ["main", "bob"]}

    async def structured():
        async with open_access(Settings()) as access:
            return (await tool.run(access, arguments)).model_dump(mode="json")

    expected, printed = anyio.run(structured), ask(command, *options)
    assert printed.keys() == expected.keys()
    for name in printed.keys() - NOT_THE_SAME_TWICE:
        assert printed[name] == expected[name]
    assert [step["tool"] for step in printed["next_steps"]] == [step["tool"] for step in expected["next_steps"]]
    assert printed["status"] == "ok"


def test_a_total_is_exact(ask):
    answer = ask("get-total-value")
    assert answer["total_usd"] == answer["counted_usd"] == ALICES_TOTAL
    assert ask("get-total-value", "--asset-type", "tokens")["total_usd"] == ALICES_TOKENS


@pytest.mark.parametrize(
    "options",
    [
        ["--wallets", "main,bob"],
        ["--wallets", "main", "--wallets", "bob"],
        ["--wallets", f" {ALICE} , {BOB} ,"],
        ["--wallets", f"{ALICE}", "--wallets", "bob,main"],
    ],
)
def test_lists_take_commas_or_the_option_again(ask, options):
    assert {part["wallet"] for part in ask("get-total-value", *options)["wallets"]} == {ALICE, BOB}


@pytest.mark.parametrize("chains", [["--chains", "ethereum,8453"], ["--chains", "eth", "--chains", "Base"]])
def test_networks_are_named_as_a_user_likes(ask, chains):
    assert {row["chain"] for row in ask("list-holdings", *chains)["holdings"]} == {"Ethereum", "Base"}


def test_a_list_is_cut_filtered_and_gone_on_with(ask):
    everything = held(ask("list-holdings"))
    first = ask("list-holdings", "--limit", "2")
    second = ask("list-holdings", "--limit", "200", "--cursor", first["next_cursor"])
    assert held(first) + held(second) == everything
    assert all(Decimal(row["value_usd"]) >= 1000 for row in ask("list-holdings", "--min-value-usd", "1000")["holdings"])
    risky = ask("list-holdings", "--include-risky")
    assert [row["symbol"] for row in risky["holdings"] if row["risky"]] == ["AIRDROP", "ZEPE"]
    assert held(ask("list-holdings", "--no-include-risky")) == everything


def test_tokens_are_named_by_symbol_contract_and_network(ask):
    answer = ask("get-token-balances", "--tokens", f"USDC,base:USDC,1:{FAKE_USDC}", "--tokens", "BNB")
    assert held(answer) == [
        ("USDC", "Ethereum", "3250.55"),
        ("USDC", "Base", "1820.114233"),
        ("USDC", "Ethereum", "50000"),
        ("BNB", "BNB Chain", "0"),
    ]
    assert answer["holdings"][0]["token_address"] == USDC_ETHEREUM


def test_a_risky_token_is_mentioned_but_not_shown(run, service):
    shown = run("get-token-balances", "--tokens", f"1:{SPAM}", "--chains", "1", **service.settings())
    assert "is held, but marked as risky" in shown.stdout
    assert "1,000,000" not in shown.stdout


def test_what_is_printed_is_plain_text(run, service):
    for command in (
        ["list-supported-chains"],
        ["get-total-value", "--wallets", "main,bob"],
        ["list-holdings", "--wallets", "main,bob"],
        ["get-token-balances", "--tokens", "ETH,USDC"],
        ["ask", "show my portfolio"],
    ):
        result = run(*command, **service.settings())
        assert result.exit_code == 0
        assert result.stderr == ""
        for mark in ("\x1b", "**", "| ", "---", "_Not", "[bold"):
            assert mark not in result.stdout
        assert result.stdout.rstrip().endswith("?")
        assert result.stdout.count("Would you like to") == 1
        assert [line for line in result.stdout.splitlines() if line != line.rstrip()] == []
        check_words(TOOLS, result.stdout)


def test_figures_are_shown_as_people_read_them(run, service):
    shown = run("get-total-value", "--wallets", "main,bob", **service.settings()).stdout
    assert "\n  main (0x9B92…5227): $13,865.25\n" in shown
    table = run("list-holdings", "--limit", "1", **service.settings()).stdout.splitlines()
    assert "ETH    1.8429  $5,763.54  $3,127.42  Ethereum" in table
    balances = run("get-token-balances", "--tokens", "USDC", **service.settings()).stdout
    assert balances.startswith("USDC 5,070.66 ($5,070.03): Ethereum 3,250.55 · Base 1,820.11\n")


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["list-holdings", "--bogus"], 2, "No such option: --bogus"),
        (["get-token-balances"], 2, "Missing option '--tokens'"),
        (["list-holdings", "--limit", "0"], 2, "limit has to be at least 1."),
        (["list-holdings", "--limit", "201"], 2, "limit has to be at most 200."),
        (["list-holdings", "--limit", "many"], 2, "--limit"),
        (["get-total-value", "--asset-type", "nfts"], 2, "'all', 'tokens' or 'defi'"),
        (["ask", ""], 2, "request"),
        (["no-such-command"], 2, "No such command 'no-such-command'"),
        (["get-total-value", "--wallets", ALICE[:-1] + "8"], 1, "wrong checksum"),
        (["get-total-value", "--wallets", "mian"], 1, "Did you mean “main”?"),
        (["get-total-value", "--chains", "narnia"], 1, "I do not know a network called “narnia”."),
        (["get-total-value", "--chains", "etherium"], 1, "Did you mean Ethereum?"),
        (["get-total-value", "--chains", "solana"], 1, "Leave the network out"),
        (["list-holdings", "--min-value-usd", "lots"], 1, "number of zero or more"),
        (["list-holdings", "--cursor", "nowhere"], 1, "Please start the list again."),
        (["get-token-balances", "--tokens", "NOSUCH"], 1, "No token called “NOSUCH”"),
    ],
)
def test_what_cannot_be_answered_is_said_on_stderr(run, service, options, status, said):
    result = run(*options, **service.settings())
    assert result.exit_code == status
    assert result.stdout == ""
    assert said in result.stderr
    if status == 1:
        check_words(TOOLS, result.stderr)


def test_an_error_is_printed_as_json_too(run, service):
    result = run("get-total-value", "--chains", "narnia", "--json", **service.settings())
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["error"]["code"] == "unsupported_chain"
    assert answer["error"]["message"] in result.stderr


def test_without_a_wallet_it_asks_for_one(run, service):
    result = run("get-total-value", **service.settings(WALLET_PORTFOLIO_WALLETS=""))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Which wallet should I look at? Please give me its address.\n"


@pytest.mark.parametrize(
    "command",
    [
        ["list-supported-chains"],
        ["get-total-value", "--wallets", ALICE],
        ["list-holdings"],
        ["get-token-balances", "--tokens", "ETH"],
        ["ask", "what is my wallet worth"],
    ],
)
def test_without_credentials_it_says_three_steps(run, command):
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    for step in ("1. ", "2. Set OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE", "3. ", "--demo"):
        assert step in result.stderr


def test_a_part_that_is_missing_is_named_and_the_rest_stands(run, serving):
    service = serving(small_world())
    service.faults.add(out_of_quota(TOTAL, chain="501"))
    result = run("get-total-value", "--wallets", "main,carol", **service.settings())
    assert result.exit_code == 0
    assert "Total assets" not in result.stdout
    assert "$13,865.25" in result.stdout
    assert "Missing: Solana of carol" in result.stdout
    check_words(TOOLS, result.stdout)


def test_a_name_cannot_break_the_table_or_colour_it(run, serving):
    evil = token(ETHEREUM, "0x" + "ab" * 20, "A | B |[red]x[/red]", "2", verified=False)
    service = serving(World(CHAINS, (), (wallet(BOB, (replace(evil, name="**x**\n| y |"), "3")),)))
    shown = run("list-holdings", "--wallets", "bob", **service.settings())
    (row,) = (
        line for line in shown.stdout.splitlines() if "$6.00" in line and "Ethereum" in line and "hold" not in line
    )
    assert row.split()[-4:] == ["3", "$6.00", "$2.00", "Ethereum"]
    assert "Unusual name" in shown.stdout
    summary = json.loads(run("list-holdings", "--wallets", "bob", "--json", **service.settings()).stdout)["summary"]
    assert {line.count("|") for line in summary.splitlines() if "|" in line} == {6}


def test_the_demo_by_option_and_by_setting_is_the_same(run):
    by_option = run("get-total-value", "--demo")
    by_setting = run("get-total-value", WALLET_PORTFOLIO_DEMO="1")
    assert by_option.stdout == by_setting.stdout
    assert by_option.stdout.count("Demo data") == 1
    assert "Demo data" in run("get-total-value", "--demo", "--chains", "narnia").stderr
    assert "Demo data" not in run("get-total-value", WALLET_PORTFOLIO_DEMO="0").stderr
