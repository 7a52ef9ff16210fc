"""Which unit each label speaks of."""

import pytest

from router_training.alignment import align
from router_training.sentences import Sentence
from support.worlds import ALICE, USDC_ETHEREUM
from wallet_portfolio.intents.units import read_units


def aligned(text, **labels):
    """The units that got a role, in order."""
    sentence = Sentence(id="a", lang="en", text=text, intent=("out_of_scope",), **labels)
    units = read_units(text)
    roles = align(sentence, units)
    assert len(roles) == len(units)
    return [(unit.text, role) for unit, role in zip(units, roles, strict=True) if role != "-"]


@pytest.mark.parametrize(
    ("text", "labels", "roles"),
    [
        ("hello there", {}, []),
        (
            "swap half my SOL for BONK",
            {"sell": "SOL", "buy": "BONK", "amount": "50%", "amount_of": "sell"},
            [("half", "amount:sell"), ("SOL", "sell"), ("BONK", "buy")],
        ),
        (
            "buy $100 of PEPE",
            {"buy": "PEPE", "amount": "$100", "amount_of": "buy"},
            [("$100", "amount:buy"), ("PEPE", "buy")],
        ),
        (
            "把一半eth换成usdc",
            {"sell": "ETH", "buy": "USDC", "amount": "50%", "amount_of": "sell"},
            [("一半", "amount:sell"), ("eth", "sell"), ("usdc", "buy")],
        ),
        (
            "how much ETH do I have on ETH",
            {"tokens": ["ETH"], "chains": ["1"]},
            [("ETH", "token"), ("ETH", "chain")],
        ),
        (
            "how much ETH do I have on Ethereum",
            {"tokens": ["ETH"], "chains": ["1"]},
            [("ETH", "token"), ("Ethereum", "chain")],
        ),
        ("how much ether is there", {"tokens": ["ETH"]}, [("ether", "token")]),
        ("list tokens on arbitrun", {"chains": ["42161"]}, [("arbitrun", "chain")]),
        ("how many A V A X", {"tokens": ["AVAX"]}, [("A V A X", "token")]),
        ("price of $wif", {"tokens": ["WIF"]}, [("$wif", "token")]),
        (
            f"how much of {USDC_ETHEREUM} does {ALICE} hold",
            {"tokens": [USDC_ETHEREUM], "wallets": [ALICE]},
            [(USDC_ETHEREUM, "token"), (ALICE, "wallet")],
        ),
        ("my cold storage wallet", {"wallets": ["cold storage"]}, [("cold", "wallet"), ("storage", "wallet")]),
        ("my cold-storage wallet", {"wallets": ["cold-storage"]}, [("cold", "wallet"), ("storage", "wallet")]),
        ("my 'cold one' wallet", {"wallets": ["cold one"]}, [("cold one", "wallet")]),
        ("ETH in my sol wallet", {"wallets": ["sol"], "tokens": ["ETH"]}, [("ETH", "token"), ("sol", "wallet")]),
        ("fees on base and polygon", {"chains": ["137", "8453"]}, [("base", "chain"), ("polygon", "chain")]),
    ],
)
def test_labels_are_found_in_the_words(text, labels, roles):
    assert aligned(text, **labels) == roles


@pytest.mark.parametrize(
    "labels", [{"tokens": ["BTC"]}, {"wallets": ["main"]}, {"chains": ["56"]}, {"amount": "3", "amount_of": "sell"}]
)
def test_what_the_words_do_not_hold_is_passed_over(labels):
    assert aligned("how much SOL is there", **labels) == []


def test_one_unit_has_one_role():
    assert aligned("swap SOL", sell="SOL", buy="SOL") == [("SOL", "sell")]
    assert aligned("on base", chains=["8453"], tokens=["BASE"]) == [("base", "token")]
