"""The chains of the demo: those the project names, and one it has never heard of."""

from wallet_portfolio.simulator.addresses import AddressForm
from wallet_portfolio.simulator.world import Chain

_EVM_NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
_RISK_DETECTION = frozenset({"1", "56", "501", "8453"})
_WITHOUT_AGGREGATOR = frozenset({"7777777"})

_EVM_CHAINS = (
    ("1", "Ethereum", "eth"),
    ("56", "BNB Chain", "bsc"),
    ("137", "Polygon", "polygon"),
    ("42161", "Arbitrum One", "arb"),
    ("8453", "Base", "base"),
    ("10", "Optimism", "op"),
    ("43114", "Avalanche C-Chain", "avax"),
    ("196", "X Layer", "xlayer"),
    ("324", "zkSync Era", "zksync"),
    ("59144", "Linea", "linea"),
    ("534352", "Scroll", "scroll"),
    ("81457", "Blast", "blast"),
    ("5000", "Mantle", "mantle"),
    ("100", "Gnosis", "gnosis"),
    ("130", "Unichain", "unichain"),
    ("146", "Sonic", "sonic"),
    ("169", "Manta Pacific", "manta"),
    ("250", "Fantom", "ftm"),
    ("25", "Cronos", "cronos"),
    ("1030", "Conflux eSpace", "cfx"),
    ("1088", "Metis", "metis"),
    ("4200", "Merlin", "merlin"),
    ("7000", "ZetaChain", "zeta"),
    ("34443", "Mode", "mode"),
    ("80094", "Berachain", "bera"),
    ("7777777", "Zora", "zora"),
)

_OTHER_CHAINS: tuple[tuple[str, str, str, AddressForm, str], ...] = (
    ("501", "Solana", "sol", "solana", "11111111111111111111111111111111"),
    ("0", "Bitcoin", "btc", "bitcoin", ""),
    ("195", "TRON", "tron", "tron", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"),
    ("784", "Sui", "sui", "sui", "0x2::sui::SUI"),
    ("607", "TON", "ton", "ton", "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c"),
    ("637", "Aptos", "apt", "aptos", "0x1::aptos_coin::AptosCoin"),
    ("2", "Litecoin", "ltc", "litecoin", ""),
    ("3", "Dogecoin", "doge", "dogecoin", ""),
)


def _chain(index: str, name: str, short_name: str, form: AddressForm, native_name: str) -> Chain:
    return Chain(
        index,
        name,
        short_name,
        form,
        native_name,
        risk_detection=index in _RISK_DETECTION,
        aggregator=index not in _WITHOUT_AGGREGATOR,
    )


CHAINS = (
    *(_chain(*names, "evm", _EVM_NATIVE) for names in _EVM_CHAINS),
    *(_chain(*row) for row in _OTHER_CHAINS),
)
