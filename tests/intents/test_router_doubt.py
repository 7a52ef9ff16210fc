"""What a request lacks, what else it may mean, and how it is handed on as JSON."""

import json

import pytest

from intents.everyday import CHINESE, ENGLISH, JAPANESE, SPANISH
from support.worlds import CAROL
from wallet_portfolio.intents.request import Reading, Request, Slots
from wallet_portfolio.intents.router import route

KEYS = ["intent", "confidence", "slots", "missing", "alternatives"]
SLOTS = {"wallets", "chains", "tokens", "sell", "buy", "amount", "amount_of", "asset_type", "include_risky"}
VAGUE = ["how much do I have", "price", "wallet", "ETH Base", "SOL", "and now?", "bitcoin", "money", "show me", "多少"]


@pytest.mark.parametrize(
    ("text", "names", "missing"),
    [
        ("swap half my SOL for BONK", (), ["wallet"]),
        ("swap half my SOL for BONK", ("main",), []),
        (f"swap half the SOL of {CAROL} for BONK", (), []),
        ("buy PEPE", ("main",), ["sell", "amount"]),
        ("buy PEPE", (), ["sell", "amount", "wallet"]),
        ("sell 10 LINK", ("main",), ["buy"]),
        ("swap all of it", (), ["sell", "buy", "wallet"]),
        ("show chart", (), ["tokens"]),
        ("price of LINK", (), []),
        ("what is my wallet worth", (), ["wallet"]),
        ("what is my wallet worth", ("main",), []),
        ("which of my tokens are losing money", (), ["wallet"]),
        ("is Base supported", (), []),
        ("hello", (), []),
    ],
)
def test_what_has_to_be_known_and_is_not_stated_is_missing(text, names, missing):
    assert [*route(text, names).missing] == missing


@pytest.mark.parametrize("text", [*(text for text, *_ in ENGLISH[::3]), "show everything of it", "hello", ""])
def test_the_json_has_five_keys_and_only_stated_slots(text):
    answer = route(text).as_json()
    assert [*answer] == KEYS
    assert answer["slots"].keys() <= SLOTS
    assert None not in answer["slots"].values()
    for alternative in answer["alternatives"]:
        assert [*alternative] == ["intent", "confidence", "slots"]
    assert json.loads(json.dumps(answer)) == answer
    assert answer["confidence"] == round(answer["confidence"], 3)


def test_the_json_of_the_design():
    answer = dict(route("swap half my SOL for BONK").as_json())
    assert answer.pop("confidence") > 0.8
    assert answer == {
        "intent": "pre_swap_check",
        "slots": {"sell": "SOL", "buy": "BONK", "amount": "50%", "amount_of": "sell"},
        "missing": ["wallet"],
        "alternatives": [],
    }


def test_everything_that_a_request_can_state_is_in_its_json():
    slots = Slots(("a",), ("1",), ("T",), "S", "B", "1", "buy", "defi", include_risky=False)
    request = Request(Reading("pre_swap_check", 0.98765, slots), (Reading("total_value", 0.1),), ("wallet",))
    assert request.as_json() == {
        "intent": "pre_swap_check",
        "confidence": 0.988,
        "slots": {
            "wallets": ["a"],
            "chains": ["1"],
            "tokens": ["T"],
            "sell": "S",
            "buy": "B",
            "amount": "1",
            "amount_of": "buy",
            "asset_type": "defi",
            "include_risky": False,
        },
        "missing": ["wallet"],
        "alternatives": [{"intent": "total_value", "confidence": 0.1, "slots": {}}],
    }


@pytest.mark.parametrize("text", [*VAGUE, *(text for text, *_ in ENGLISH[::4])])
def test_alternatives_are_few_other_intents_worth_naming_the_likeliest_first(text):
    request = route(text)
    likely = [reading.confidence for reading in request.alternatives]
    assert len(likely) <= 2
    assert likely == sorted(likely, reverse=True)
    assert all(confidence >= 0.1 for confidence in likely)
    intents = [request.best.intent, *(reading.intent for reading in request.alternatives)]
    assert len(set(intents)) == len(intents)
    assert request.best.confidence + sum(likely) <= 1.0001


def test_vague_words_have_alternatives_and_are_close():
    assert any(route(text).alternatives for text in VAGUE)
    assert any(route(text).close for text in VAGUE)


@pytest.mark.parametrize("text", [text for text, *_ in [*ENGLISH[::4], *CHINESE[::4], *SPANISH[::4]]])
def test_a_clear_sentence_is_not_close(text):
    assert not route(text).close


@pytest.mark.parametrize("text", [*VAGUE, "hello", "send it", *(text for text, *_ in JAPANESE)])
def test_a_doubtful_reading_and_two_as_likely_are_close(text):
    request = route(text)
    second = max((reading.confidence for reading in request.alternatives), default=0)
    if request.best.confidence < second + 0.1:
        assert request.close
    if request.best.confidence < 0.45 and request.best.intent != "out_of_scope":
        assert request.close
    if request.best.confidence > 0.6:
        assert not request.close
