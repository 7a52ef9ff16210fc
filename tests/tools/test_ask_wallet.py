"""Requests in plain words over MCP: the right tool, and the language of the request."""

import re

import anyio
import pytest
from mcp.client import Client

from support.answers import check, text_of
from support.asking import ask
from support.service import CHAIN_LIST, TOTAL, access_to, out_of_quota, simulate
from wallet_portfolio.app import make_server, open_access
from wallet_portfolio.assets.phrases import LANGUAGES
from wallet_portfolio.intents.router import LONGEST_REQUEST
from wallet_portfolio.settings import Settings
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world
from wallet_portfolio.tools.catalog import BY_NAME

from .plain_words import DEMO_NOTICES, SAME, SAVED, SWAP
from .test_languages import FIGURE, OTHERS, judge_answer

pytestmark = pytest.mark.anyio

ENVELOPE = ("status", "summary", "as_of", "notices", "missing", "question", "error")
# What is asked, what it leads to, and what the words state.
ANSWERED = [
    ("which networks do you support?", "supported_chains", {}, "list_supported_chains", {}),
    ("what is my wallet worth in total?", "total_value", {}, "get_total_value", {}),
    ("show everything I hold", "all_balances", {}, "list_holdings", {}),
    (
        "how much USDC do I have on Base?",
        "token_balances",
        {"chains": ["8453"], "tokens": ["USDC"]},
        "get_token_balances",
        {"tokens": ["USDC"], "chains": ["base"]},
    ),
    ("show my portfolio", "portfolio_overview", {}, "show_portfolio", {}),
    (
        "swap 0.1 ETH for USDC on Base",
        "pre_swap_check",
        {**SWAP, "amount": "0.1", "amount_of": "sell"},
        "check_swap",
        {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base"},
    ),
    ("which of my coins are losing money?", "sell_underperformers", {}, "find_underperformers", {}),
    ("what is the market cap of PEPE?", "token_details", {"tokens": ["PEPE"]}, "get_token_details", {"token": "PEPE"}),
    ("price chart of ETH", "price_chart", {"tokens": ["ETH"]}, "get_price_chart", {"token": "ETH"}),
    (
        "find the token contract address of BONK",
        "token_search",
        {"tokens": ["BONK"]},
        "search_tokens",
        {"query": "BONK"},
    ),
]
CANNOT = {
    "en": ("write a python script that sorts a list", "That is something I cannot do."),
    "zh": ("帮我写一首关于大海的诗", "这个我做不到。"),
    "es": ("escríbeme un poema sobre el mar, por favor", "Eso no puedo hacerlo."),
    "pt": ("escreva um poema sobre o mar para mim, por favor", "Isso eu não consigo fazer."),
    "ja": ("海についての詩を書いてください", "それは私にはできません。"),
}


@pytest.mark.parametrize(("request_", "intent", "slots", "tool", "arguments"), ANSWERED)
async def test_each_intent_is_answered_by_its_tool(demo, request_, intent, slots, tool, arguments):
    answer = await demo.ask("ask_wallet", request=request_)
    assert (answer["status"], answer["intent"], answer["slots"]) == ("ok", intent, slots)
    assert 0.5 < answer["confidence"] <= 1
    inner = answer["answer"]
    for field in ENVELOPE:
        assert answer[field] == inner[field], field
    direct = await demo.ask(tool, **arguments)
    assert inner.keys() == direct.keys()
    moving = {"as_of", "next_cursor", "next_steps"}
    if intent == "price_chart":
        moving |= {"candles", "summary", "change_percent", "high", "low"}
    for field in inner.keys() - moving:
        assert inner[field] == direct[field], field
    assert [step["tool"] for step in answer["next_steps"]] == [step["tool"] for step in direct["next_steps"]]


async def test_a_question_about_several_tokens_goes_on_with_the_others(demo):
    answer = await demo.ask("ask_wallet", request="what is the market cap of PEPE, USDC and ETH?")
    assert answer["slots"] == {"tokens": ["PEPE", "USDC", "ETH"]}
    assert answer["answer"]["token"]["symbol"] == "PEPE"
    further = [step for step in answer["next_steps"] if step["tool"] == "get_token_details"]
    assert [step["arguments"]["token"] for step in further] == ["USDC", "ETH"]
    for step in further:
        assert (await demo.ask(step["tool"], **step["arguments"]))["status"] == "ok"


async def test_a_wallet_may_be_named_or_written_out(demo):
    named = await demo.ask("ask_wallet", request="what is in my sol wallet?")
    assert named["slots"] == {"wallets": ["sol"]}
    written = await demo.ask("ask_wallet", request=f"show everything {DEMO_WALLETS['sol']} holds")
    assert written["answer"]["holdings"] == named["answer"]["holdings"]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("intent", ["total_value", "pre_swap_check"])
async def test_everything_said_is_in_the_language_of_the_request_and_figures_are_the_same(intent, language):
    async with open_access(Settings(WALLET_PORTFOLIO_DEMO=True)) as access:
        english, theirs = [
            await BY_NAME["ask_wallet"].run(access, {"request": SAME[intent][spoken]}) for spoken in ("en", language)
        ]
    assert (english.intent, theirs.intent) == (intent, intent)
    assert theirs.slots == english.slots
    assert FIGURE.findall(theirs.summary)
    assert theirs.notices[0] == DEMO_NOTICES[language]
    judge_answer(language, theirs, english)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_text_is_in_the_language_of_the_request(demo, language):
    result = await demo.call("ask_wallet", {"request": SAME["total_value"][language]})
    answer = check(demo.tools, "ask_wallet", result)
    assert f"\n\n_{DEMO_NOTICES[language]}_\n" in text_of(result)
    spoken = {
        "en": "Would you like to ",
        "zh": "您想",
        "es": "¿Te gustaría ",
        "pt": "Você gostaria de ",
        "ja": "次に「",
    }
    assert spoken[language] in text_of(result)
    assert FIGURE.findall(answer["summary"]) == ["$30,462.18"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_it_cannot_do_is_said_kindly_with_what_it_can(demo, language):
    request, said = CANNOT[language]
    answer = await demo.ask("ask_wallet", request=request)
    assert (answer["status"], answer["intent"], answer["answer"]) == ("ok", "out_of_scope", None)
    assert answer["summary"].startswith(said)
    assert answer["notices"] == [DEMO_NOTICES[language]]
    assert not re.search(r"[a-z]+_[a-z]+", answer["summary"])
    for step in answer["next_steps"]:
        assert (await demo.ask(step["tool"], **step["arguments"]))["status"] == "ok"


async def test_errors_of_the_tool_are_its_own_in_the_language_of_the_request(over):
    everything = [out_of_quota(path) for path in (CHAIN_LIST, TOTAL)]
    async with over(simulate(demo_world(), *everything), SAVED) as session:
        answer = await session.ask("ask_wallet", request=SAME["total_value"]["es"])
        assert answer["error"]["code"] == "quota_exhausted"
        assert answer["error"] == answer["answer"]["error"]
        assert "cuota" in answer["summary"]
        assert answer["intent"] == "total_value"


async def test_without_credentials_it_says_the_three_steps_in_the_language_of_the_request(unconfigured):
    for language, request in SAME["total_value"].items():
        answer = await unconfigured.ask("ask_wallet", request=request)
        assert answer["error"]["code"] == "not_configured"
        assert all(step in answer["summary"] for step in ("1. ", "2. ", "3. "))
        assert ("Three steps" in answer["summary"]) == (language == "en")


async def test_a_request_that_is_too_long_is_refused_in_its_language_and_one_of_spaces_is_out_of_scope(demo):
    longest = "显示我的投资组合。".ljust(LONGEST_REQUEST)
    assert (await demo.ask("ask_wallet", request=longest))["status"] == "ok"
    refused = await demo.ask("ask_wallet", request="显示我的投资组合。" * 1_000)
    assert refused["error"]["code"] == "invalid_input"
    assert refused["notices"] == [DEMO_NOTICES["zh"]]
    assert "4000" in refused["summary"]
    assert (await demo.ask("ask_wallet", request=" \n"))["intent"] == "out_of_scope"


async def test_those_who_ask_at_once_are_each_answered_in_their_language():
    said = {}
    async with access_to(simulate(demo_world()), SAVED) as access:

        async def one(language, request):
            said[language] = await ask(access, "ask_wallet", request=request)

        async with anyio.create_task_group() as group:
            for language, request in SAME["token_balances"].items():
                group.start_soon(one, language, request)
    assert len({answer["next_steps"][0]["say"] for answer in said.values()}) == len(LANGUAGES)
    assert {answer["answer"]["holdings"][0]["amount"] for answer in said.values()} == {"1820.114233"}


async def test_progress_is_told_through_it_too(mode):
    heard = []

    async def hear(done, of, what):
        heard.append((done, of))

    async with Client(make_server(Settings(WALLET_PORTFOLIO_DEMO=True)), mode=mode) as client:
        request = {"request": "what are my main and sol wallets worth in total?"}
        await client.call_tool("ask_wallet", request, progress_callback=hear)
    assert heard == [(1, 2), (2, 2)]
