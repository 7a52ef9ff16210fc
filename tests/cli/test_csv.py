"""`--csv`: rows for spreadsheets on stdout, and what is not in them on stderr."""

import csv
import io
import json
from fractions import Fraction

import pytest

from support.service import ALL, out_of_quota
from support.worlds import BOB, CHAINS, ETHEREUM, USDC_ETHEREUM, World, small_world, token, wallet
from wallet_portfolio.cli_csv import ROWS
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world
from wallet_portfolio.tools.catalog import TOOLS

COMMANDS = {
    "show-portfolio": [],
    "list-holdings": [],
    "get-token-balances": ["--tokens", "ETH,USDC,BNB"],
    "find-underperformers": ["--max-change-percent", "0"],
    "search-tokens": ["--query", "USDC"],
    "get-price-chart": ["--token", "ETH", "--points", "5"],
}


def rows_of(result):
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8"), newline="")))


def as_text(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


@pytest.mark.parametrize("command", COMMANDS)
def test_the_rows_are_those_of_the_structured_answer(run, command):
    options = [command, *COMMANDS[command], "--demo"]
    rows, whole = rows_of(run(*options, "--csv")), json.loads(run(*options, "--json").stdout)
    expected = whole[ROWS[command.replace("-", "_")]]
    assert rows
    if command == "list-holdings":
        rows, expected = rows[:20], expected[:20]
    elif command == "get-price-chart":  # time goes on
        rows, expected = [row.keys() for row in rows], [row.keys() for row in expected]
        assert rows == expected
        return
    assert rows == [{name: as_text(value) for name, value in row.items()} for row in expected]


def test_every_tool_with_rows_has_the_option_and_no_other(run):
    assert {name.replace("_", "-") for name in ROWS} == COMMANDS.keys()
    for tool in TOOLS:
        if tool.name != "ask_wallet":
            assert ("--csv" in run(tool.command, "--help").stdout) == (tool.name in ROWS)


def test_every_page_of_every_holding_is_there_and_adds_up(run):
    rows = rows_of(run("list-holdings", "--wallets", "many", "--demo", "--csv"))
    held = [each for each in demo_world().wallet(DEMO_WALLETS["many"]).holdings if not each.token.risky]
    assert len(rows) == len(held) > 4_000
    priced = [
        {name: Fraction(row[name]) for name in ("amount", "price_usd", "value_usd")} for row in rows if row["value_usd"]
    ]
    assert all(row["value_usd"] == row["amount"] * row["price_usd"] for row in priced)
    assert sum(row["value_usd"] for row in priced) == sum(
        Fraction(each.amount) * Fraction(each.token.price) for each in held
    )


def test_a_part_that_was_asked_for_is_a_part_and_says_so(run):
    result = run("list-holdings", "--demo", "--csv", "--limit", "3")
    assert len(rows_of(result)) == 3
    assert "These are 3 of 27 rows." in result.stderr
    assert "These are" not in run("list-holdings", "--demo", "--csv").stderr
    assert "These are 10 of 27 rows." in run("show-portfolio", "--demo", "--csv").stderr


def test_notices_and_what_is_missing_are_on_stderr(run, serving):
    service = serving(small_world())
    service.faults.add(out_of_quota(ALL, chain="501"))
    result = run("list-holdings", "--wallets", "main,carol", "--csv", **service.settings())
    assert {row["chain"] for row in rows_of(result)} == {"Ethereum", "Base", "Polygon"}
    assert "These rows are not everything: a part could not be read." in result.stderr
    assert "Missing: Solana of carol" in result.stderr
    for said in ("Missing", "Not counted", "Would you"):
        assert said not in result.stdout


def test_no_answer_is_no_file(run, service):
    result = run("list-holdings", "--chains", "narnia", "--csv", **service.settings())
    assert (result.exit_code, result.stdout) == (1, "")
    assert "narnia" in result.stderr


def test_nothing_held_is_a_header(run, service):
    empty = run(
        "list-holdings", "--wallets", "0x2222222222222222222222222222222222222222", "--csv", **service.settings()
    )
    assert empty.stdout_bytes.startswith(b"wallet,chain,chain_index,symbol,token_address,amount,price_usd,value_usd,")
    assert rows_of(empty) == []


def test_a_symbol_is_no_formula(run, serving):
    evil = token(ETHEREUM, USDC_ETHEREUM.replace("a0b8", "beef"), "=1+1;@x", "2", verified=False)
    service = serving(World(CHAINS, (), (wallet(BOB, (evil, "3")),)))
    (row,) = rows_of(run("list-holdings", "--wallets", "bob", "--csv", **service.settings()))
    assert row["symbol"][:1] not in {"=", "+", "-", "@"}
    assert ";@" not in row["symbol"]
    assert (row["amount"], row["value_usd"]) == ("3", "6")


def test_one_kind_at_a_time(run):
    result = run("list-holdings", "--demo", "--csv", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--json and --csv" in result.stderr
