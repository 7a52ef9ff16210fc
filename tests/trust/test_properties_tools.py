"""Any JSON as arguments of any tool: a valid answer, never a crash. Over MCP, and where MCP hands over."""

import json
import logging
from contextlib import asynccontextmanager, contextmanager
from decimal import Decimal
from types import SimpleNamespace

import jsonschema
import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import example, given
from hypothesis import strategies as st
from mcp.client import Client

from okx.virtual_time import run_virtually
from support.answers import text_of
from support.service import access_to, simulate
from support.worlds import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    ETH,
    FAKE_USDC,
    USDC,
    USDC_ETHEREUM,
    USDC_SOLANA,
    small_world,
)
from trust.effort import tries
from wallet_portfolio.assets.errors import ErrorCode
from wallet_portfolio.tools.calling import to_result
from wallet_portfolio.tools.catalog import BY_NAME, TOOLS
from wallet_portfolio.tools.serving import make_server

SAVED = f"main={ALICE},cold={DAVE}"
NAMES = [tool.name for tool in TOOLS]
FIELDS = sorted({field for tool in TOOLS for field in tool.takes.model_fields})
CODES = set(ErrorCode.__args__)
VALIDATORS = {tool.name: jsonschema.Draft202012Validator(tool.answers.model_json_schema()) for tool in TOOLS}

# What is nearly right gets further in than what is made up of nothing.
TEXTS = [
    "", " ", "0", "1", "-1", "1e3", "1e-7", "1e999", "NaN", "Infinity", "0.000000000000000001", "9" * 70, "50%",
    "100%", "101%", "$100", "$1e9", "1,500", "0,5", "٣", "½", ALICE, BOB, CAROL, DAVE, ALICE.lower(), ALICE[:-1],
    f"{ALICE},{CAROL}", "main", "cold", "MAIN", "Main ", "vitalik.eth", "ETH", "eth", "SOL", "USDC", "usdc",
    "native", ":", "1:", ":USDC", "ethereum:native", "base:ETH", "ethereum:USDC", f"ethereum:{USDC_ETHEREUM}",
    f"1:{USDC_ETHEREUM}", USDC_ETHEREUM, USDC_SOLANA, FAKE_USDC, "ethereum", "Ethereum", "1", "8453", "solana",
    "base,solana", "all", "tokens", "defi", "sell", "buy", "1H", "1D", "3M", "bitcoin", "nowhere", "e30", "\x00",
    "\x1b[31m", "\u202eETH", "{}", "[]", "null", "true", "__proto__", "../../etc/passwd", "'; DROP TABLE", "{name}",
    "%s%n", "{0.__class__}", "how much ETH do I have", "swap half my ETH for USDC", "cuánto vale mi cartera",
    "我的资产", "a" * 299, "a" * 301,
]  # fmt: skip
numbers = st.integers() | st.integers(-2, 310) | st.floats() | st.sampled_from([10**400, -(2**63), 1e308, 5e-324, -0.0])
texts = st.sampled_from(TEXTS) | st.text(max_size=40)
leaves = st.none() | st.booleans() | numbers | texts
any_json = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
likely = texts | st.lists(texts, max_size=4) | st.integers(0, 300) | st.booleans() | any_json


@st.composite
def calls(draw):
    """A tool, and arguments of which most have names that it knows."""
    tool = BY_NAME[draw(st.sampled_from(NAMES))]
    own = st.sampled_from([*tool.takes.model_fields])
    names = draw(st.lists(own | own | own | st.sampled_from(FIELDS) | texts, max_size=7, unique=True))
    return tool.name, {name: draw(likely) for name in names}


@contextmanager
def nothing_went_wrong_inside():
    """A fault of the program is told to the user without a word of it; the log has it."""
    seen = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = seen.append
    logger = logging.getLogger("wallet_portfolio")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    assert not seen, [logging.Formatter().format(record) for record in seen]


def check_envelope(name, result):
    answer = result.structured_content
    VALIDATORS[name].validate(answer)
    json.dumps(answer, allow_nan=False, ensure_ascii=False).encode()  # no half characters
    assert result.is_error == (answer["status"] == "error") == (answer["error"] is not None)
    assert bool(answer["question"]) == bool(answer["missing"]) == (answer["status"] == "needs_input")
    assert answer["summary"].strip()
    assert text_of(result).startswith(answer["summary"])
    if answer["error"]:
        assert answer["error"]["code"] in CODES
        assert answer["error"]["message"].strip()
        assert len(answer["error"]["message"]) < 2_000
    for step in answer["next_steps"]:
        assert step["tool"] in BY_NAME
        jsonschema.validate(step["arguments"], BY_NAME[step["tool"]].takes.model_json_schema())
    for amount in _amounts(answer):
        assert isinstance(amount, str)
        assert format(Decimal(amount), "f") == amount
    return answer


def _amounts(part):
    """Every figure of money or tokens in an answer."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key.endswith(("_usd", "_percent", "amount")) and value is not None:
                yield value
            elif key not in ("arguments", "slots"):
                yield from _amounts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _amounts(value)


def answer_of(name, arguments, saved=SAVED):
    """What the dispatcher makes of arguments. Time is virtual."""

    async def main():
        simulator = simulate(small_world(tokens=(ETH, USDC)))
        async with access_to(simulator, saved) as access:
            result = to_result(await BY_NAME[name].run(access, arguments))
        return result, simulator

    with nothing_went_wrong_inside():
        result, simulator = run_virtually(main)
    assert simulator.violations == []  # what nonsense is asked, nonsense is not sent
    return check_envelope(name, result)


@tries(200)
@given(calls(), st.sampled_from([SAVED, ""]))
@example(("check_swap", {"sell": "ETH", "buy": "USDC", "amount": "1e-7"}), SAVED)
@example(("check_swap", {"sell": "ETH", "buy": "USDC", "amount": "0." + "0" * 70 + "1", "chain": "ethereum"}), SAVED)
@example(("check_swap", {"sell": "ETH", "buy": "USDC", "amount": "9" * 80, "amount_of": "buy"}), SAVED)
@example(("ask_wallet", {"request": "how much ETH do I have", "details": {"": [[]]}}), SAVED)
@example(("get_token_balances", {"tokens": ["\ud800"], "wallets": ["\udfff"]}), SAVED)
@example(("list_supported_chains", {"query": "\ud800" * 300}), "")
def test_whatever_json_comes_the_answer_is_a_valid_envelope(call, saved):
    answer_of(*call, saved)


@tries(40)
@given(
    st.text(st.characters() | st.characters(categories=("Cs",)), min_size=1, max_size=200) | texts,
    st.sampled_from([SAVED, ""]),
)
def test_any_request_in_plain_words_is_answered(request, saved):
    answer_of("ask_wallet", {"request": request}, saved)


@pytest.fixture(scope="module")
def portal():
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture(scope="module")
def client(portal):
    """An MCP client of the real server, for all examples: what one asks may not hurt the next."""
    simulator = simulate(small_world(tokens=(ETH, USDC)))

    @asynccontextmanager
    async def connected():
        async with Client(make_server(lambda: access_to(simulator, SAVED))) as opened:
            yield SimpleNamespace(call=opened.call_tool, simulator=simulator)

    with portal.wrap_async_context_manager(connected()) as opened:
        yield opened


@tries(60)
@given(calls())
@example(("get_total_value", {"wallets": {"deep": {"er": [[[[[[]]]]]]}}}))
@example(("list_holdings", {"limit": 10**400}))
def test_whatever_json_comes_over_mcp_the_answer_is_a_valid_envelope(portal, client, call):
    name, arguments = call
    arguments = json.loads(
        json.dumps(arguments).replace("NaN", "null").replace("-Infinity", "0").replace("Infinity", "0")
    )
    with nothing_went_wrong_inside():
        check_envelope(name, portal.call(client.call, name, arguments))
    assert client.simulator.violations == []


def test_the_server_of_all_those_still_answers(portal, client):
    answer = check_envelope("get_total_value", portal.call(client.call, "get_total_value", {"wallets": [BOB]}))
    assert answer["status"] == "ok"
