"""An address that looks like a saved wallet's is warned of, wherever it is named; a saved one never is."""

import pytest

from support.asking import ask
from support.service import access_to, out_of_quota, simulate
from support.worlds import ALICE, BOB, CAROL, DAVE
from swaps.sessions import User
from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.poisoning import resemblances
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.cli import app as commands
from wallet_portfolio.simulator import demo_world
from wallet_portfolio.tools.ask_wallet import ASK_WALLET
from wallet_portfolio.tools.catalog import TOOLS

pytestmark = pytest.mark.anyio

# Each with the beginning and the end of a saved one, and of the right checksum where its kind has one.
POISONED = "0x9b92" + "0" * 32 + "5227"
POISONED_SOLANA = CAROL[:10] + "1111" + CAROL[14:]
POISONED_BITCOIN = "bc1qywv4jvcap6l3wax35e32d52n6yqn0uh4vt0zaq"
POISONED_TON = "EQCXAsiK6bW_UAAAjR_3pynonc4j_kEAHp8r9AtzYfs88AOj"
SUI = "0x0295d30053cd45c198c15f5afd520974d6bb60482d3fb206e3001f03525bd942"
POISONED_SUI = "0x0295" + "ab" * 28 + "d942"
TON = "EQCXAsiK6bW_UKGol7L3pynonc4j_kEAHp8r9AtzYfs88AOj"
TON_NON_BOUNCEABLE = "UQCXAsiK6bW_UKGol7L3pynonc4j_kEAHp8r9AtzYfs88F5m"
TON_RAW = "0:9702c88ae9b5bf50a1a897b2f7a729e89dce23fe41001e9f2bf40b7361fb3cf0"
SAVED = f"main={ALICE},sol={CAROL},btc={DAVE},ton={TON},sui={SUI}"
WARNING = "looks like your saved wallet “main”, but it is a different address"

SWAP = {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base"}
WITH_A_WALLET = {
    tool.name: next(name for name in ("wallets", "wallet") if name in tool.takes.model_fields)
    for tool in TOOLS
    if {"wallets", "wallet"} & set(tool.takes.model_fields)
}
OTHERWISE = {"get_token_balances": {"tokens": ["ETH"]}, "check_swap": SWAP, "prepare_swap": SWAP}


def found(named, saved=SAVED):
    return [one.saved.name for one in resemblances([named], SavedWallets.parse(saved))]


def warnings(answer):
    return [notice for notice in answer["notices"] if "looks like your saved wallet" in notice]


@pytest.mark.parametrize(
    ("named", "name"),
    [
        (POISONED, "main"),
        ("0x9B92" + "F" * 32 + "5227", "main"),  # any capitals: the address of the wallet has its own
        ("0x9b92" + "aB" * 16 + "5227", "main"),  # wrong checksum: it looks like it all the same
        (f"  {POISONED} ", "main"),
        (POISONED_SOLANA, "sol"),
        (POISONED_BITCOIN, "btc"),
        (POISONED_BITCOIN.upper(), "btc"),
        (POISONED_TON, "ton"),
        ("UQCXAsiK6bW_UAAAjR_3pynonc4j_kEAHp8r9AtzYfs88F5m", "ton"),  # the same address in another form
        ("0:9702c88ae9b5bf5000008d1ff7a729e89dce23fe41001e9f2bf40b7361fb3cf0", "ton"),
        (POISONED_SUI, "sui"),
    ],
)
def test_what_begins_and_ends_like_a_saved_address_is_found(named, name):
    assert found(named) == [name]


@pytest.mark.parametrize("named", [POISONED_SOLANA, POISONED_BITCOIN, POISONED_TON, POISONED_SUI])
def test_the_look_alikes_of_these_tests_are_real_addresses(named):
    assert parse_address(named).text == named


@pytest.mark.parametrize(
    "named",
    [
        *(ALICE, ALICE.lower(), "0x" + ALICE[2:].upper(), "0X" + ALICE[2:], ALICE[:-1] + ALICE[-1].upper()),
        *(CAROL, DAVE, DAVE.upper(), TON, TON_NON_BOUNCEABLE, TON_RAW, TON_RAW.upper(), SUI, SUI.upper()),
        *("main", "Main", "", "nobody", "vitalik.eth", "0x9B92…5227", "0x9B92", "9b92" + "0" * 32 + "5227"),
        "0x9b92" + "0" * 32 + "5228",  # another end
        "0x9b93" + "0" * 32 + "5227",  # another beginning
        "0x9b92" + "0" * 56 + "5227",  # of another kind: Sui or Aptos
        "1" * 64 + "5227",
    ],
)
def test_the_address_itself_names_and_other_addresses_are_not(named):
    assert found(named) == []


def test_only_whole_beginnings_and_ends_count_in_letters_that_differ_by_case():
    assert found(CAROL[:4].swapcase() + CAROL[4:10] + "1111" + CAROL[14:]) == []


def test_an_address_that_is_saved_is_trusted_even_where_two_of_them_look_alike():
    both = f"main={ALICE},other={POISONED}"
    assert found(POISONED, both) == found(ALICE, both) == []


def test_each_wallet_it_looks_like_is_named_once_in_the_order_they_are_saved():
    twin = "0x9b92" + "1" * 32 + "5227"
    saved = f"main={ALICE},twin={twin},again={ALICE}"
    assert found(POISONED, saved) == ["main", "twin"]
    assert len(resemblances([POISONED, POISONED.upper().replace("X", "x")], SavedWallets.parse(saved))) == 2


def test_a_saved_address_that_cannot_be_read_stands_in_nobodys_way():
    assert found(POISONED, f"broken=0x12,main={ALICE},worse=nonsense") == ["main"]
    assert found(POISONED, "") == []


@pytest.mark.parametrize(("tool", "argument"), WITH_A_WALLET.items(), ids=WITH_A_WALLET)
async def test_every_tool_that_takes_a_wallet_warns(tool, argument):
    value = [POISONED, BOB] if argument == "wallets" else POISONED
    own = [ALICE.lower(), "sol"] if argument == "wallets" else ALICE.lower()
    async with access_to(simulate(demo_world()), SAVED) as access:
        poisoned = await ask(access, tool, **{argument: value}, **OTHERWISE.get(tool, {}))
        clean = await ask(access, tool, **{argument: own}, **OTHERWISE.get(tool, {}))
        usual = await ask(access, tool, **OTHERWISE.get(tool, {}))
    (warning,) = warnings(poisoned)
    assert WARNING in warning
    assert poisoned["notices"][0] == warning
    assert warnings(clean) == warnings(usual) == []


async def test_it_is_said_in_errors_and_questions_too():
    broken = simulate(demo_world(), out_of_quota())
    async with access_to(broken, SAVED) as access:
        failed = await ask(access, "get_total_value", wallets=[POISONED])
    async with access_to(simulate(demo_world()), SAVED) as access:
        asked = await ask(access, "check_swap", wallet=POISONED, sell="ETH")
        wrong = await ask(access, "show_portfolio", wallets=["0x9B92" + "aB" * 16 + "5227"])
    assert (failed["status"], asked["status"], wrong["error"]["code"]) == ("error", "needs_input", "invalid_address")
    assert [len(warnings(answer)) for answer in (failed, asked, wrong)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("show the portfolio of {}", "looks like your saved wallet “main”"),
        ("how much USDC does {} have?", "looks like your saved wallet “main”"),
        ("send 1 ETH to {}", "looks like your saved wallet “main”"),  # which it cannot do, and says so
        ("swap 0.1 ETH for USDC on base from {}", "looks like your saved wallet “main”"),
        ("查看{}的总资产", "看起来像您保存的钱包“main”"),
        ("muéstrame el portafolio de la billetera {}", "se parece a tu billetera guardada “main”"),
        ("mostre o portfólio da carteira {}", "parece a sua carteira salva “main”"),
        ("{} のポートフォリオを見せてください", "保存済みのウォレット「main」に似ていますが"),
    ],
)
async def test_it_is_said_once_in_the_language_of_the_request(words, said):
    async with access_to(simulate(demo_world()), SAVED) as access:
        told = (await ASK_WALLET.run(access, {"request": words.format(POISONED)})).notices
        own = (await ASK_WALLET.run(access, {"request": words.format(ALICE)})).notices
    assert sum(said in notice for notice in told) == 1
    assert not any(said in notice for notice in own)


async def test_a_warning_shows_no_more_than_both_ends():
    """64 digits are an address on Sui, and may be a private key that somebody takes for one."""
    key = "0x0295" + "3c" * 28 + "d942"
    async with access_to(simulate(demo_world()), SAVED) as access:
        (warning,) = warnings(await ask(access, "get_total_value", wallets=[key]))
    assert "0x0295…d942" in warning
    assert "3c3c" not in warning


async def test_whoever_is_asked_to_agree_is_warned_before():
    """In the form itself: that is all a user sees before saying yes."""
    from mcp.client import Client

    from wallet_portfolio.tools import serving

    alike = "0x9D2C964B24FD9235B40e4DA8fE16980bFD590F23"  # holds something in the demo
    saved = f"main={alike[:6].lower()}{'0' * 32}{alike[-4:].lower()}"
    user = User(confirmed=False)
    server = serving.make_server(lambda: access_to(simulate(demo_world()), saved))
    async with Client(server, mode="auto", elicitation_callback=user) as client:
        await client.call_tool(
            "prepare_swap", {"sell": "ETH", "buy": "USDC", "amount": "0.01", "chain": "base", "wallet": alike}
        )
    (question,) = user.questions
    assert WARNING in question


def test_the_command_line_warns_on_stderr_of_an_error_and_in_an_answer():
    from typer.testing import CliRunner

    looks_like_the_demos = ["get-total-value", "--demo", "--wallets"]
    answered = CliRunner().invoke(commands, [*looks_like_the_demos, POISONED], env={"COLUMNS": "400"})
    refused = CliRunner().invoke(
        commands, [*looks_like_the_demos, "0x9B92" + "aB" * 16 + "5227"], env={"COLUMNS": "400"}
    )
    assert (answered.exit_code, refused.exit_code) == (0, 1)
    assert WARNING in answered.stdout
    assert WARNING in refused.stderr
