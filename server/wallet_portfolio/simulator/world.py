"""What exists in the stand-in's world: chains, tokens, and who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wallet_portfolio.simulator.addresses import AddressForm
from wallet_portfolio.simulator.money import product

_FORMS_WITH_SWAPS: frozenset[AddressForm] = frozenset({"evm", "solana", "tron", "sui", "ton"})


@dataclass(frozen=True, slots=True)
class Chain:
    """A network. `native_name` is what the market and swap calls call its coin; the balance calls say "".

    `gas_price` is in the coin's smallest unit; None means the usual one of the chain.
    """

    index: str
    name: str
    short_name: str
    form: AddressForm
    native_name: str
    risk_detection: bool = False
    aggregator: bool = True
    gas_price: int | None = None

    @property
    def swaps(self) -> bool:
        """Whether the aggregator serves this chain."""
        return self.aggregator and self.form in _FORMS_WITH_SWAPS


@dataclass(frozen=True, slots=True)
class Token:
    """A coin or token; `address` is "" for a chain's native coin. A price of 0 means unpriced."""

    chain: str
    address: str
    symbol: str
    name: str
    decimals: int
    price: Decimal = Decimal(0)
    change_24h: Decimal = Decimal(0)
    market_cap: Decimal = Decimal(0)
    liquidity: Decimal = Decimal(0)
    volume_24h: Decimal = Decimal(0)
    holders: int = 0
    verified: bool = False
    risky: bool = False
    honeypot: bool = False
    buy_tax: Decimal = Decimal(0)
    sell_tax: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pool:
    """Where a token is traded for its chain's native coin: x·y = k, half of `liquidity` (USD) on either side.

    `price` is what the pool makes of one token, which the market calls may know nothing of.
    """

    chain: str
    address: str
    liquidity: Decimal
    price: Decimal
    fee: Decimal = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Holding:
    """An amount of a token in UI units."""

    token: Token
    amount: Decimal

    def __post_init__(self) -> None:
        exponent = self.amount.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > self.token.decimals:
            raise ValueError(f"{self.amount} has more digits than {self.token.symbol!r} allows")

    @property
    def value(self) -> Decimal:
        """Worth in USD, exact."""
        return product(self.amount, self.token.price)


@dataclass(frozen=True, slots=True)
class DefiPosition:
    """Money at work in a protocol on one chain, in USD."""

    chain: str
    value: Decimal


@dataclass(frozen=True)
class Wallet:
    """Everything one address owns."""

    address: str
    holdings: tuple[Holding, ...] = ()
    defi: tuple[DefiPosition, ...] = ()

    def on(self, chains: Iterable[str]) -> list[Holding]:
        """What is held on these chains, the most valuable first as the service lists it."""
        wanted = frozenset(chains)
        return [holding for holding in self._by_value if holding.token.chain in wanted]

    def holding(self, chain: str, address: str) -> Holding | None:
        """What is held of one token."""
        return self._by_token.get((chain, address))

    @cached_property
    def _by_value(self) -> list[Holding]:
        return sorted(self.holdings, key=lambda holding: holding.value, reverse=True)

    @cached_property
    def _by_token(self) -> dict[tuple[str, str], Holding]:
        return {(holding.token.chain, holding.token.address): holding for holding in self.holdings}


@dataclass(frozen=True)
class World:
    """Immutable data the service answers from. Tokens that somebody holds need not be listed again.

    A token without a pool among `pools` has the one that its own price and liquidity make.
    """

    chains: tuple[Chain, ...]
    tokens: tuple[Token, ...] = ()
    wallets: tuple[Wallet, ...] = ()
    pools: tuple[Pool, ...] = ()

    def chain(self, index: str) -> Chain | None:
        """The chain with this chainIndex."""
        return self._chains.get(index)

    def token(self, chain: str, address: str) -> Token | None:
        """The token under this contract, "" being the native coin."""
        return self._tokens.get((chain, address))

    def pool(self, token: Token) -> Pool | None:
        """The pool of a token; None when there is nothing in it."""
        pool = self._pools.get((token.chain, token.address))
        pool = pool or Pool(token.chain, token.address, token.liquidity, token.price)
        return pool if pool.liquidity and pool.price else None

    def wallet(self, address: str) -> Wallet:
        """The wallet of an address; one that nobody has heard of is empty."""
        return self._wallets.get(_key(address)) or Wallet(address)

    @cached_property
    def all_tokens(self) -> tuple[Token, ...]:
        """Every token of the world, listed or held, once, the largest market cap first."""
        return tuple(sorted(self._tokens.values(), key=lambda token: token.market_cap, reverse=True))

    @cached_property
    def _chains(self) -> dict[str, Chain]:
        return {chain.index: chain for chain in self.chains}

    @cached_property
    def _tokens(self) -> dict[tuple[str, str], Token]:
        held = (holding.token for wallet in self.wallets for holding in wallet.holdings)
        return {(token.chain, token.address): token for token in (*held, *self.tokens)}

    @cached_property
    def _pools(self) -> dict[tuple[str, str], Pool]:
        return {(pool.chain, pool.address): pool for pool in self.pools}

    @cached_property
    def _wallets(self) -> dict[str, Wallet]:
        return {_key(wallet.address): wallet for wallet in self.wallets}


def _key(address: str) -> str:
    """Hexadecimal addresses differ in case by their checksum only; the others are case-sensitive."""
    return address.lower() if address.startswith("0x") else address
