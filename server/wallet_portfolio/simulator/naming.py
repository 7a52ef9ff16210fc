"""What the native coin is called in the calls that have another name for it than ""."""

from wallet_portfolio.simulator.parameters import check_contract, wrong_contract
from wallet_portfolio.simulator.world import Chain, Token, World

WRAPPED_SOL = "So11111111111111111111111111111111111111112"


def market_token(world: World, chain: Chain, contract: str, *, blank_is_native: bool = False) -> Token | None:
    """The token under its market name; None when the contract is well formed but unknown."""
    if contract == chain.native_name or (blank_is_native and not contract):
        return world.token(chain.index, "")
    check_contract(chain, contract)
    return world.token(chain.index, contract)


def candle_token(world: World, chain: Chain, contract: str) -> Token | None:
    """The same for candles, where Solana's coin is known as wSOL only."""
    if chain.form == "solana":
        if contract == chain.native_name:
            raise wrong_contract()
        if contract == WRAPPED_SOL:
            return world.token(chain.index, "")
    return market_token(world, chain, contract)


def is_wrapped_sol(chain: Chain, contract: str) -> bool:
    """Whether this is the name that makes a swap of Solana's coin fail on chain."""
    return chain.form == "solana" and contract == WRAPPED_SOL
