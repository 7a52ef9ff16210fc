"""The trained weights, and how they score."""

import math
from array import array
from importlib.resources import files
from typing import get_args

import pytest

from wallet_portfolio import intents
from wallet_portfolio.assets.phrases import LANGUAGES
from wallet_portfolio.intents.features import Parsed, request_features
from wallet_portfolio.intents.model import FILE, Head, Model, softmax
from wallet_portfolio.intents.request import Intent

HEAD = Head(("no", "yes"), 4, 0.5, (0.0, 0.25), array("b", [1, -1, 2, -2, 0, 127, -128, 3]))
SENTENCES = [
    "swap half my SOL for BONK",
    "我的钱包值多少钱",
    "hello",
    "(",
    "price of LINK",
    "cuánto vale mi cartera",
    "a " * 900,
]


def features(text):
    return request_features(Parsed.of(text))


def test_the_shipped_weights_are_small():
    assert (files(intents) / "data" / FILE).stat().st_size < 3_000_000


def test_the_shipped_heads_know_every_intent_and_language():
    heads = Model.shipped().heads
    assert set(heads["intent"].labels) == {*get_args(Intent)}
    assert set(heads["language"].labels) == {*LANGUAGES}
    assert set(heads["asset_type"].labels) == {"-", "tokens", "defi"}
    assert set(heads["risk"].labels) == {"-", "true", "false"}
    assert set(heads["role"].labels) == {"-", "wallet", "chain", "token", "sell", "buy"}
    assert set(heads["amount"].labels) == {"-", "sell", "buy"}


@pytest.mark.parametrize("name", ["language", "intent", "asset_type", "risk", "role", "amount"])
def test_a_head_has_a_row_of_bytes_for_each_of_its_buckets(name):
    head = Model.shipped().heads[name]
    assert head.weights.typecode == "b"
    assert len(head.weights) == head.buckets * len(head.labels)
    assert len(head.biases) == len(head.labels)
    assert head.buckets & (head.buckets - 1) == 0
    assert head.scale > 0


def test_the_shipped_weights_are_read_once():
    assert Model.shipped() is Model.shipped()
    assert len(Model.shipped().trained_on) == 64


def test_a_model_survives_bytes():
    model = Model({"one": HEAD, "two": Head(("a",), 2, 1.0, (0.0,), array("b", [5, -5]))}, "digest")
    assert Model.from_bytes(model.to_bytes()) == model


def test_the_shipped_weights_survive_bytes():
    raw = (files(intents) / "data" / FILE).read_bytes()
    assert Model.from_bytes(raw).to_bytes() == raw
    assert Model.from_bytes(raw) == Model.shipped()


@pytest.mark.parametrize("name", ["language", "intent", "asset_type", "risk"])
@pytest.mark.parametrize("text", SENTENCES)
def test_probabilities_sum_to_one(name, text):
    likely = Model.shipped().heads[name].probabilities(features(text))
    assert math.isclose(sum(likely), 1)
    assert all(0 <= chance <= 1 for chance in likely)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7, 20.0])
@pytest.mark.parametrize("text", SENTENCES)
def test_a_cooled_head_says_the_same_and_is_less_sure_of_it(text, temperature):
    head = Model.shipped().heads["intent"]
    label, sure = head.best(features(text))
    cooled_label, cooled_sure = head.cooled(temperature).best(features(text))
    assert cooled_label == label
    assert cooled_sure <= sure if temperature >= 1 else cooled_sure >= sure


def test_a_feature_counts_once_however_often_it_stands_there():
    assert HEAD.probabilities(["a", "a", "a"]) == HEAD.probabilities(["a"])


def test_a_label_is_the_likelier_the_more_its_weights_and_its_bias_say():
    zero = Head(("no", "yes"), 2, 1.0, (0.0, math.log(3)), array("b", bytes(4)))
    assert zero.probabilities(["any"]) == pytest.approx([0.25, 0.75])
    assert zero.best(["any"]) == ("yes", pytest.approx(0.75))
    same_rows = Head(("no", "yes"), 2, math.log(2), (0.0, 0.0), array("b", [0, 2, 0, 2]))
    assert same_rows.probabilities(["any"]) == pytest.approx([0.2, 0.8])


@pytest.mark.parametrize("scores", [[0.0, 0.0], [1e4, -1e4, 0.0], [-1e300, -1e300], [700.0, 710.0]])
def test_scores_of_any_size_become_probabilities(scores):
    likely = softmax(scores)
    assert math.isclose(sum(likely), 1)
    assert likely.index(max(likely)) == scores.index(max(scores))
