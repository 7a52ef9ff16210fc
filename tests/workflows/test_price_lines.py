from decimal import Decimal

import anyio
import pytest

from support.asking import CANDLES
from support.service import AllAtOnce, access_to, refused, simulate
from support.worlds import small_world
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.simulator import Fault, create_app
from wallet_portfolio.simulator.faults import Hang
from wallet_portfolio.workflows.price_lines import POINTS, price_lines

pytestmark = pytest.mark.anyio

ETH, BNB, SOL = TokenId("1", ""), TokenId("56", ""), TokenId("501", "")


async def lines_of(app, *tokens, **options):
    found = {}
    async with access_to(app) as access:
        await price_lines(access, tokens, found.__setitem__, **options)
    return found


async def test_all_are_asked_at_once_for_a_week():
    with anyio.fail_after(10):
        found = await lines_of(AllAtOnce(create_app(small_world()), CANDLES, 2), ETH, BNB)
    assert found.keys() == {ETH, BNB}
    for closes in found.values():
        assert len(closes) == POINTS
        assert all(isinstance(close, Decimal) for close in closes)
    assert found[ETH][-1] == Decimal("3127.418250127418250173")


async def test_what_cannot_be_had_is_left_out():
    app = simulate(small_world(), refused("51001", CANDLES, chain="56"))
    assert (await lines_of(app, ETH, TokenId("1", "0x" + "12" * 20), SOL)).keys() == {ETH, SOL}


async def test_what_does_not_come_is_given_up():
    app = simulate(small_world(), Fault(Hang(60), CANDLES, lambda request: request.query["chainIndex"] == "56"))
    with anyio.fail_after(10):
        assert (await lines_of(app, ETH, BNB, patience_seconds=0.5)).keys() == {ETH}
