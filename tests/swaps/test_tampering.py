"""A service that was taken over, or is wrong: what is not what was asked for is not handed on."""

import base64
import struct

import pytest

from swaps.market_world import LEAF, SOLANA_TRADER, TRADER, USDC_ADDRESS
from swaps.sessions import trading
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate

pytestmark = pytest.mark.anyio

THIEF = "0x" + "66" * 20
THIEF_ON_SOLANA = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM"
TOKEN = {"sell": "USDC", "buy": "ETH", "amount": "1000", "wallet": TRADER, "chain": "base"}
COIN = {"sell": "ETH", "buy": "USDC", "amount": "0.5", "wallet": TRADER, "chain": "base"}
BOUGHT = {**TOKEN, "amount": "0.3", "amount_of": "buy"}
ON_SOLANA = {"sell": "SOL", "buy": "USDC", "amount": "1", "wallet": SOLANA_TRADER}


def row_of(body):
    return body["data"][0] if isinstance(body["data"], list) else body["data"]


def put(*path, to):
    """A change of one value in an answer; `to` may work it out from the right one."""

    def change(body):
        part = row_of(body)
        for name in path[:-1]:
            part = part[name]
        part[path[-1]] = to(part[path[-1]]) if callable(to) else to
        return body

    return change


def less(percent):
    return lambda units: str(int(units) * (100 - percent) // 100)


def calldata(spender, units):
    return f"0x095ea7b3{spender[2:]:0>64}{units:064x}"


async def refused(arguments, path, change):
    async with trading(Fault(Mutate(change), path)) as session:
        answer = await session.ask("prepare_swap", **arguments, confirmed=True)
    assert answer["status"] == "error"
    assert answer["error"]["code"] == "bad_response"
    assert answer["transactions"] == []
    assert THIEF not in str(answer)
    return answer


@pytest.mark.parametrize("arguments", [TOKEN, COIN, BOUGHT])
@pytest.mark.parametrize(
    "change",
    [
        put("tx", "from", to=THIEF),
        put("tx", "from", to=""),
        put("tx", "to", to=TRADER),
        put("tx", "to", to=USDC_ADDRESS),
        put("tx", "to", to=USDC_ADDRESS.upper().replace("0X", "0x")),
        put("tx", "to", to=""),
        put("tx", "data", to=""),
        put("tx", "data", to="0x"),
        put("tx", "data", to="hello"),
        put("tx", "value", to=lambda value: str(int(value) + 10**18)),
        put("tx", "value", to=lambda value: str(int(value) + 10**17)),
        put("tx", "value", to="-1"),
        put("tx", "minReceiveAmount", to="0"),
        put("tx", "minReceiveAmount", to=""),
        put("tx", "minReceiveAmount", to=less(5)),
        put("routerResult", "fromTokenAmount", to=lambda units: str(int(units) * 2)),
        put("routerResult", "fromToken", "tokenContractAddress", to=LEAF.address),
        put("routerResult", "toToken", "tokenContractAddress", to=LEAF.address),
        put("routerResult", "toToken", "tokenContractAddress", to=THIEF),
        put("routerResult", "fromToken", "decimal", to="9"),
        put("routerResult", "toToken", "decimal", to="9"),
        put("routerResult", "chainIndex", to="1"),
    ],
)
async def test_a_changed_swap(arguments, change):
    await refused(arguments, "/aggregator/swap", change)


async def test_a_little_more_sold_than_asked_for():
    await refused(TOKEN, "/aggregator/swap", put("routerResult", "fromTokenAmount", to="1000000001"))


async def test_one_unit_sent_along_with_a_token():
    await refused(TOKEN, "/aggregator/swap", put("tx", "value", to="1"))


@pytest.mark.parametrize("more", [-1, 1])
async def test_one_unit_more_or_less_of_a_coin(more):
    await refused(COIN, "/aggregator/swap", put("tx", "value", to=str(5 * 10**17 + more)))


async def test_a_transaction_to_nobody():
    await refused(COIN, "/aggregator/swap", put("tx", "to", to="0x" + "0" * 40))


async def test_one_unit_less_than_the_slippage_leaves():
    await refused(TOKEN, "/aggregator/swap", put("tx", "minReceiveAmount", to=lambda units: str(int(units) - 1)))


async def test_more_spent_than_the_slippage_allows():
    await refused(BOUGHT, "/aggregator/swap", put("tx", "maxSpendAmount", to=lambda units: str(int(units) + 1)))


async def test_less_bought_than_was_asked_for():
    await refused(BOUGHT, "/aggregator/swap", put("routerResult", "toTokenAmount", to=lambda n: str(int(n) - 1)))


@pytest.mark.parametrize("arguments", [TOKEN, BOUGHT])
@pytest.mark.parametrize(
    "change",
    [
        put("data", to=lambda data: data[:34] + THIEF[2:] + data[74:]),
        put("data", to=lambda data: data[:74] + "f" * 64),
        put("data", to=lambda data: data[:-1] + format(int(data[-1], 16) ^ 1, "x")),
        put("data", to=lambda data: "0xa9059cbb" + data[10:]),  # transfer(address,uint256)
        put("data", to=lambda data: data + "00"),
        put("data", to=lambda data: data[:10] + "1" + data[11:]),
        put("data", to="0x"),
        put("data", to=""),
        put("data", to=None),
        put("dexContractAddress", to=THIEF),
        put("dexContractAddress", to=""),
        put("dexContractAddress", to=TRADER),
    ],
)
async def test_a_changed_approval(arguments, change):
    await refused(arguments, "/approve-transaction", change)


@pytest.mark.parametrize("units", [10**9, 2**256 - 1])
async def test_an_approval_changed_throughout(units):
    def change(body):
        row_of(body).update(data=calldata(THIEF, units), dexContractAddress=THIEF)
        return body

    await refused(TOKEN, "/approve-transaction", change)


async def test_two_answers_instead_of_one():
    def twice(body):
        return {**body, "data": [*body["data"], *body["data"]]}

    await refused(COIN, "/aggregator/swap", twice)
    await refused(TOKEN, "/approve-transaction", twice)


def system(kind, lamports):
    """An instruction of the System Program: which one as a little-endian u32, then how many lamports as a u64."""
    data = base64.b64encode(struct.pack("<IQ", kind, lamports)).decode()
    accounts = [signer(SOLANA_TRADER), {"pubkey": THIEF_ON_SOLANA, "isSigner": False, "isWritable": True}]
    return {"data": data, "accounts": accounts, "programId": "1" * 32}


def signer(key):
    return {"pubkey": key, "isSigner": True, "isWritable": True}


@pytest.mark.parametrize(
    "change",
    [
        put("tx", "from", to=THIEF_ON_SOLANA),
        put("tx", "from", to=SOLANA_TRADER.lower()),
        put("tx", "minReceiveAmount", to=less(2)),
        put("routerResult", "fromTokenAmount", to="1000000002"),
        put("routerResult", "toToken", "decimal", to="9"),
        put("routerResult", "toToken", "tokenContractAddress", to=THIEF_ON_SOLANA),
        put("instructionLists", 1, "accounts", to=lambda accounts: [*accounts, signer(THIEF_ON_SOLANA)]),
        put("instructionLists", 1, "accounts", to=lambda accounts: [signer(THIEF_ON_SOLANA), *accounts[1:]]),
        put("instructionLists", 1, "accounts", to=lambda accounts: accounts[1:]),
        put("instructionLists", to=[]),
        put("instructionLists", to=lambda parts: [{**part, "data": ""} for part in parts]),
        put("instructionLists", 1, "programId", to="not a program"),
        put("instructionLists", to=lambda parts: [*parts, system(2, 2 * 10**9)]),  # a transfer to somebody
        put("instructionLists", to=lambda parts: [*parts, system(0, 2 * 10**9)]),  # an account made for somebody
        put("instructionLists", to=lambda parts: [*parts, {**system(2, 1), "data": "AgAAAA=="}]),
    ],
)
@pytest.mark.parametrize("amount", ["1", "1.000000001"])
async def test_changed_instructions(change, amount):
    await refused({**ON_SOLANA, "amount": amount}, "/swap-instruction", change)


@pytest.mark.parametrize("told", ["", None])
async def test_an_exact_amount_bought_without_a_maximum(told):
    await refused(BOUGHT, "/aggregator/swap", put("tx", "maxSpendAmount", to=told))


async def test_a_better_price_is_not_tampering():
    def better(body):
        row = row_of(body)
        units = int(row["routerResult"]["fromTokenAmount"]) * 99 // 100
        row["routerResult"]["fromTokenAmount"] = row["tx"]["value"] = str(units)
        row["tx"]["maxSpendAmount"] = str(units * 101 // 100)
        return body

    bought = {**COIN, "amount": "500", "amount_of": "buy"}
    async with trading(Fault(Mutate(better), "/aggregator/swap")) as session:
        answer = await session.ask("prepare_swap", **bought, confirmed=True)
    assert answer["transactions"][0]["value"] == answer["amount_minimal"]
