"""Two verified tokens of one name: which is meant is asked, never guessed."""

import pytest

from support.service import GIVEN, access_to, asked, simulate
from support.worlds import BASE, BOB, ETHEREUM, token, wallet
from wallet_portfolio.assets.errors import NeedsInput
from wallet_portfolio.simulator import World
from wallet_portfolio.workflows.markets import get_token_details
from wallet_portfolio.workflows.token_balances import get_token_balances

pytestmark = pytest.mark.anyio

FIRST, SECOND, ELSEWHERE = ("0x" + digits * 20 for digits in ("a1", "b2", "c3"))
TWINS = World(
    (ETHEREUM, BASE),
    (),
    (
        wallet(
            BOB,
            (token(ETHEREUM, FIRST, "TWIN", "1"), "5"),
            (token(ETHEREUM, SECOND, "TWIN", "2"), "7"),
            (token(BASE, ELSEWHERE, "TWIN", "3"), "9"),
            (token(ETHEREUM, "", "ETH", "3000"), "1"),
        ),
    ),
)


async def ask(access, *tokens):
    return await get_token_balances(access, [BOB], [], tokens, include_risky=False)


async def test_the_question_names_the_network_the_symbol_and_both_contracts():
    simulator = simulate(TWINS)
    async with access_to(simulator) as access:
        with pytest.raises(NeedsInput) as question:
            await ask(access, "ETH", "twin")
    assert question.value.missing == ["tokens"]
    for words in ("Ethereum", "TWIN", FIRST, SECOND):
        assert words in question.value.question
    assert asked(simulator, GIVEN) == []


async def test_each_choice_says_its_token_beyond_doubt():
    async with access_to(simulate(TWINS)) as access:
        with pytest.raises(NeedsInput) as question:
            await ask(access, "TWIN")
        choices = question.value.choices
        answers = [await ask(access, choice.value) for choice in choices]
    assert {choice.instead_of for choice in choices} == {"TWIN"}
    held = {(answer.holdings[0].token.address, answer.holdings[0].amount) for answer in answers}
    assert held == {(FIRST, 5), (SECOND, 7)}


async def test_a_question_about_a_market_asks_for_its_own_argument_and_each_choice_is_answered():
    async with access_to(simulate(TWINS)) as access:
        with pytest.raises(NeedsInput) as question:
            await get_token_details(access, "TWIN", "ethereum")
        picked = [await get_token_details(access, choice.value, "") for choice in question.value.choices]
    assert question.value.missing == ["token"]
    assert {one.token.id.address for one in picked} == {FIRST, SECOND}


async def test_one_verified_token_on_each_of_two_networks_is_not_ambiguous():
    async with access_to(simulate(TWINS)) as access:
        found = await get_token_balances(access, [BOB], ["base"], ["TWIN"], include_risky=False)
    assert [(holding.token.address, holding.amount) for holding in found.holdings] == [(ELSEWHERE, 9)]
