"""Requests in plain words."""

import json

import pytest

from support.worlds import ALICE, BOB


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("which chains do you support?", "6 networks are supported: Ethereum, BNB Chain"),
        ("is Polygon supported", "Polygon is supported."),
        ("is etherium supported", "Ethereum is supported."),
        ("what is my wallet worth", "Total assets $13,865.25"),
        ("how much do I have in DeFi", "DeFi positions $1,204.88"),
        (f"what is {BOB} worth in total", "Total assets $6,346.04"),
        ("show my portfolio", "$5,763.54"),
        ("show everything I hold on polygone", "1 holding worth $258.83 on Polygon"),
        ("what is in my bob wallet", "2 holdings worth $6,346.04"),
        ("how much USDC do I have on Base?", "USDC 1,820.11 ($1,819.89) on Base"),
        ("my eth and usdc", "USDC 5,070.66"),
    ],
)
def test_a_request_is_answered(run, service, request_, said):
    result = run("ask", request_, **service.settings())
    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout


def test_a_name_of_a_wallet_is_no_coin(run, service):
    result = run("ask", "what is in my sol wallet", **service.settings(WALLET_PORTFOLIO_WALLETS=f"sol={ALICE}"))
    assert "6 holdings" in result.stdout


@pytest.mark.parametrize("request_", ["swap half my SOL for BONK", "write me a poem in python", "hello", "send 1 ETH"])
def test_what_it_cannot_do_is_followed_by_what_it_can(run, service, request_):
    result = run("ask", request_, **service.settings())
    assert result.exit_code in {0, 1}
    assert (result.stdout + result.stderr).strip()
    assert "Traceback" not in result.stderr


def test_the_structured_answer_says_what_was_understood(run, service):
    result = run("ask", f"how much ETH does {ALICE} hold", "--json", **service.settings())
    answer = json.loads(result.stdout)
    assert answer["intent"] == "token_balances"
    assert answer["slots"] == {"wallets": [ALICE], "tokens": ["ETH"]}
    assert answer["answer"]["holdings"][0]["amount"] == "1.842905317264180593"


def test_a_mistyped_address_is_not_answered_for_another_wallet(run, service):
    result = run("ask", f"what is {ALICE[:-1]}8 worth", **service.settings())
    assert (result.exit_code, result.stdout) == (1, "")
    assert "wrong checksum" in result.stderr
