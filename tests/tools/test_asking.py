"""Answering a form: what is picked stands in for the one name that was in doubt."""

import pytest
from mcp import types
from mcp.client import Client

from support.answers import check
from support.service import access_to, simulate
from support.worlds import BOB, ETHEREUM, token, wallet
from wallet_portfolio.simulator import World
from wallet_portfolio.tools import serving

pytestmark = pytest.mark.anyio

FIRST, SECOND = "0x" + "a1" * 20, "0x" + "b2" * 20
TWINS = World(
    (ETHEREUM,),
    (),
    (
        wallet(
            BOB,
            (token(ETHEREUM, FIRST, "TWIN", "1"), "5"),
            (token(ETHEREUM, SECOND, "TWIN", "2"), "7"),
            (token(ETHEREUM, "", "ETH", "3000"), "1"),
        ),
    ),
)


@pytest.mark.parametrize(("meant", "amount"), [(FIRST, "5"), (SECOND, "7")])
async def test_saying_which_of_two_tokens_is_meant_keeps_the_others(mode, meant, amount):
    forms = []

    async def user(context, params):
        forms.append(params)
        choices = params.requested_schema["properties"]["tokens"]["enum"]
        (picked,) = [choice for choice in choices if meant in choice or f"{meant[:6]}…{meant[-4:]}" in choice]
        return types.ElicitResult(action="accept", content={"tokens": picked})

    server = serving.make_server(lambda: access_to(simulate(TWINS)))
    async with Client(server, mode=mode, elicitation_callback=user) as client:
        tools = (await client.list_tools()).tools
        arguments = {"wallets": [BOB], "tokens": ["ETH", "TWIN"]}
        answer = check(tools, "get_token_balances", await client.call_tool("get_token_balances", arguments))
    assert len(forms) == 1
    assert len(forms[0].requested_schema["properties"]["tokens"]["enum"]) == 2
    assert [(held["token_address"], held["amount"]) for held in answer["holdings"]] == [("", "1"), (meant, amount)]
