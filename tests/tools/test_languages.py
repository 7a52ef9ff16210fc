"""Every tool in every language: no English is left in what is said, and every figure is the one that English has."""

import re
from collections import Counter
from contextlib import asynccontextmanager

import anyio
import pytest

from support.asking import PRICE_INFO
from support.service import ALL, CHAIN_LIST, SEARCH, TOTAL, access_to, asked, out_of_quota, simulate
from support.worlds import ALICE, BOB, CAROL, DAVE, small_world, wide_world
from wallet_portfolio.app import open_access
from wallet_portfolio.assets.errors import NeedsInput
from wallet_portfolio.assets.phrases import LANGUAGES, in_language
from wallet_portfolio.settings import Settings
from wallet_portfolio.simulator import DEMO_TRADERS, DEMO_WALLETS, demo_world
from wallet_portfolio.tools import answers, questions
from wallet_portfolio.tools.asking import declined, form, question_text
from wallet_portfolio.tools.calling import to_result
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.get_total_value import get_total_value
from wallet_portfolio.tools.tool import WalletTool

pytestmark = pytest.mark.anyio

OTHERS = [language for language in LANGUAGES if language != "en"]
SAVED = ",".join(f"{name}={address}" for name, address in DEMO_WALLETS.items())
MAIN, TRADER, SOLANA = DEMO_WALLETS["main"], DEMO_TRADERS["evm"], DEMO_TRADERS["solana"]

# No word of Spanish or Portuguese, and none in the names of the demo's tokens, networks, markets and wallets.
ENGLISH = re.compile(
    r"\b(?:the|of|and|or|is|are|was|be|on|in|with|not|this|that|it|you|your|see|check|swaps?|holdings?|"
    r"wallets?|networks?|value|price|amount|because|missing|shown|which|what|would|found|please|made|could|more|than|"
    r"address|change|worth|candles|high|low|verified|within|hours|since|fee|balance)\b",
    re.IGNORECASE,
)
BORROWED = {"es": set(), "pt": {"swap", "swaps"}, "zh": set(), "ja": set()}
SCRIPT = {"zh": re.compile(r"[\u4e00-\u9fff]"), "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")}
FIGURE = re.compile(r"[<$+-]*\d[\d,]*\.\d+[%MBT]?|0x[0-9a-fA-F]{4,}…?[0-9a-fA-F]*")

SWAPS = [
    {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base", "wallet": MAIN},
    {"sell": "USDC", "buy": "ETH", "amount": "$100", "chain": "ethereum", "wallet": MAIN},
    {"sell": "ETH", "buy": "USDC", "amount": "1000", "chain": "base", "wallet": MAIN},  # more than there is
    {"sell": "ETH", "buy": "USDC", "amount": "100%", "chain": "base", "wallet": MAIN},  # something has to stay
    {"sell": "ETH", "buy": "USDC", "amount": "100", "amount_of": "buy", "chain": "base", "wallet": MAIN},
    {"sell": "SOL", "buy": "USDC", "amount": "10", "amount_of": "buy", "chain": "solana", "wallet": SOLANA},
    {"sell": "USDC", "buy": "ETH", "amount": "10", "chain": "arbitrum", "wallet": TRADER},  # nothing for gas
    {"sell": "GLADE", "buy": "ETH", "amount": "16240", "chain": "base", "wallet": TRADER},  # a great impact
    {"sell": "DRYWELL", "buy": "ETH", "amount": "1", "chain": "base", "wallet": TRADER},  # no market
    {"sell": "ETH", "buy": "USDC", "amount": "0.1", "slippage_percent": "20", "chain": "base", "wallet": MAIN},
    {"sell": "ETH", "buy": "USDC", "amount": "0.1", "wallet": MAIN},  # on several networks
    {"sell": "ETH", "buy": "SOL", "amount": "1", "wallet": MAIN},
    {"sell": "SOL", "buy": "USDC", "amount": "1", "chain": "solana", "wallet": MAIN},
    {"sell": "ETH", "buy": "ETH", "amount": "1", "wallet": MAIN},
    {"sell": "ETH", "buy": "USDC", "amount": "lots", "wallet": MAIN},
    {"sell": "ETH", "buy": "USDC", "amount": "1", "slippage_percent": "99", "wallet": MAIN},
    {"sell": "ETH", "buy": "USDC", "wallet": MAIN},
    {},
]
QUESTIONS = [
    *((name, {}) for name in ("show_portfolio", "get_total_value", "list_holdings", "find_underperformers")),
    ("show_portfolio", {"wallets": ["main", "sol", "btc"], "top": 3, "include_risky": True}),
    ("show_portfolio", {"wallets": ["empty"]}),
    ("get_total_value", {"wallets": ["main", "sol"], "chains": ["ethereum", "solana", "bitcoin"]}),
    ("get_total_value", {"asset_type": "defi", "chains": ["ethereum"]}),
    ("get_total_value", {"wallets": ["nobody"]}),
    ("get_total_value", {"wallets": ["0x123456789012345678901234567890"]}),
    ("get_total_value", {"wallets": ["btc"], "chains": ["base"]}),
    ("get_total_value", {"chains": ["polygone"]}),
    ("list_holdings", {"limit": 3, "min_value_usd": "10"}),
    ("list_holdings", {"wallets": ["empty"]}),
    ("list_holdings", {"wallets": ["main", "sol"], "include_risky": True}),
    ("list_holdings", {"cursor": "nonsense"}),
    ("list_holdings", {"min_value_usd": "much"}),
    ("list_holdings", {"limit": 0}),
    ("list_holdings", {"limits": 3}),
    ("get_token_balances", {"tokens": ["USDC", "ETH", "NOSUCH"]}),
    ("get_token_balances", {"tokens": ["SOL"], "wallets": ["main"]}),
    ("get_token_balances", {"tokens": ["NOSUCH"], "chains": ["base"]}),
    ("find_underperformers", {"max_change_percent": "-99"}),
    ("find_underperformers", {"max_change_percent": "much"}),
    ("find_underperformers", {"limit": 2, "wallets": ["main", "sol"]}),
    *(("check_swap", swap) for swap in SWAPS),
    *(("prepare_swap", swap) for swap in SWAPS[:3]),
    ("prepare_swap", {**SWAPS[0], "confirmed": True}),
    ("prepare_swap", {**SWAPS[1], "confirmed": True}),
    ("search_tokens", {"query": "BTC"}),
    ("search_tokens", {"query": "Reward"}),
    ("search_tokens", {"query": "zzzzqqq"}),
    ("search_tokens", {}),
    ("get_token_details", {"token": "USDC"}),
    ("get_token_details", {"token": "GLADE", "chain": "base"}),
    ("get_token_details", {"token": "bitcoin:native"}),
    ("get_token_details", {}),
    ("get_price_chart", {"token": "ETH", "bar": "1D", "points": 7}),
    ("get_price_chart", {"token": "bitcoin:native"}),
    ("list_supported_chains", {}),
    ("list_supported_chains", {"query": "polygone"}),
    ("list_supported_chains", {"query": "zzzz"}),
    ("list_supported_chains", {"query": "base"}),
]


def said_in(language, answer):
    """Everything in an answer that is for the user, by its place."""
    said = {"summary": answer.summary, "question": answer.question or ""}
    said |= {f"notice {place}": notice for place, notice in enumerate(answer.notices)}
    said |= {f"say {place}": step.say for place, step in enumerate(answer.next_steps)}
    for field in ("reasons", "risk"):
        said |= {f"{field} {place}": text for place, text in enumerate(getattr(answer, field, []))}
    if answer.error:
        said["error"] = answer.error.message
    with in_language(language):
        said["text"] = to_result(answer).content[0].text
    return said


def to_run(answer):
    """The next steps without their words; a cursor is another for every list."""
    steps = [(step.tool, dict(step.arguments)) for step in answer.next_steps]
    return [(tool, {name: value for name, value in given.items() if name != "cursor"}) for tool, given in steps]


def judge(language, text, english):
    """`text` says in this language what `english` says."""
    assert Counter(FIGURE.findall(text)) == Counter(FIGURE.findall(english)), (text, english)
    leaked = {word.lower() for word in ENGLISH.findall(text)} - BORROWED[language]
    assert not leaked, (leaked, text)
    if ENGLISH.search(english):
        assert text != english
        if language in SCRIPT:
            assert SCRIPT[language].search(text), text


def judge_answer(language, answer, english):
    assert answer.status == english.status
    assert answer.missing == english.missing
    assert to_run(answer) == to_run(english)
    theirs, ours = said_in("en", english), said_in(language, answer)
    assert ours.keys() == theirs.keys()
    for place, text in ours.items():
        judge(language, text, theirs[place])


async def ask(access, language, name, **arguments):
    with in_language(language):
        return await BY_NAME[name].run(access, arguments)


async def compare(access, questions, languages=OTHERS):
    for name, arguments in questions:
        english = await ask(access, "en", name, **arguments)
        for language in languages:
            judge_answer(language, await ask(access, language, name, **arguments), english)


@pytest.mark.parametrize("language", OTHERS)
async def test_every_tool(language):
    assert {name for name, _ in QUESTIONS} >= set(BY_NAME) - {"ask_wallet"}
    async with open_access(Settings(WALLET_PORTFOLIO_DEMO=True)) as access:
        await compare(access, QUESTIONS, [language])


async def test_what_is_missing_and_why():
    faults = [out_of_quota(path, chain="900050") for path in (ALL, TOTAL)]
    async with access_to(simulate(wide_world(51), *faults)) as access:
        await compare(access, [(name, {"wallets": [BOB]}) for name in ("show_portfolio", "get_total_value")])
    async with access_to(simulate(small_world(), out_of_quota(PRICE_INFO))) as access:
        await compare(access, [(name, {"wallets": [ALICE]}) for name in ("show_portfolio", "find_underperformers")])
    async with access_to(simulate(small_world(), out_of_quota(ALL, chain="501"))) as access:
        await compare(access, [("list_holdings", {"wallets": [ALICE, CAROL]})])
        await compare(access, [("get_total_value", {"wallets": [ALICE, DAVE], "chains": ["base", "solana"]})])


async def test_when_nothing_can_be_answered():
    everything = [out_of_quota(path) for path in (ALL, TOTAL, CHAIN_LIST, SEARCH, PRICE_INFO)]
    async with access_to(simulate(demo_world(), *everything), SAVED) as access:
        await compare(access, [("show_portfolio", {}), ("search_tokens", {"query": "USDC"})])
    async with access_to(simulate(demo_world())) as access:
        await compare(access, [("show_portfolio", {}), ("check_swap", {})])
    async with open_access(Settings()) as access:
        await compare(access, [("show_portfolio", {})])


@asynccontextmanager
async def slow(simulator):
    """Requests take a while, so that those who ask the same at the same time share one."""

    async def app(scope, receive, send):
        await anyio.sleep(0.1)
        await simulator(scope, receive, send)

    async with access_to(app) as access:
        yield access


async def ask_at_once(access, name, arguments):
    answers = {}

    async def one(language):
        answers[language] = await ask(access, language, name, **arguments)

    async with anyio.create_task_group() as group:
        for language in LANGUAGES:
            group.start_soon(one, language)
    return answers


@pytest.mark.parametrize("fault", [[], [out_of_quota(TOTAL)], [out_of_quota(CHAIN_LIST)]])
async def test_those_who_ask_at_once_share_the_work_and_not_the_language(fault):
    simulator = simulate(small_world(), *fault)
    async with slow(simulator) as access:
        told = await ask_at_once(access, "get_total_value", {"wallets": [DAVE]})
    assert len(asked(simulator, CHAIN_LIST)) == 1
    assert len(asked(simulator, TOTAL)) <= 1
    for language in OTHERS:
        judge_answer(language, told[language], told["en"])
    assert len({answer.summary for answer in told.values()}) == len(LANGUAGES)
    assert told["en"].status == ("error" if fault else "ok")


async def test_a_list_that_was_kept_goes_on_in_the_language_of_whoever_reads_on():
    async with access_to(simulate(small_world(), out_of_quota(ALL, chain="501"))) as access:
        first = await ask(access, "zh", "list_holdings", wallets=[ALICE, CAROL], limit=2)
        following = {
            language: await ask(access, language, "list_holdings", cursor=first.next_cursor, limit=2)
            for language in LANGUAGES
        }
    assert following["en"].notices[0].startswith("Missing: Solana of ")
    assert "Motivo: La cuota de este plan de OKX" in following["es"].notices[0]
    for language in OTHERS:
        judge_answer(language, following[language], following["en"])


async def test_a_swap_that_was_proposed_is_shown_again_in_the_language_of_whoever_asks_again():
    swap = {**SWAPS[0], "amount": "100%"}
    async with open_access(Settings(WALLET_PORTFOLIO_DEMO=True)) as access:
        await ask(access, "ja", "prepare_swap", **swap)
        again = {language: await ask(access, language, "prepare_swap", **swap) for language in LANGUAGES}
    assert any("stays in the wallet" in notice for notice in again["en"].notices)
    for language in OTHERS:
        judge_answer(language, again[language], again["en"])


IN_WORDS = WalletTool(
    "In words",
    questions.GetTotalValue,
    answers.TotalValueAnswer,
    get_total_value,
    language_of=lambda arguments: "zh" if arguments.get("wallets") != ["main"] else "es",
)


async def test_a_tool_that_is_asked_in_words_answers_in_their_language():
    async with open_access(Settings(WALLET_PORTFOLIO_DEMO=True)) as access:
        answer = await IN_WORDS.run(access, {"wallets": ["main"]})
        with IN_WORDS.speaking({"wallets": ["main"]}):
            text = to_result(answer).content[0].text
        unknown = await IN_WORDS.run(access, {"wallets": ["nobody"]})
        wrong = await IN_WORDS.run(access, {"walets": ["nobody"]})
    assert "**Activos totales**" in text
    assert "_Datos de demostración: " in text
    assert "¿Te gustaría ver" in text
    assert unknown.error.message.startswith("“nobody”既不是地址")
    assert wrong.error.message == "有一个参数无法识别。您是指 wallets 吗？"


async def test_a_form_is_in_the_language_of_the_question():
    async with open_access(Settings(WALLET_PORTFOLIO_DEMO=True)) as access:
        with in_language("ja"):
            answer = await BY_NAME["prepare_swap"].run(access, SWAPS[0])
            fields = form(answer).model_json_schema()["properties"]
            asked_for, refused = question_text(answer), declined(answer)
            several = await BY_NAME["check_swap"].run(access, SWAPS[10])
    assert fields["confirmed"]["title"] == "はい、準備してください"
    assert "準備をしますか？" in asked_for
    assert refused.notices[-1] == "回答がなかったため、何も行いませんでした。"
    assert several.missing == ["chain"]
    assert several.next_steps[0].say.endswith("を使う")


def test_a_question_without_a_catalog_is_the_plain_one():
    assert NeedsInput("Which?", ["wallets"]).question == "Which?"
