"""What a transaction costs on each chain: units of gas, and the price of one in the coin's smallest unit."""

from decimal import Decimal

from wallet_portfolio.simulator.addresses import AddressForm
from wallet_portfolio.simulator.money import product
from wallet_portfolio.simulator.world import Chain, Token

APPROVAL_GAS = 60_000

_GWEI = 10**9

# By chainIndex, in thousandths of a gwei; the other EVM chains pay 50.
_USUAL_MILLIGWEI = {
    "1": 2_500,
    "56": 100,
    "137": 600_000,
    "43114": 20_000,
    "196": 1_000,
    "324": 100,
    "59144": 100,
    "5000": 100_000,
    "100": 100_000,
    "146": 1_000_000,
    "250": 1_000_000,
    "25": 5_000_000,
    "1030": 2_000_000,
    "1088": 20_000,
    "4200": 5,
    "7000": 2_000_000,
    "80094": 200_000,
}
_USUAL_BY_FORM: dict[AddressForm, int] = {"solana": 5, "tron": 100, "sui": 1_000, "ton": 800}

# Units for the transaction, and for each hop of its route.
_UNITS: dict[AddressForm, tuple[int, int]] = {
    "evm": (110_000, 90_000),
    "solana": (170_000, 80_000),
    "tron": (40_000, 50_000),
    "sui": (10_000, 10_000),
    "ton": (150_000, 100_000),
}


def gas_price(chain: Chain) -> int:
    """The price of one unit, the same at any time."""
    if chain.gas_price is not None:
        return chain.gas_price
    return _USUAL_BY_FORM.get(chain.form) or _USUAL_MILLIGWEI.get(chain.index, 50) * _GWEI // 1000


def swap_gas(chain: Chain, hops: int) -> int:
    """The units a swap is expected to use."""
    base, each = _UNITS[chain.form]
    return base + each * hops


def fee_in_usd(chain: Chain, coin: Token | None, units: int) -> Decimal:
    """What so many units cost; nothing is known of a coin without a price."""
    if coin is None:
        return Decimal(0)
    return product(Decimal(units * gas_price(chain)).scaleb(-coin.decimals), coin.price)
