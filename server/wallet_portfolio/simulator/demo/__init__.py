"""The world shown by the demo: small, believable, and the same every time."""

from functools import cache

from wallet_portfolio.simulator.demo.identity import DEMO_CREDENTIALS, DEMO_TRADERS, DEMO_WALLETS
from wallet_portfolio.simulator.world import World

__all__ = ["DEMO_CREDENTIALS", "DEMO_TRADERS", "DEMO_WALLETS", "demo_world"]


@cache
def demo_world() -> World:
    """The demo's chains, tokens and wallets. It is immutable, so everyone may share it."""
    # Imported here: whoever needs the demo's names and credentials only does not build its 5,000-token wallet.
    from wallet_portfolio.simulator.demo.chains import CHAINS
    from wallet_portfolio.simulator.demo.many import many_wallet
    from wallet_portfolio.simulator.demo.special import POOLS, SPECIAL_TOKENS
    from wallet_portfolio.simulator.demo.tokens import TOKENS
    from wallet_portfolio.simulator.demo.traders import TRADERS
    from wallet_portfolio.simulator.demo.wallets import WALLETS

    wallets = (*WALLETS, many_wallet(DEMO_WALLETS["many"]), *TRADERS)
    return World(CHAINS, (*TOKENS, *SPECIAL_TOKENS), wallets, POOLS)
