"""What the shipped weights are worth on sentences that they were not trained on."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from router_training.scoring import Tally, by_intent, by_language, calibration, outcomes
from router_training.sentences import read, training_sentences
from wallet_portfolio.assets.phrases import LANGUAGES
from wallet_portfolio.intents.request import Intent

FOLDER = Path(__file__).parent / "sentences"


@cache
def sentences():
    return [*read(sorted(FOLDER.glob("*.jsonl")))]


@cache
def routed():
    return outcomes(None, sentences())


def mistakes(some):
    """For whoever reads a failure."""
    return [
        f"{outcome.sentence.text} → {outcome.request.best.intent} {outcome.request.best.slots.stated()}"
        for outcome in some
        if not (outcome.has_right_intent and outcome.has_right_slots)
    ]


def bare(text):
    return "".join(filter(str.isalnum, text.casefold()))


def test_there_are_sentences_in_every_language_for_every_intent():
    assert set(by_language(routed())) == {*LANGUAGES}
    assert set(by_intent(routed())) == {*get_args(Intent)}
    assert len(sentences()) >= 600
    assert [name for name, count in Counter(sentence.id for sentence in sentences()).items() if count > 1] == []


def test_english_is_understood():
    english = by_language(routed())["en"]
    tally = Tally.of(english)
    assert tally.share(tally.right_intents) >= 0.95, mistakes(english)
    assert tally.share(tally.right_slots) >= 0.92, mistakes(english)


def test_all_languages_together_are_understood():
    tally = Tally.of(routed())
    assert tally.share(tally.right_intents) >= 0.93, mistakes(routed())
    assert tally.share(tally.right_slots) >= 0.92, mistakes(routed())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_understood(language):
    some = by_language(routed())[language]
    tally = Tally.of(some)
    assert tally.share(tally.right_intents) >= 0.9, mistakes(some)


def test_it_is_seldom_wrong_where_it_is_sure():
    tally = Tally.of(routed())
    wrong = [outcome for outcome in routed() if outcome.is_wrong_and_sure]
    assert tally.share(tally.wrong_and_sure) <= 0.02, mistakes(wrong)


def test_what_is_out_of_scope_is_seldom_answered():
    tally = Tally.of(routed())
    assert tally.out_of_scope >= 100
    assert tally.leak_share <= 0.04, mistakes([outcome for outcome in routed() if outcome.leaks])


def test_nine_of_ten_answers_of_which_it_is_as_sure_are_right():
    sure = [outcome for outcome in routed() if outcome.request.best.confidence >= 0.9]
    assert len(sure) >= len(routed()) / 2
    assert sum(outcome.has_right_intent for outcome in sure) >= 0.9 * len(sure), mistakes(sure)


def test_the_bins_of_the_calibration_hold_every_sentence_once():
    bins = [*calibration(routed())]
    assert sum(len(place.confidences) for place in bins) == len(routed())
    assert all(place.low <= confidence <= place.high for place in bins for confidence in place.confidences)
    assert all(0 <= place.right <= len(place.confidences) for place in bins)


def test_no_sentence_is_among_those_that_it_was_trained_on():
    learnt = {bare(sentence.text) for sentence in training_sentences()}
    assert [sentence.text for sentence in sentences() if bare(sentence.text) in learnt] == []
