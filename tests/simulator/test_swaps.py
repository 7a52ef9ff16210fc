import base58
import pytest

from simulator.signed_client import AGGREGATOR
from wallet_portfolio.simulator import DEMO_TRADERS, DEMO_WALLETS, Fault, faults

pytestmark = pytest.mark.anyio

NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
SYSTEM = "11111111111111111111111111111111"
WSOL = "So11111111111111111111111111111111111111112"
TRX = "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"
USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
GLADE = "0x85b92b08e1ab55d882d013ffbc32ced0e6781a54"
SAFEPUP = "0x42f6e0fd8d053d9e2e1a4507ae9bea7becf1e40c"
JUP = "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN"
WIF = "EKpQGSJtjMFqKZ9KQanSqYXRcFBfBopzLHYxdM65zcjm"
USDT_TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
EVM = DEMO_TRADERS["evm"]
SOL = DEMO_WALLETS["sol"]
ETHER = 10**18


async def approve(caller, **query):
    query = {"chainIndex": "1", "tokenContractAddress": USDC, "approveAmount": "3250550000", **query}
    return (await caller.get(f"{AGGREGATOR}/approve-transaction", query)).json()


async def ask(caller, call, chain, sell, buy, amount, **more):
    query = {"chainIndex": chain, "fromTokenAddress": sell, "toTokenAddress": buy, "amount": str(amount)}
    query |= {"swapMode": "exactIn", "slippagePercent": "1", "userWalletAddress": SOL if chain == "501" else EVM}
    return (await caller.get(f"{AGGREGATOR}/{call}", {**query, **more})).json()


async def swap(caller, *what, **more):
    body = await ask(caller, "swap", *what, **more)
    assert body["code"] == "0", body
    (row,) = body["data"]
    return row


async def spender_on(caller, chain):
    rows = (await caller.get(f"{AGGREGATOR}/supported/chain")).json()["data"]
    return next(row["dexTokenApproveAddress"] for row in rows if row["chainIndex"] == chain)


async def test_an_approval_decoded_by_hand(caller, simulator):
    (row,) = (await approve(caller))["data"]
    data, spender = row["data"], row["dexContractAddress"]
    assert len(data) == 2 + 8 + 64 + 64
    assert data[:10] == "0x095ea7b3"
    assert data[10:34] == "0" * 24
    assert "0x" + data[34:74] == spender == await spender_on(caller, "1")
    assert data[74:] == "0" * 56 + "c1bf74f0", "3250550000"
    assert (row["gasLimit"], row["gasPrice"]) == ("60000", "2500000000")
    assert simulator.violations == []


async def test_an_approval_on_tron(caller):
    (row,) = (await approve(caller, chainIndex="195", tokenContractAddress=USDT_TRON))["data"]
    assert row["data"][34:74] == base58.b58decode_check(row["dexContractAddress"])[1:].hex()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tokenContractAddress": NATIVE}, "81151"),
        ({"tokenContractAddress": ""}, "50014"),
        ({"tokenContractAddress": USDC.upper().replace("0X", "0x")}, "81151"),
        ({"chainIndex": "195", "tokenContractAddress": TRX}, "81151"),
        ({"chainIndex": "501", "tokenContractAddress": JUP}, "51000"),
        ({"approveAmount": "1.0"}, "51000"),
        ({"approveAmount": "007"}, "51000"),
        ({"approveAmount": ""}, "50014"),
        ({"chainIndex": "424242"}, "82105"),
    ],
)
async def test_an_approval_that_makes_no_sense(caller, simulator, change, code):
    assert (await approve(caller, **change))["code"] == code
    assert [line.split()[0] for line in simulator.violations] == [code]


async def test_an_approval_of_an_unknown_token_and_of_nothing(caller, simulator):
    assert (await approve(caller, tokenContractAddress="0x" + "12" * 20))["code"] == "82104"
    (row,) = (await approve(caller, approveAmount="0"))["data"]
    assert row["data"].endswith("0" * 64)
    assert simulator.violations == []


async def test_a_swap_of_a_token(caller, simulator):
    row = await swap(caller, "8453", GLADE, NATIVE, 16240 * ETHER)
    transaction = row["tx"]
    assert set(transaction) == {
        *("from", "to", "data", "value", "gas", "gasPrice", "maxPriorityFeePerGas", "minReceiveAmount"),
        *("maxSpendAmount", "slippagePercent", "signatureData"),
    }
    assert (transaction["from"], transaction["value"], transaction["slippagePercent"]) == (EVM, "0", "1")
    # 1142441414635067649 * 0.99 = 1131017000488716972.51, with bc
    assert row["routerResult"]["toTokenAmount"] == "1142441414635067649"
    assert transaction["minReceiveAmount"] == "1131017000488716972"
    assert (transaction["gas"], transaction["gasPrice"]) == ("300000", "50000000")
    assert int(transaction["data"][2:], 16) > 0
    query = {"chainIndex": "8453", "fromTokenAddress": GLADE, "toTokenAddress": NATIVE}
    query |= {"amount": str(16240 * ETHER), "swapMode": "exactIn"}
    quoted = (await caller.get(f"{AGGREGATOR}/quote", query)).json()["data"]
    assert quoted == [row["routerResult"]]
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("slippage", "least"),
    [
        ("0", "1142441414635067649"),
        ("0.25", "1139585311098479979"),
        ("100", "0"),
    ],
)
async def test_slippage_is_rounded_down(caller, slippage, least):
    row = await swap(caller, "8453", GLADE, NATIVE, 16240 * ETHER, slippagePercent=slippage)
    assert row["tx"]["minReceiveAmount"] == least


async def test_a_swap_of_the_native_coin_carries_it(caller):
    assert (await swap(caller, "1", NATIVE, USDC, ETHER))["tx"]["value"] == str(ETHER)
    bought = await swap(caller, "1", NATIVE, USDC, 10**9, swapMode="exactOut", slippagePercent="0.5")
    assert bought["tx"]["value"] == "320032890148553259"
    # 320032890148553259 * 1.005 = 321633054599296025.295
    assert bought["tx"]["maxSpendAmount"] == "321633054599296026"
    assert bought["tx"]["minReceiveAmount"] == "1000000000"


@pytest.mark.parametrize(("form", "chain", "native"), [("tron", "195", TRX), ("sui", "784", "0x2::sui::SUI")])
async def test_swaps_on_the_rarer_chains(caller, simulator, form, chain, native):
    (token,) = [token.address for token in simulator.world.all_tokens if token.chain == chain and token.address]
    row = await swap(caller, chain, native, token, 10**9, userWalletAddress=DEMO_TRADERS[form])
    assert (row["tx"]["value"], row["tx"]["from"]) == (str(10**9), DEMO_TRADERS[form])
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slippagePercent": ""}, "50014"),
        ({"slippagePercent": "100.1"}, "51000"),
        ({"slippagePercent": "-1"}, "51000"),
        ({"slippagePercent": "1%"}, "51000"),
        ({"userWalletAddress": ""}, "50014"),
        ({"userWalletAddress": "main"}, "81001"),
        ({"userWalletAddress": SOL}, "84019"),
        ({"swapMode": "ExactIn"}, "51000"),
    ],
)
async def test_a_swap_reads_its_parameters_strictly(caller, simulator, change, code):
    assert (await ask(caller, "swap", "1", NATIVE, USDC, ETHER, **change))["code"] == code
    assert [line.split()[0] for line in simulator.violations] == [code]


async def test_a_honeypot_is_not_swapped(caller):
    assert (await ask(caller, "swap", "56", SAFEPUP, NATIVE, 10**15))["code"] == "82120"


async def test_instructions_come_in_two_shapes(caller, simulator):
    even, odd = [(await ask(caller, "swap-instruction", "501", SYSTEM, JUP, 10**9 + more))["data"] for more in (0, 1)]
    assert isinstance(even, dict)
    assert isinstance(odd, list)
    assert set(even) == set(odd[0])
    assert set(even) == {"instructionLists", "addressLookupTableAccount", "routerResult", "tx", "wsolRentFee"}
    for instruction in even["instructionLists"]:
        assert set(instruction) == {"data", "accounts", "programId"}
    signers = [account for part in even["instructionLists"] for account in part["accounts"] if account["isSigner"]]
    assert signers == [{"pubkey": SOL, "isSigner": True, "isWritable": True}]
    assert even["wsolRentFee"] == "2039280"
    assert simulator.violations == []


async def test_instructions_by_hand(caller):
    body = await ask(caller, "swap-instruction", "501", WIF, JUP, 310_250_000, slippagePercent="0.5")
    # 532003508 * 0.995 = 529343490.46
    assert body["data"]["tx"]["minReceiveAmount"] == "529343490"
    assert (body["data"]["tx"]["from"], body["data"]["wsolRentFee"]) == (SOL, "0")


async def test_instructions_are_for_solana(caller, simulator):
    assert (await ask(caller, "swap-instruction", "1", NATIVE, USDC, ETHER))["code"] == "51000"
    assert (await ask(caller, "swap-instruction", "501", WSOL, JUP, 10**9))["code"] == "0"
    assert [line.split()[0] for line in simulator.violations] == ["51000", "wSOL"]


async def test_a_changed_swap(caller, simulator):
    def to_somebody_else(body):
        body["data"][0]["tx"]["from"] = "0x" + "12" * 20
        return body

    simulator.faults.add(Fault(faults.Mutate(to_somebody_else), path="/aggregator/swap"))
    assert (await swap(caller, "1", NATIVE, USDC, ETHER))["tx"]["from"] == "0x" + "12" * 20
