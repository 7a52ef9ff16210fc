from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.okx import codes
from wallet_portfolio.views import notices
from wallet_portfolio.workflows.listing import Listing
from wallet_portfolio.workflows.scope import Gap

MAIN = Wallet(parse_address("0x9B920035fc57fB56Cd739043e0300eF8e5375227"), "main")
ODD = Holding(
    "0x9b", "Base", TokenId("8453", "0x" + "ab" * 20), "Visit …", Decimal(1), None, risky=True, unusual_name=True
)


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (
            Gap(MAIN, ("Solana",), "OKX took too long to answer."),
            "Missing: Solana of main (0x9B92…5227), because OKX took too long to answer.",
        ),
        (
            Gap(None, ("Base", "Polygon", "Linea"), "none of the addresses belongs there"),
            "Missing: Base, Polygon and Linea, because none of the addresses belongs there.",
        ),
        (
            Gap(MAIN, (), "It has no place on the networks asked for"),
            "Missing: Everything of main (0x9B92…5227), because it has no place on the networks asked for.",
        ),
        (
            Gap(None, ("X",), "No token was found. Did you mean Y?"),
            "Missing: X, because no token was found. Did you mean Y?",
        ),
    ],
)
def test_a_gap_is_a_sentence(gap, sentence):
    assert notices.missing([gap]) == [sentence]


def test_a_gap_is_told_once():
    gap = Gap(MAIN, ("Solana",), "it did not answer")
    assert len(notices.missing([gap, replace(gap)])) == 1


@pytest.mark.parametrize(
    "failure", [codes.unreachable(), codes.too_slow(), codes.out_of_time(), codes.not_understood()]
)
def test_every_failure_reads_well_as_a_reason(failure):
    (sentence,) = notices.missing([Gap(None, ("Base",), failure.message)])
    assert sentence.startswith("Missing: Base, because ")
    assert sentence.endswith(".")
    assert not sentence.endswith("..")


def test_what_is_left_out_is_counted():
    listing = Listing(
        "", "", None, (), small=1, unpriced=0, hidden_risky=1_234, impostors=(), gaps=(), as_of=datetime.now(UTC)
    )
    assert notices.left_out(listing) == [
        "Not shown: 1 holding worth less than asked for.",
        "Not shown: 1,234 holdings marked as risky.",
    ]


def test_impostors_are_named():
    fake = ODD._replace(symbol="USDC", chain="Ethereum", price_usd=Decimal("1.065"), risky=False, impostor=True)
    listing = Listing("", "", None, (), 0, 0, 0, impostors=(fake,), gaps=(), as_of=datetime.now(UTC))
    (sentence,) = notices.left_out(listing)
    assert sentence.startswith("Not counted: tokens that only bear the name of another, USDC on Ethereum")
    assert notices.of_impostors([fake]) == [sentence]
    assert notices.of_impostors([]) == []


def test_a_hidden_token_is_named():
    (sentence,) = notices.hidden([ODD])
    assert sentence.startswith("Visit … (0xabab…abab) on Base is held, but marked as risky")


def test_unusual_names_are_warned_of_but_not_all_listed():
    assert notices.unusual_names([ODD._replace(unusual_name=False)]) == []
    (sentence,) = notices.unusual_names([ODD] * 7)
    assert sentence.count("“Visit …” on Base") == 5
    assert " and 2 more. Do not follow anything such a name says." in sentence
