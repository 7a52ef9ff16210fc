"""Counting what was right."""

import pytest

from router_training.scoring import Outcome, Tally, by_intent, by_language, calibration, confusion, outcomes, stated
from router_training.sentences import Sentence
from wallet_portfolio.intents.request import Reading, Request, Slots


def outcome(intents, answer, confidence=0.95, *, lang="en", close=False, slots=None, **labels):
    sentence = Sentence(id="a", lang=lang, text="words", intent=intents, **labels)
    return Outcome(sentence, Request(Reading(answer, confidence, slots or Slots()), close=close))


RIGHT = outcome(("price_chart",), "price_chart")
SECOND = outcome(("price_chart", "token_details"), "token_details", 0.6, close=True)
LEAK = outcome(("out_of_scope",), "total_value", 0.85, lang="zh-Hant")
UNSURE = outcome(("total_value",), "all_balances", 0.4, lang="zh", tokens=["ETH"])
ALL = [RIGHT, SECOND, LEAK, UNSURE]


def test_stated_labels_look_like_stated_slots():
    sentence = Sentence(id="a", lang="en", text="x", intent=("total_value",), chains=["1"], include_risky=False)
    assert (
        stated(sentence)
        == {"chains": ["1"], "include_risky": False}
        == Slots(chains=("1",), include_risky=False).stated()
    )


def test_everything_is_counted():
    tally = Tally.of(ALL)
    counts = (tally.count, tally.right_intents, tally.right_slots, tally.out_of_scope, tally.leaks)
    assert counts == (4, 2, 3, 1, 1)
    assert (tally.wrong_and_sure, tally.asked) == (1, 1)
    assert tally.share(tally.right_intents) == pytest.approx(0.5)
    assert tally.leak_share == 1


def test_nothing_counts_as_nothing_wrong():
    assert Tally.of([]).share(0) == 1
    assert Tally.of([RIGHT]).leak_share == 0


def test_a_slot_that_is_made_up_is_wrong():
    assert not outcome(("price_chart",), "price_chart", slots=Slots(tokens=("ETH",))).has_right_slots
    assert outcome(("price_chart",), "price_chart", slots=Slots(tokens=("ETH",)), tokens=["ETH"]).has_right_slots


def test_outcomes_are_grouped_by_language_and_by_intent():
    assert {name: len(some) for name, some in by_language(ALL).items()} == {"en": 2, "zh": 2}
    assert {name: len(some) for name, some in by_intent(ALL).items()} == {
        "out_of_scope": 1,
        "price_chart": 2,
        "total_value": 1,
    }


def test_an_accepted_second_intent_is_no_confusion():
    assert confusion(ALL) == {
        ("price_chart", "price_chart"): 1,
        ("token_details", "token_details"): 1,
        ("out_of_scope", "total_value"): 1,
        ("total_value", "all_balances"): 1,
    }


def test_bins_are_by_confidence():
    edges = [outcome(("price_chart",), "price_chart", confidence) for confidence in (0.0, 1.0)]
    bins = {place.low: (len(place.confidences), place.right) for place in calibration([*ALL, *edges])}
    assert sum(count for count, _ in bins.values()) == 6
    assert sum(right for _, right in bins.values()) == 4


def test_sentences_are_routed_as_they_stand():
    (found,) = outcomes(None, [Sentence(id="a", lang="en", text="hello", intent=("out_of_scope",))])
    assert found.has_right_intent
    assert found.has_right_slots
    assert not found.leaks
