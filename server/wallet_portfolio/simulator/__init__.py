"""A faithful, strict stand-in for the OKX Web3 API, for the demo, the tests and the benchmarks.

It shares no code with the rest of the project, so it is an independent check of the client.
"""

from wallet_portfolio.simulator.app import Simulator, create_app
from wallet_portfolio.simulator.demo import DEMO_CREDENTIALS, DEMO_TRADERS, DEMO_WALLETS, demo_world
from wallet_portfolio.simulator.faults import Fault, Faults
from wallet_portfolio.simulator.protocol import JSON, RecordedRequest, Reply
from wallet_portfolio.simulator.server import in_background, serve
from wallet_portfolio.simulator.world import Chain, DefiPosition, Holding, Pool, Token, Wallet, World

__all__ = [
    "DEMO_CREDENTIALS",
    "DEMO_TRADERS",
    "DEMO_WALLETS",
    "JSON",
    "Chain",
    "DefiPosition",
    "Fault",
    "Faults",
    "Holding",
    "Pool",
    "RecordedRequest",
    "Reply",
    "Simulator",
    "Token",
    "Wallet",
    "World",
    "create_app",
    "demo_world",
    "in_background",
    "serve",
]
