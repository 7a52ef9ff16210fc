"""An address that looks like a saved wallet's is warned of when it is named as a token too."""

import pytest

from support.asking import ask
from support.service import access_to, simulate
from support.worlds import ALICE, CAROL
from wallet_portfolio.simulator import demo_world
from wallet_portfolio.tools.catalog import TOOLS
from wallet_portfolio.tools.questions import Question

pytestmark = pytest.mark.anyio

POISONED = "0x9b92" + "0" * 32 + "5227"
POISONED_SOLANA = CAROL[:10] + "1111" + CAROL[14:]
SAVED = f"main={ALICE},sol={CAROL}"
SWAP = {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base"}
PLACES = [
    *(("get_token_balances", {"tokens": ["ETH", form]}) for form in ("{}", "base:{}", " {} ")),
    *(("get_token_details", {"token": form, "chain": "base"}) for form in ("{}", "base:{}")),
    ("get_price_chart", {"token": "{}"}),
    *((tool, {**SWAP, side: form}) for tool in ("check_swap", "prepare_swap") for side in ("sell", "buy")
      for form in ("{}", "ethereum:{}")),
    *(("search_tokens", {"query": form}) for form in ("{}", "base:{}", "what is {}?")),
]  # fmt: skip


def filled(arguments, address):
    """With the address where it belongs."""

    def put(value):
        return [put(one) for one in value] if isinstance(value, list) else value.replace("{}", address)

    return {name: put(value) for name, value in arguments.items()}


def warnings(answer):
    return [notice for notice in answer["notices"] if "looks like your saved wallet" in notice]


@pytest.mark.parametrize(("tool", "arguments"), PLACES)
async def test_every_argument_that_takes_a_token_warns_once(tool, arguments):
    async with access_to(simulate(demo_world()), SAVED) as access:
        poisoned = await ask(access, tool, **filled(arguments, POISONED))
        own = await ask(access, tool, **filled(arguments, ALICE))
    (warning,) = warnings(poisoned)
    assert "“main”" in warning
    assert poisoned["notices"][0] == warning
    assert warnings(own) == []


async def test_on_other_networks_too():
    async with access_to(simulate(demo_world()), SAVED) as access:
        for address in (POISONED_SOLANA, f"solana:{POISONED_SOLANA}"):
            (warning,) = warnings(await ask(access, "get_token_details", token=address))
            assert "“sol”" in warning


def test_no_argument_of_any_tool_is_forgotten():
    """Every text but those that are numbers, networks, choices or positions is looked at."""
    never = {"chains", "chain", "min_value_usd", "max_change_percent", "amount", "slippage_percent", "cursor", "limit"}
    never |= {"top", "points", "bar", "asset_type", "amount_of", "include_risky", "confirmed", "details"}
    for tool in TOOLS:
        takes: type[Question] = tool.takes
        for name in takes.model_fields.keys() - never:
            if (tool.name, name) == ("list_supported_chains", "query"):
                continue
            several = name in ("wallets", "tokens")
            needed = {"tokens": ["ETH"]} if tool.name == "get_token_balances" else {}
            needed = {"request": "hello"} if tool.name == "ask_wallet" else needed
            question = takes.model_validate({**needed, name: [POISONED] if several else POISONED})
            assert POISONED in question.named_addresses(), (tool.name, name)
