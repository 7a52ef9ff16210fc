"""What a reading leads to: a tool, arguments that it takes, and words for the user."""

from pathlib import Path
from typing import get_args

import pytest

from router_training.sentences import read
from support.worlds import ALICE, CAROL, USDC_ETHEREUM
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.intents.readings import as_offer, further_offers
from wallet_portfolio.intents.request import Intent, Reading, Slots
from wallet_portfolio.intents.router import route
from wallet_portfolio.tools.direct import DIRECT_BY_NAME

SENTENCES = [*read(sorted((Path(__file__).parent / "sentences").glob("*.jsonl")))]
TOOLS = {
    "supported_chains": "list_supported_chains",
    "total_value": "get_total_value",
    "all_balances": "list_holdings",
    "token_balances": "get_token_balances",
    "portfolio_overview": "show_portfolio",
    "pre_swap_check": "check_swap",
    "sell_underperformers": "find_underperformers",
    "token_details": "get_token_details",
    "price_chart": "get_price_chart",
    "token_search": "search_tokens",
}
ABOUT = {"wallets": (ALICE, "main"), "chains": ("8453", "1"), "include_risky": True}
ASKED = {"wallets": [ALICE, "main"], "chains": ["8453", "1"], "include_risky": True}
FULL = Slots(
    **ABOUT,
    tokens=("SOL", USDC_ETHEREUM, "BONK"),
    sell="SOL",
    buy="BONK",
    amount="50%",
    amount_of="sell",
    asset_type="defi",
)
SWAP = {"sell": "SOL", "buy": "BONK", "amount": "50%", "amount_of": "sell", "chain": "8453", "wallet": ALICE}


def offered(intent, slots=FULL):
    offer = as_offer(Reading(intent, 0.9, slots))
    return offer.tool, dict(offer.arguments)


def taken(offer):
    """The arguments as the tool reads them; raises where it would refuse them."""
    return DIRECT_BY_NAME[offer.tool].takes.model_validate(dict(offer.arguments))


def offers_of(reading):
    return [offer for offer in (as_offer(reading), *further_offers(reading)) if offer]


def test_every_intent_but_one_leads_to_its_tool():
    assert {*TOOLS, "out_of_scope"} == {*get_args(Intent)}
    assert {intent: offered(intent)[0] for intent in TOOLS} == TOOLS
    assert as_offer(Reading("out_of_scope", 1.0, FULL)) is None
    assert further_offers(Reading("out_of_scope", 1.0, FULL)) == []


@pytest.mark.parametrize(
    ("intent", "arguments"),
    [
        ("supported_chains", {"query": "Base, Ethereum"}),
        ("total_value", {**ASKED, "asset_type": "defi"}),
        ("all_balances", ASKED),
        ("token_balances", {**ASKED, "tokens": ["SOL", USDC_ETHEREUM, "BONK"]}),
        ("portfolio_overview", ASKED),
        ("sell_underperformers", ASKED),
        ("pre_swap_check", SWAP),
        ("token_details", {"token": "SOL", "chain": "8453"}),
        ("price_chart", {"token": "SOL", "chain": "8453"}),
        ("token_search", {"query": "SOL", "chains": ["8453", "1"]}),
    ],
)
def test_the_tool_is_told_what_the_words_state(intent, arguments):
    assert offered(intent) == (TOOLS[intent], arguments)


@pytest.mark.parametrize("intent", TOOLS)
def test_what_is_not_stated_is_not_passed_on(intent):
    assert offered(intent, Slots())[1] == {}
    assert offered(intent, Slots(include_risky=False))[1] == {}


@pytest.mark.parametrize("intent", TOOLS)
def test_the_arguments_are_those_that_the_tool_takes(intent):
    for slots in (FULL, Slots(tokens=("ETH",)), Slots(tokens=(USDC_ETHEREUM,), wallets=(CAROL,), include_risky=False)):
        for offer in offers_of(Reading(intent, 0.9, slots)):
            assert taken(offer).model_dump(include=set(offer.arguments)) == dict(offer.arguments)


@pytest.mark.parametrize(
    ("intent", "told", "rest"),
    [
        ("token_details", "token", {"chain": "8453"}),
        ("price_chart", "token", {"chain": "8453"}),
        ("token_search", "query", {"chains": ["8453", "1"]}),
    ],
)
def test_each_further_token_is_offered_on_its_own(intent, told, rest):
    offers = further_offers(Reading(intent, 0.9, FULL))
    assert [(offer.tool, dict(offer.arguments)) for offer in offers] == [
        (TOOLS[intent], {told: USDC_ETHEREUM, **rest}),
        (TOOLS[intent], {told: "BONK", **rest}),
    ]


def test_a_network_that_is_not_listed_is_asked_for_by_its_name():
    reading = Reading("supported_chains", 0.9, Slots(chains=("8453",)), ("Hedera",))
    assert as_offer(reading).arguments == {"query": "Base, Hedera"}
    assert as_offer(route("Is Hedera supported?").best).arguments == {"query": "Hedera"}


@pytest.mark.parametrize(
    "intent", [intent for intent in TOOLS if not intent.startswith(("token_d", "price", "token_s"))]
)
def test_a_question_that_is_answered_at_once_has_no_further_steps(intent):
    assert further_offers(Reading(intent, 0.9, FULL)) == []


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (Slots(sell="SOL", buy="BONK"), "Check a swap of SOL for BONK"),
        (Slots(buy="BONK"), "Check buying BONK"),
        (Slots(sell="SOL"), "Check selling SOL"),
        (Slots(), "Check a swap"),
    ],
)
def test_a_swap_is_only_ever_checked_and_says_so(slots, words):
    assert str(as_offer(Reading("pre_swap_check", 0.9, slots)).say) == words


@pytest.mark.parametrize("intent", TOOLS)
@pytest.mark.parametrize("slots", [FULL, Slots()])
def test_what_is_said_names_no_tool_and_no_number(intent, slots):
    for offer in offers_of(Reading(intent, 0.9, slots)):
        assert "_" not in offer.say
        assert "8453" not in offer.say
        assert USDC_ETHEREUM not in offer.say


@pytest.mark.parametrize("token", ["A\u202eB", "A\nB", "A\x1b[31m", "[A](https://evil.example)"])
def test_what_is_said_of_a_token_is_plain_text(token):
    said = str(as_offer(Reading("token_details", 0.9, Slots(tokens=(token,)))).say)
    assert not {"\u202e", "\n", "\x1b"} & set(said)
    assert "https://" not in said


def test_no_request_leads_to_a_preparation_and_every_complete_one_to_arguments_that_are_taken():
    for sentence in SENTENCES:
        request = route(sentence.text)
        for reading in (request.best, *request.alternatives):
            offers = offers_of(reading)
            assert "prepare_swap" not in [offer.tool for offer in offers]
            if "tokens" not in reading.missing(has_wallet=True):
                for offer in offers:
                    taken(offer)


@pytest.mark.parametrize("count", [10, 33])
def test_a_question_about_many_networks_is_taken(count):
    chains = tuple(chain.index for chain in Chains.builtin())[:count]
    taken(as_offer(Reading("supported_chains", 0.9, Slots(chains=chains))))
