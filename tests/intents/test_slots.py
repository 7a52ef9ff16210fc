"""From the roles of units to slots, with roles given by hand."""

import pytest

from support.worlds import ALICE, CAROL, USDC_ETHEREUM
from wallet_portfolio.intents.features import Parsed
from wallet_portfolio.intents.model import Model
from wallet_portfolio.intents.request import Reading, Slots
from wallet_portfolio.intents.roles import NOTHING, Role, find_roles
from wallet_portfolio.intents.slots import Qualities, fill_slots

NO_QUALITIES, DEFI = Qualities(), Qualities(asset_type="defi")
SWAP = "swap 5 SOL or 7 ETH for BONK and WIF on Base with main"
SWAP_ROLES = {"SOL": "sell", "5": "sell", "BONK": "buy", "Base": "chain", "main": "wallet"}


def filled(intent, text, roles, qualities=NO_QUALITIES, saved=(), likely=None):
    """`roles`: what the units with these texts are there for."""
    parsed = Parsed.of(text, saved=saved)
    roles = {**roles, **{unit.text: "wallet" for unit in parsed.units if unit.kind == "saved"}}
    given = [Role(roles.get(unit.text, NOTHING), (likely or {}).get(unit.text, 1.0)) for unit in parsed.units]
    names = {name.casefold(): name for name in saved}
    return fill_slots(intent, parsed, given, qualities, names).stated()


def test_a_swap_has_sides_an_amount_a_network_and_a_wallet():
    assert filled("pre_swap_check", SWAP, SWAP_ROLES) == {
        "wallets": ["main"],
        "chains": ["8453"],
        "sell": "SOL",
        "buy": "BONK",
        "amount": "5",
        "amount_of": "sell",
    }


def test_of_several_for_one_side_the_likeliest_is_taken():
    roles = {**SWAP_ROLES, "ETH": "sell", "WIF": "buy", "7": "buy"}
    likely = {"SOL": 0.4, "ETH": 0.9, "BONK": 0.8, "WIF": 0.7, "5": 0.3, "7": 0.6}
    slots = filled("pre_swap_check", SWAP, roles, likely=likely)
    assert (slots["sell"], slots["buy"], slots["amount"], slots["amount_of"]) == ("ETH", "BONK", "7", "buy")


def test_a_swap_that_states_nothing_has_no_slots():
    assert filled("pre_swap_check", SWAP, {}, DEFI) == {}


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        ("token_balances", {"wallets": ["main"], "chains": ["8453"], "tokens": ["SOL", "BONK"], "asset_type": "defi"}),
        ("token_details", {"wallets": ["main"], "chains": ["8453"], "tokens": ["SOL", "BONK"], "asset_type": "defi"}),
        ("total_value", {"wallets": ["main"], "chains": ["8453"], "asset_type": "defi"}),
        ("all_balances", {"wallets": ["main"], "chains": ["8453"], "asset_type": "defi"}),
        ("supported_chains", {"chains": ["8453"]}),
        ("out_of_scope", {"wallets": ["main"], "chains": ["8453"]}),
    ],
)
def test_an_intent_takes_what_it_has_a_use_for(intent, slots):
    assert filled(intent, SWAP, {**SWAP_ROLES, "5": NOTHING}, DEFI) == slots


@pytest.mark.parametrize("choice", [True, False])
def test_the_choice_about_risk_is_kept_either_way(choice):
    assert filled("all_balances", "x", {}, Qualities(include_risky=choice)) == {"include_risky": choice}


@pytest.mark.parametrize(
    ("text", "unit", "token"),
    [
        ("my sol", "sol", "SOL"),
        ("my ether", "ether", "ETH"),
        ("my $zzqqx", "$zzqqx", "ZZQQX"),
        (f"my {USDC_ETHEREUM}", USDC_ETHEREUM, USDC_ETHEREUM),
        (f"my {CAROL}", CAROL, CAROL),
        ("我的以太坊", "以太坊", "ETH"),
    ],
)
def test_a_token_is_a_symbol_in_upper_case_or_a_contract_as_written(text, unit, token):
    assert filled("token_balances", text, {unit: "token"}) == {"tokens": [token]}


def test_what_is_named_twice_counts_once_in_order_of_mention():
    text = f"eth on base, solana and base, ETH usdc, {ALICE} {ALICE}"
    roles = {"eth": "token", "ETH": "token", "usdc": "token", "base": "chain", "solana": "chain", ALICE: "wallet"}
    assert filled("token_balances", text, roles) == {
        "wallets": [ALICE],
        "chains": ["8453", "501"],
        "tokens": ["ETH", "USDC"],
    }


@pytest.mark.parametrize(
    ("text", "roles", "wallets"),
    [
        ("my cold storage wallet", {"cold": "wallet", "storage": "wallet"}, ["cold storage"]),
        ("my cold-storage wallet", {"cold": "wallet"}, ["cold-storage"]),
        ("my cold_storage wallet", {"cold": "wallet"}, ["cold_storage"]),
        ("cold and hot", {"cold": "wallet", "hot": "wallet"}, ["cold", "hot"]),
        ("cold, hot", {"cold": "wallet", "hot": "wallet"}, ["cold", "hot"]),
        ("my 'cold one' wallet", {"cold one": "wallet"}, ["cold one"]),
        (f"{ALICE} {CAROL}", {ALICE: "wallet", CAROL: "wallet"}, [ALICE, CAROL]),
        ("the last is main", {"main": "wallet"}, ["main"]),
    ],
)
def test_the_words_of_one_name_stand_together(text, roles, wallets):
    assert filled("total_value", text, roles) == {"wallets": wallets}


@pytest.mark.parametrize(
    ("text", "saved", "slots"),
    [
        ("how much sol is in my SOL wallet", ["Sol"], {"wallets": ["Sol"]}),
        ("how much sol do I have", ["sol"], {"tokens": ["SOL"]}),
        ("how much is in 'sol'", ["sol"], {"wallets": ["sol"]}),
        ("how much is in the wallet sol", ["sol"], {"wallets": ["sol"]}),
        ("how much sol do I have", [], {"tokens": ["SOL"]}),
    ],
)
def test_a_saved_name_beside_a_word_for_a_wallet_is_that_wallet(text, saved, slots):
    found = filled("token_balances", text, {"sol": "token"}, saved=saved)
    assert {name: value for name, value in found.items() if name in slots} == slots


def test_a_saved_name_is_given_as_it_was_saved():
    assert filled("total_value", "COLD STORAGE", {"COLD": "wallet", "STORAGE": "wallet"}, saved=["Cold Storage"]) == {
        "wallets": ["Cold Storage"]
    }


def test_only_what_may_be_named_and_amounts_of_swaps_get_roles():
    parsed = Parsed.of("swap 5 SOL for BONK?")
    roles = find_roles(parsed, "token_balances", Model.shipped())
    assert len(roles) == len(parsed.units)
    for unit, role in zip(parsed.units, roles, strict=True):
        assert unit.may_be_named or role == Role(NOTHING, 1.0)
        assert 0 <= role.likely <= 1


@pytest.mark.parametrize(
    ("intent", "slots", "has_wallet", "missing"),
    [
        ("pre_swap_check", Slots(), False, ("sell", "buy", "amount", "wallet")),
        ("pre_swap_check", Slots(sell="A", buy="B", amount="1", amount_of="sell"), True, ()),
        ("token_balances", Slots(wallets=("main",)), False, ("tokens",)),
        ("token_search", Slots(), False, ("tokens",)),
        ("price_chart", Slots(tokens=("A",)), False, ()),
        ("total_value", Slots(), False, ("wallet",)),
        ("total_value", Slots(), True, ()),
        ("supported_chains", Slots(), False, ()),
        ("out_of_scope", Slots(), False, ()),
    ],
)
def test_what_an_intent_needs_and_lacks_is_missing(intent, slots, has_wallet, missing):
    assert Reading(intent, 1.0, slots).missing(has_wallet=has_wallet) == missing
