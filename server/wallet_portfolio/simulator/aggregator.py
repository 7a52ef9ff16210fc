"""The swap calls: quotes, approvals, and transactions for the user's own wallet to sign."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from wallet_portfolio.simulator.addresses import AddressForm
from wallet_portfolio.simulator.contracts import (
    APPROVE_SELECTOR,
    SWAP_SELECTOR,
    calldata,
    made_up_address,
    router,
    sealed,
    sealed_instruction,
    spender,
)
from wallet_portfolio.simulator.gas import APPROVAL_GAS, fee_in_usd, gas_price, swap_gas
from wallet_portfolio.simulator.money import plain
from wallet_portfolio.simulator.naming import is_wrapped_sol, market_token
from wallet_portfolio.simulator.parameters import bad_parameter, known_chain, wrong_contract
from wallet_portfolio.simulator.protocol import JSON, Call, Refusal, Route
from wallet_portfolio.simulator.quoting import Quote, Side, SwapMode, quote
from wallet_portfolio.simulator.world import Chain

PREFIX = "/api/v6/dex/aggregator"
EXACT_OUT_CHAINS = frozenset({"1", "8453", "56", "42161"})
WSOL_RENT = 2_039_280

_EXCHANGE: dict[AddressForm, str] = {
    "evm": "Uniswap V3",
    "solana": "Raydium CL",
    "tron": "SunSwap V3",
    "sui": "Cetus",
    "ton": "STON.fi",
}
_SLOTS_PER_SECOND = Decimal("2.5")
_FEE_DIGITS = Decimal("0.000000000001")


def supported_chains(call: Call) -> JSON:
    """The chains swaps are possible on, and whom an approval there has to name."""
    return [
        {"chainIndex": chain.index, "chainName": chain.name, "dexTokenApproveAddress": spender(chain)}
        for chain in call.world.chains
        if chain.swaps
    ]


def quoted(call: Call) -> JSON:
    """What a swap would bring now."""
    return [_quote_row(call, _quote(call))]


def approval(call: Call) -> JSON:
    """The transaction that lets the aggregator spend a token: sent to the token, it names the spender and the sum."""
    chain = _chain(call)
    contract = call.parameters.required("tokenContractAddress")
    amount = call.parameters.amount("approveAmount", least=0)
    allowed = spender(chain)
    if not allowed:
        raise bad_parameter("chainIndex")
    if contract == chain.native_name:
        raise wrong_contract()
    if market_token(call.world, chain, contract) is None:
        raise _unknown_token(contract)
    return [
        {
            "data": calldata(APPROVE_SELECTOR, allowed, amount),
            "dexContractAddress": allowed,
            "gasLimit": str(APPROVAL_GAS),
            "gasPrice": str(gas_price(chain)),
        }
    ]


def swap(call: Call) -> JSON:
    """The quote, and the transaction that makes it come true."""
    found, terms = _swap(call)
    chain, price = found.chain, gas_price(found.chain)
    is_evm = chain.form == "evm"
    what = (found.sell.name, found.buy.name, found.sold, int(terms["minReceiveAmount"]), terms["from"])
    data = calldata(SWAP_SELECTOR, *what) if is_evm else sealed(chain, *what)
    transaction: dict[str, JSON] = {
        "data": data,
        "value": "0" if found.sell.token.address else str(found.sold),
        "gas": str(swap_gas(chain, found.hops) * 3 // 2),
        "gasPrice": str(price),
        "maxPriorityFeePerGas": str(price // 10) if is_evm else "",
        "signatureData": [""],
    }
    return [{"routerResult": _quote_row(call, found), "tx": {**terms, **transaction}}]


def swap_instruction(call: Call) -> JSON:
    """The parts of a Solana transaction. The data comes as an object for even amounts, in a list for odd ones."""
    if _chain(call).form != "solana":
        raise bad_parameter("chainIndex")
    found, terms = _swap(call)
    needs_wsol = not (found.sell.token.address and found.buy.token.address)
    answer: JSON = {
        "instructionLists": _instructions(found, terms),
        "addressLookupTableAccount": [made_up_address(found.chain, "lookup table")],
        "routerResult": _quote_row(call, found),
        "tx": {**terms},
        "wsolRentFee": str(WSOL_RENT) if needs_wsol else "0",
    }
    return [answer] if call.parameters.amount("amount") % 2 else answer


def _chain(call: Call) -> Chain:
    chain = known_chain(call.world, call.parameters.required("chainIndex"), unknown="82105")
    if not chain.swaps:
        raise Refusal("82105", f"Chain {chain.index} is not supported", breach=False)
    return chain


def _side(call: Call, chain: Chain, parameter: str) -> Side:
    name = call.parameters.required(parameter)
    if is_wrapped_sol(chain, name):
        call.note("wSOL in place of the system address makes the swap fail on chain")
        token = market_token(call.world, chain, chain.native_name)
    else:
        token = market_token(call.world, chain, name)
    if token is None:
        raise _unknown_token(name)
    return Side(name, token)


def _quote(call: Call) -> Quote:
    chain = _chain(call)
    amount = call.parameters.amount("amount")
    mode: SwapMode = "exactIn"
    if call.parameters.choice("swapMode", ("exactIn", "exactOut"), "") == "exactOut":
        if chain.index not in EXACT_OUT_CHAINS:
            raise bad_parameter("swapMode")
        mode = "exactOut"
    sell, buy = (_side(call, chain, name) for name in ("fromTokenAddress", "toTokenAddress"))
    if sell.token == buy.token:
        raise bad_parameter("toTokenAddress")
    return quote(call.world, chain, mode, sell, buy, amount)


def _swap(call: Call) -> tuple[Quote, dict[str, str]]:
    """The quote, and who swaps, where it is sent to, and what the slippage leaves in the worst case."""
    slippage = Fraction(call.parameters.percent("slippagePercent")) / 100
    wallet = call.parameters.address_on([_chain(call)], "userWalletAddress")
    found = _quote(call)
    if found.sell.token.honeypot or found.buy.token.honeypot:
        raise Refusal("82120", "Honeypot token", breach=False)
    exact_out = found.mode == "exactOut"
    terms = {
        "from": wallet,
        "to": router(found.chain),
        "minReceiveAmount": str(found.bought if exact_out else floor(found.bought * (1 - slippage))),
        "maxSpendAmount": str(ceil(found.sold * (1 + slippage))) if exact_out else "",
        "slippagePercent": call.parameters.required("slippagePercent"),
    }
    return found, terms


def _instructions(found: Quote, terms: dict[str, str]) -> list[JSON]:
    accounts: list[JSON] = [{"pubkey": terms["from"], "isSigner": True, "isWritable": True}]
    for side in found.path:
        vault = made_up_address(found.chain, f"vault of {side.name}")
        accounts.append({"pubkey": vault, "isSigner": False, "isWritable": True})
    data = sealed_instruction(found.chain, found.sell.name, found.buy.name, found.sold, terms["minReceiveAmount"])
    return [
        {"data": "AsBcFQA=", "accounts": [], "programId": "ComputeBudget111111111111111111111111111111"},
        {"data": data, "accounts": accounts, "programId": terms["to"]},
    ]


def _quote_row(call: Call, found: Quote) -> JSON:
    impact = found.impact_percent
    units = swap_gas(found.chain, found.hops)
    fee = fee_in_usd(found.chain, call.world.token(found.chain.index, ""), units)
    hops = pairwise(found.path)
    return {
        "chainIndex": found.chain.index,
        "contextSlot": int(int(call.now.timestamp()) * _SLOTS_PER_SECOND) if found.chain.form == "solana" else 0,
        "swapMode": found.mode,
        "fromTokenAmount": str(found.sold),
        "toTokenAmount": str(found.bought),
        "estimateGasFee": str(units),
        "tradeFee": plain(fee.quantize(_FEE_DIGITS)),
        "priceImpactPercent": None if impact is None else plain(impact),
        "router": "--".join(side.name for side in found.path),
        "dexRouterList": [
            {
                "dexProtocol": {"dexName": _EXCHANGE[found.chain.form], "percent": "100"},
                "fromToken": _token_row(start, sold=True),
                "fromTokenIndex": str(number),
                "toToken": _token_row(end, sold=False),
                "toTokenIndex": str(number + 1),
            }
            for number, (start, end) in enumerate(hops)
        ],
        "fromToken": _token_row(found.sell, sold=True),
        "toToken": _token_row(found.buy, sold=False),
    }


def _token_row(side: Side, *, sold: bool) -> JSON:
    token = side.token
    return {
        "tokenContractAddress": side.name,
        "tokenSymbol": token.symbol,
        "decimal": str(token.decimals),
        "isHoneyPot": token.honeypot,
        "taxRate": plain(token.sell_tax if sold else token.buy_tax),
        "tokenUnitPrice": plain(token.price) if token.price else None,
    }


def _unknown_token(contract: str) -> Refusal:
    return Refusal("82104", f"Token {contract} is not supported", breach=False)


_QUOTE = frozenset({"chainIndex", "amount", "swapMode", "fromTokenAddress", "toTokenAddress"})
_SWAP = _QUOTE | {"slippagePercent", "userWalletAddress"}

ROUTES = (
    Route("GET", f"{PREFIX}/supported/chain", frozenset(), supported_chains),
    Route("GET", f"{PREFIX}/quote", _QUOTE, quoted),
    Route(
        "GET",
        f"{PREFIX}/approve-transaction",
        frozenset({"chainIndex", "tokenContractAddress", "approveAmount"}),
        approval,
    ),
    Route("GET", f"{PREFIX}/swap", _SWAP, swap),
    Route("GET", f"{PREFIX}/swap-instruction", _SWAP, swap_instruction),
)
