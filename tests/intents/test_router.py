"""The plain keyword router: what the words state, and nothing that they do not."""

import pytest

from support.worlds import ALICE, CAROL, DAVE, USDC_ETHEREUM
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.intents.router import route

CHAINS = Chains.builtin()


def routed(text, names=("main", "cold")):
    request = route(text, CHAINS, names)
    return request.intent, request.slots.stated()


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("Which networks do you support?", "supported_chains", {}),
        ("is Base supported", "supported_chains", {"chains": ["8453"]}),
        ("what is my wallet worth", "total_value", {}),
        (f"total value of {ALICE}", "total_value", {"wallets": [ALICE]}),
        ("how much is in DeFi", "total_value", {"asset_type": "defi"}),
        ("show my portfolio", "portfolio_overview", {}),
        ("list all my tokens on polygon and arbitrum", "all_balances", {"chains": ["137", "42161"]}),
        (f"what does {CAROL} hold", "all_balances", {"wallets": [CAROL]}),
        (f"{DAVE}", "all_balances", {"wallets": [DAVE]}),
        ("how much USDC do I have on Base", "token_balances", {"tokens": ["USDC"], "chains": ["8453"]}),
        ("how much ETH is in my cold wallet", "token_balances", {"tokens": ["ETH"], "wallets": ["cold"]}),
        ("my $WIF and BONK balance", "token_balances", {"tokens": ["WIF", "BONK"]}),
        ("show all tokens, spam included", "all_balances", {"include_risky": True}),
        ("list my holdings without risky tokens", "all_balances", {"include_risky": False}),
    ],
)
def test_a_question_leads_to_its_intent_with_what_it_states(text, intent, slots):
    assert routed(text) == (intent, slots)


@pytest.mark.parametrize(
    "text",
    [
        "send 1 ETH to my friend",
        "bridge USDC to Base",
        "show my NFTs",
        "write python code that reads a wallet",
        "what is the weather",
        "my seed phrase is lost",
        "hello",
        "",
    ],
)
def test_what_is_not_about_balances_is_out_of_scope(text):
    assert routed(text)[0] == "out_of_scope"


def test_eth_is_the_coin_and_ethereum_the_network():
    assert routed("how much ETH do I have on Ethereum") == ("token_balances", {"tokens": ["ETH"], "chains": ["1"]})


def test_a_mistyped_address_is_kept_so_that_the_answer_can_say_so():
    wrong = ALICE[:-1] + "8"
    assert routed(f"what is {wrong} worth") == ("total_value", {"wallets": [wrong]})


def test_a_name_that_no_wallet_has_is_not_a_wallet():
    assert "wallets" not in routed("what is in my savings wallet")[1]


def test_a_contract_is_not_taken_for_a_wallet_when_it_is_one_of_several_words():
    intent, slots = routed(f"how much of {USDC_ETHEREUM} does {ALICE} hold")
    assert intent in {"token_balances", "all_balances"}
    assert ALICE in slots["wallets"]
