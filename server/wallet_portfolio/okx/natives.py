"""The native coin goes by different names in different calls; here they all are (OKX Web3 API documentation)."""

from wallet_portfolio.assets.contracts import canonical_contract
from wallet_portfolio.assets.tokens import NATIVE, WITHOUT_COIN_MARKET, TokenId

# As swaps and prices call it, by chain; balances call it "". Every other chain with tokens is an EVM chain.
_EVM = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
_OTHERS = {
    "501": "11111111111111111111111111111111",
    "195": "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
    "784": "0x2::sui::SUI",
    "607": "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c",
}
# Candles of the native coin are those of its wrapped form.
WRAPPED_SOL = "So11111111111111111111111111111111111111112"
_IN_CANDLES = {"501": WRAPPED_SOL}


def is_native_name(contract: str, chain_index: str) -> bool:
    """Whether an address stands for the native coin and not for a contract."""
    return contract == NATIVE or canonical_contract(contract) == _name(chain_index)


def in_markets(token: TokenId) -> str | None:
    """The token's address as swaps and prices take it; None for a native coin that has no name there."""
    return token.address or _name(token.chain_index)


def in_candles(token: TokenId) -> str | None:
    """The token's address as price history takes it; None for a native coin that has no name there."""
    return token.address or _IN_CANDLES.get(token.chain_index) or _name(token.chain_index)


def from_markets(chain_index: str, contract: str) -> TokenId:
    """The token that swaps and prices mean by an address, in the spelling in which it is compared."""
    if is_native_name(contract, chain_index):
        return TokenId(chain_index, NATIVE)
    return TokenId(chain_index, canonical_contract(contract))


def _name(chain_index: str) -> str | None:
    return None if chain_index in WITHOUT_COIN_MARKET else _OTHERS.get(chain_index, _EVM)
