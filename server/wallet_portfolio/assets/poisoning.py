"""Addresses made to be mistaken for a saved wallet's: the same beginning and end, another middle.

Whoever plants one sends a worthless amount from it, so that it stands in the history of the wallet and is copied from
there. Wallets show addresses shortened, which is all that such an address has to match.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wallet_portfolio.assets.addresses import Address, looks_like_address, parse_address
from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.wallets import SavedWallets, Wallet

_SHOWN = 4  # characters at each end that a look-alike shares


@dataclass(frozen=True, slots=True)
class Resemblance:
    """An address that was named, and the saved wallet that it could be mistaken for."""

    address: Address
    saved: Wallet


def resemblances(named: Iterable[str], saved: SavedWallets) -> list[Resemblance]:
    """Those of the addresses that look like a saved wallet's and are not saved themselves.

    Names of saved wallets and whatever is no address are passed over.
    """
    names = {name.casefold() for name, _ in saved.entries}
    texts = [text.strip() for text in named]
    addresses = [_read(text) for text in texts if text.casefold() not in names and looks_like_address(text)]
    if not (any(addresses) and saved.entries):
        return []
    wallets = [Wallet(address, name) for name, text in saved.entries if (address := _read(text))]
    trusted = {wallet.address.canonical for wallet in wallets}
    found: dict[tuple[str, str], Resemblance] = {}
    for address in addresses:
        if address is None or address.canonical in trusted:
            continue
        for wallet in wallets:
            if look_alike(address, wallet.address):
                key = address.canonical, wallet.address.canonical
                found.setdefault(key, Resemblance(address, wallet))
    return list(found.values())


def look_alike(one: Address, other: Address) -> bool:
    """Whether two different addresses of one family begin and end alike, as written or in the form for comparing."""
    return (
        one.canonical != other.canonical
        and not one.families.isdisjoint(other.families)
        and not _faces(one).isdisjoint(_faces(other))
    )


def _faces(address: Address) -> set[tuple[str, str]]:
    """What an eye compares; more than one where an address has several forms."""
    bodies = [text.removeprefix("0x") for text in (address.canonical, address.text)]
    return {(body[:_SHOWN], body[-_SHOWN:]) for body in bodies}


def _read(text: str) -> Address | None:
    """The address, even where its capitals are wrong: they say nothing of how it looks."""
    try:
        return parse_address(text.lower() if text[:2].lower() == "0x" else text)
    except InvalidAddress:
        return None
