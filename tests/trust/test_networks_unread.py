"""While the list of networks cannot be read, the built-in one names networks that this small service does not know.

Its refusal says nothing to the user; why the list could not be read does. Over real sockets.
"""

import pytest

from support.asking import ask
from support.service import CHAIN_LIST
from swaps.market_world import SOLANA_TRADER, TRADER
from trust.scenarios import WORLD, tool_of
from trust.settling_time import run_settling
from trust.struck_service import Service, Strike, access_over_sockets, key_of, serving
from wallet_portfolio.simulator.faults import (
    Hang,
    html_page,
    payment_required,
    rate_limited,
    service_code,
    wrong_shape,
)

LIST = key_of("GET", f"/api/v6/dex{CHAIN_LIST}", "", "")
REASONS = {
    "rate_limited": rate_limited(),
    "upstream_unavailable": html_page(503),
    "timeout": Hang(3_600),
    "bad_response": wrong_shape([1, 2]),
}
OF_EVERY_QUESTION = {  # after these nothing else is asked
    "quota_exhausted": payment_required(),
    "auth_failed": service_code("50111"),
    "region_blocked": service_code("50125"),
    "clock_skew": service_code("50112"),
}
QUESTIONS = {
    "search_tokens": {"query": "USDC"},
    "search_tokens on a network": {"query": "USDC", "chains": ["Gnosis"]},
    "search_tokens on an unknown network": {"query": "USDC", "chains": ["Newnet"]},
    "get_token_balances": {"tokens": ["USDC"], "wallets": [TRADER]},
    "get_token_balances of a coin": {"tokens": ["gnosis:native"], "wallets": [TRADER]},
    "get_token_balances on an unknown network": {"tokens": ["newnet:USDC"], "wallets": [TRADER]},
    "get_token_details": {"token": "USDC"},
    "get_token_details on an unknown network": {"token": "USDC", "chain": "Newnet"},
    "get_token_details of a coin": {"token": "native", "chain": "Gnosis"},
    "get_price_chart of a coin": {"token": "native", "chain": "Gnosis"},
    "get_price_chart": {"token": "LEAF"},
    "check_swap": {"sell": "USDC", "buy": "ETH", "amount": "100", "wallet": TRADER},
    "check_swap on an unknown network": {
        "sell": "USDC",
        "buy": "ETH",
        "amount": "100",
        "wallet": TRADER,
        "chain": "Newnet",
    },
    "ask_wallet": {"request": f"how much USDC does {TRADER} have"},
}


async def codes_while(effect, names):
    """The error that each question is answered with while the list of networks fails like this."""
    codes = {}
    async with serving(Service(WORLD)) as service:
        for name in names:
            service.renew(Strike(effect, LIST, for_good=True))
            async with access_over_sockets(service) as access:
                answer = await ask(access, tool_of(name), **QUESTIONS[name])
            assert service.struck
            codes[name] = answer["error"] and answer["error"]["code"]
    return codes


@pytest.mark.parametrize("code", REASONS)
def test_the_answer_tells_why_the_list_could_not_be_read(code):
    assert run_settling(codes_while, REASONS[code], QUESTIONS) == dict.fromkeys(QUESTIONS, code)


@pytest.mark.parametrize("code", OF_EVERY_QUESTION)
def test_what_no_question_is_answered_for_is_told_at_once(code):
    names = ["search_tokens", "get_token_details", "ask_wallet"]
    assert run_settling(codes_while, OF_EVERY_QUESTION[code], names) == dict.fromkeys(names, code)


def test_what_some_networks_answered_stands_and_the_reason_is_given_for_the_rest():
    async def run():
        async with serving(Service(WORLD)) as service:
            service.renew(Strike(html_page(503), LIST, for_good=True))
            async with access_over_sockets(service) as access:
                tokens, wallets = ["solana:native", "gnosis:native"], [SOLANA_TRADER, TRADER]
                return await ask(access, "get_token_balances", tokens=tokens, wallets=wallets)

    answer = run_settling(run)
    assert answer["status"] == "partial"
    assert [held["symbol"] for held in answer["holdings"]] == ["SOL"]
    missing = " ".join(notice for notice in answer["notices"] if notice.startswith("Missing: "))
    assert "xDAI on Gnosis of 0x" in missing
    assert "because OKX is having trouble answering at the moment." in missing
    assert "does not support" not in missing
