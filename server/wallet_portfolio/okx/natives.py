"""The native coin goes by different names in different calls; here they all are (OKX Web3 API documentation)."""

from wallet_portfolio.assets.addresses import Family

# As swaps and prices call it. Balances call it "".
_SYSTEM_ADDRESS: dict[Family, str] = {
    "evm": "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
    "solana": "11111111111111111111111111111111",
    "tron": "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
    "sui": "0x2::sui::SUI",
    "ton": "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c",
}


def is_native_name(contract: str, family: Family) -> bool:
    """Whether an address stands for the native coin and not for a contract."""
    name = _SYSTEM_ADDRESS.get(family)
    return name is not None and (contract.lower() == name if family == "evm" else contract == name)
