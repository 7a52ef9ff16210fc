"""The labelled sentences, and how they are divided."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from router_training.sentences import SENTENCES, Sentence, in_folds, read, training_sentences
from wallet_portfolio.assets.chains import Chains

TESTS = Path(__file__).parents[1] / "intents" / "sentences"
CHAINS = {chain.index for chain in Chains.builtin()}


@cache
def everything():
    return [*training_sentences(), *read(sorted(TESTS.glob("*.jsonl")))]


def test_every_file_of_sentences_is_read():
    lines = sum(
        bool(line.strip()) for path in SENTENCES.glob("*.jsonl") for line in path.read_text("utf-8").split("\n")
    )
    assert len(training_sentences()) == lines > 10_000


def test_ids_are_unique():
    assert [name for name, count in Counter(sentence.id for sentence in everything()).items() if count > 1] == []


def test_labelled_wallets_stand_in_the_text():
    assert [one.id for one in everything() if any(wallet not in one.text for wallet in one.wallets)] == []


def test_labelled_contracts_stand_in_the_text():
    tokens = ((one, token) for one in everything() for token in (*one.tokens, one.sell, one.buy))
    assert [one.id for one, token in tokens if token.startswith("0x") and token not in one.text] == []


def test_chains_are_known():
    assert [one.id for one in everything() if not set(one.chains) <= CHAINS] == []


def test_symbols_are_in_upper_case_but_for_contracts():
    tokens = ((one, token) for one in everything() for token in (*one.tokens, one.sell, one.buy))
    assert [one.id for one, token in tokens if token != token.upper() and token not in one.text] == []


def test_one_or_two_intents_are_right():
    assert [
        one.id for one in everything() if not 1 <= len(one.intent) <= 2 or len(set(one.intent)) < len(one.intent)
    ] == []


def test_an_amount_says_what_it_counts_and_only_swaps_have_one():
    assert [one.id for one in everything() if bool(one.amount) != bool(one.amount_of)] == []
    swaps = [one for one in everything() if one.sell or one.buy or one.amount]
    assert [one.id for one in swaps if "pre_swap_check" not in one.intent] == []


def test_texts_are_short_enough_to_be_routed():
    assert [one.id for one in everything() if not one.text.strip() or len(one.text) > 4_000] == []


@pytest.mark.parametrize(
    "changes",
    [{"intent": ["prepare_swap"]}, {"lang": "fr"}, {"amount_of": "both"}, {"wallet": "x"}, {"asset_type": "nft"}],
)
def test_a_label_that_there_is_not_is_refused(changes):
    sentence = {"id": "a", "lang": "en", "text": "hello", "intent": ["out_of_scope"]}
    Sentence.model_validate(sentence)
    with pytest.raises(ValidationError):
        Sentence.model_validate({**sentence, **changes})


@pytest.mark.parametrize("count", [2, 5])
def test_folds_are_disjoint_and_complete(count):
    some = everything()[:1_000]
    folds = [*in_folds(some, count)]
    assert len(folds) == count
    assert Counter(one.id for _, left_out in folds for one in left_out) == Counter(one.id for one in some)
    for kept, left_out in folds:
        assert {one.id for one in kept}.isdisjoint(one.id for one in left_out)
        assert len(kept) + len(left_out) == len(some)
        assert {one.text.casefold() for one in kept}.isdisjoint(one.text.casefold() for one in left_out)
        assert len(left_out) > len(some) / count / 2


def test_folds_are_the_same_each_time_and_whatever_else_there_is():
    some = everything()[:400]
    assert [*in_folds(some, 4)] == [*in_folds(some, 4)]
    for (_, all_out), (_, half_out) in zip(in_folds(some, 4), in_folds(some[:200], 4), strict=True):
        assert set(half_out) <= set(all_out)


def test_one_text_is_in_one_fold_whatever_its_case():
    pair = [Sentence(id=text, lang="en", text=text, intent=("out_of_scope",)) for text in ("Hello You", "hello you")]
    assert sorted(len(left_out) for _, left_out in in_folds(pair, 5)) == [0, 0, 0, 0, 2]
