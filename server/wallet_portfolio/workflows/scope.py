"""Which addresses to ask about, and on which chains: the request's words become parts that one call can answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import Phrase, Sayable, phrase
from wallet_portfolio.assets.series import all_of, any_of
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.okx.client import MOST_CHAINS
from wallet_portfolio.workflows.access import Access, Directory, chain_directory


@dataclass(frozen=True, slots=True)
class Part:
    """One address on chains of one family, few enough for one call."""

    wallet: Wallet
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing in an answer: of whom, where, and why, each in words for the user."""

    wallet: Wallet | None
    where: tuple[Sayable, ...]
    why: Sayable


_UNKNOWN_NETWORKS = Gap(
    None, (phrase("networks newer than the built-in list"),), phrase("the current list could not be read")
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a figure reaches: of how many wallets, on which networks, and whether these were named."""

    wallets: int
    networks: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about. `asked` is empty where no chain was named."""

    wallets: tuple[Wallet, ...]
    asked: tuple[Chain, ...]
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    directory: Directory

    @property
    def extent(self) -> Extent:
        """How far it reaches, without the networks that none of the addresses belongs to."""
        names = dict.fromkeys(chain.name for part in self.parts for chain in part.chains)
        asked = {chain.name for chain in self.asked} or names.keys()
        return Extent(len(self.wallets), tuple(name for name in names if name in asked), bool(self.asked))

    def chains_of(self, wallet: Wallet) -> list[Chain]:
        """Every chain that is asked about a wallet."""
        return [chain for part in self.parts if part.wallet == wallet for chain in part.chains]


async def resolve_scope(access: Access, wallets: Sequence[str], chains: Sequence[str]) -> Scope:
    """Read addresses, saved names and networks, and split them into parts.

    Raises NotConfigured, NeedsInput, InvalidAddress, UnknownWallet, UnsupportedChain, and InputError where none of
    the addresses can hold anything on any of the networks.
    """
    access.service()
    meant = access.saved.resolve(wallets)
    directory = await chain_directory(access)
    with directory.reasons():  # the list that could not be read may have it
        asked = list(dict.fromkeys(directory.chains.find(text) for text in chains if text.strip()))
    parts = [part for wallet in meant for part in _parts(wallet, directory.chains, asked)]
    if not parts:
        raise InputError(_nothing_fits(meant, asked))
    gaps = [*_misfits(meant, asked, parts), *([] if asked or not directory.error else [_UNKNOWN_NETWORKS])]
    return Scope(tuple(meant), tuple(asked), tuple(parts), tuple(gaps), directory)


def split(part: Part, size: int = MOST_CHAINS) -> list[Part]:
    """The part in pieces of at most so many chains."""
    return [replace(part, chains=part.chains[i : i + size]) for i in range(0, len(part.chains), size)]


def _parts(wallet: Wallet, directory: Chains, asked: Sequence[Chain]) -> list[Part]:
    chains = directory.for_address(wallet.address)
    if asked:
        chains = [chain for chain in asked if chain in chains]
    families = dict.fromkeys(chain.family for chain in chains)
    whole = [Part(wallet, tuple(chain for chain in chains if chain.family == family)) for family in families]
    return [piece for part in whole for piece in split(part)]


def _misfits(wallets: Sequence[Wallet], asked: Sequence[Chain], parts: Sequence[Part]) -> list[Gap]:
    """Addresses without any of the networks asked for, and networks without any of the addresses."""
    answered = {part.wallet for part in parts}
    lost = [wallet for wallet in wallets if wallet not in answered]
    uncovered = tuple(chain.name for chain in asked if not any(chain in part.chains for part in parts))
    gaps = [Gap(wallet, (), phrase("it has no place on the networks asked for")) for wallet in lost]
    if uncovered:
        gaps.append(Gap(None, uncovered, phrase("none of the addresses belongs there")))
    return gaps


def _nothing_fits(wallets: Sequence[Wallet], asked: Sequence[Chain]) -> Phrase:
    whose = all_of(wallet.label for wallet in wallets)
    if not asked:
        return phrase("The network of {wallets} is not supported at the moment.", wallets=whose)
    return phrase(
        "The address {wallets} is of another kind and cannot hold anything on {networks}. "
        "Leave the network out to see everything it holds, or give me an address on {networks}.",
        wallets=whose,
        networks=any_of(chain.name for chain in asked),
    )
