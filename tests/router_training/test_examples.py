"""What the heads are shown, and whether the shipped weights were."""

import pytest

from router_training.examples import HEADS, digest, digest_of, examples_of
from router_training.sentences import Sentence, training_sentences
from wallet_portfolio.intents.model import Model

SWAP = Sentence(
    id="a",
    lang="en",
    text="swap half my SOL for BONK",
    intent=("pre_swap_check",),
    sell="SOL",
    buy="BONK",
    amount="50%",
    amount_of="sell",
)
CHINESE = Sentence(id="b", lang="zh-Hant", text="你好", intent=("out_of_scope",))
RISKY = Sentence(id="c", lang="en", text="all tokens", intent=("all_balances", "total_value"), include_risky=False)


def test_each_head_is_shown_what_it_has_to_tell():
    examples = examples_of([SWAP, CHINESE, RISKY])
    assert tuple(examples) == HEADS
    assert examples["language"].labels == ["en", "zh", "en"]
    assert examples["intent"].labels == ["pre_swap_check", "out_of_scope", "all_balances"]
    assert examples["asset_type"].labels == ["-", "-"]
    assert examples["risk"].labels == ["-", "false"]
    assert [label for label in examples["role"].labels if label != "-"] == ["sell", "buy"]
    assert examples["amount"].labels == ["sell"]
    for some in examples.values():
        assert len(some.features) == len(some.labels)
        assert all(some.features)


def test_the_digest_is_the_same_each_time():
    assert digest(examples_of([SWAP, RISKY])) == digest(examples_of([SWAP, RISKY]))
    assert digest_of([SWAP, RISKY]) == digest(examples_of([SWAP, RISKY]))
    assert digest(examples_of([SWAP])) == digest(examples_of([SWAP.model_copy(update={"id": "other"})]))


@pytest.mark.parametrize(
    "changes",
    [
        {"intent": ("out_of_scope",)},
        {"lang": "pt"},
        {"sell": "BONK", "buy": "SOL"},
        {"amount_of": "buy"},
        {"include_risky": True},
        {"asset_type": "defi"},
        {"text": "change half my SOL for BONK"},
    ],
)
def test_the_digest_changes_with_a_label_and_with_a_word(changes):
    assert digest(examples_of([SWAP.model_copy(update=changes)])) != digest(examples_of([SWAP]))


def test_the_digest_changes_with_order_and_number():
    assert len({digest(examples_of(some)) for some in ([SWAP, RISKY], [RISKY, SWAP], [SWAP], [SWAP, SWAP], [])}) == 5


def test_the_shipped_weights_are_those_of_the_present_sentences_and_features():
    assert Model.shipped().trained_on == digest_of(training_sentences()), "run python -m router_training fit"
