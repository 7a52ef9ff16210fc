"""Weights from sentences. Only where scikit-learn is installed."""

from collections import defaultdict

import pytest

pytest.importorskip("sklearn", reason="scikit-learn is not installed: no weights can be fitted here")

from router_training.examples import HEADS, digest, examples_of
from router_training.fitting import PLANS, Plan, fit
from router_training.scoring import Tally, outcomes
from router_training.sentences import training_sentences
from wallet_portfolio.intents.model import Model

EACH = 6
SMALL = {name: Plan(2**12, plan.freedom) for name, plan in PLANS.items()}


@pytest.fixture(scope="module")
def some():
    """A few sentences of every intent."""
    by_intent = defaultdict(list)
    for sentence in training_sentences():
        if len(by_intent[sentence.intent[0]]) < EACH and len(sentence.intent) == 1:
            by_intent[sentence.intent[0]].append(sentence)
    return [sentence for few in by_intent.values() for sentence in few]


@pytest.fixture(scope="module")
def model(some):
    return fit(examples_of(some), SMALL)


def test_a_model_predicts_what_it_was_fitted_on(model, some):
    tally = Tally.of(outcomes(model, some))
    assert tally.count == 11 * EACH
    assert tally.share(tally.right_intents) >= 0.9
    assert tally.share(tally.right_slots) >= 0.8


def test_weights_are_a_byte_for_each_label_of_each_bucket(model):
    assert tuple(model.heads) == HEADS
    for name, head in model.heads.items():
        assert head.weights.typecode == "b"
        assert len(head.weights.tobytes()) == SMALL[name].buckets * len(head.labels)
        assert len(head.biases) == len(head.labels)
        assert len(head.labels) == 1 or max(map(abs, head.weights)) == 127
    assert Model.from_bytes(model.to_bytes()) == model


def test_a_model_says_what_it_was_fitted_on_and_is_the_same_each_time(model, some):
    assert model.trained_on == digest(examples_of(some))
    assert fit(examples_of(some), SMALL).to_bytes() == model.to_bytes()
