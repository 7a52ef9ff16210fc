"""Saved wallets, and how the words of a request become addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process

from wallet_portfolio.assets.addresses import Address, looks_like_address, parse_address
from wallet_portfolio.assets.errors import InputError, NeedsInput, UnknownWallet
from wallet_portfolio.assets.phrases import Phrase, phrase
from wallet_portfolio.assets.series import listed
from wallet_portfolio.assets.text import clean


@dataclass(frozen=True, slots=True)
class Wallet:
    """An address, with the name it is saved under, if it is."""

    address: Address
    name: str | None = None

    @property
    def label(self) -> str:
        """How a user would call it: "main (0x1234…abcd)", or the shortened address."""
        return f"{self.name} ({self.address.short})" if self.name else self.address.short


@dataclass(frozen=True, slots=True)
class SavedWallets:
    """Names and addresses in the order they were saved. A name may stand for several addresses."""

    entries: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def parse(cls, text: str) -> "SavedWallets":
        """Read `main=0x…,cold=bc1…`. Raises InputError for an entry without a name; addresses are read when used."""
        entries = []
        for entry in filter(None, (part.strip() for part in text.split(","))):
            name, equals, address = (part.strip() for part in entry.partition("="))
            if not (name and equals and address):
                raise InputError(phrase("Saved wallets are written as name=address, separated by commas."))
            entries.append((name, address))
        return cls(tuple(entries))

    @property
    def names(self) -> list[str]:
        """Each name once, the default first."""
        return list(dict.fromkeys(name for name, _ in self.entries))

    def resolve(self, asked: Sequence[str]) -> list[Wallet]:
        """The wallets meant by addresses and saved names, each address once; the default wallet for none.

        Raises InvalidAddress, UnknownWallet, and NeedsInput where nothing was said and nothing is saved.
        """
        texts = [text.strip() for text in asked if text.strip()]
        if not texts:
            if not self.entries:
                raise NeedsInput(phrase("Which wallet should I look at? Please give me its address."), ["wallets"])
            texts = self.names[:1]
        found: dict[str, Wallet] = {}
        for wallet in (wallet for text in texts for wallet in self._meant_by(text)):
            found.setdefault(wallet.address.canonical, wallet)
        return list(found.values())

    def _meant_by(self, text: str) -> Iterable[Wallet]:
        named = [(name, address) for name, address in self.entries if name.casefold() == text.casefold()]
        if named:
            return [Wallet(parse_address(address), name) for name, address in named]
        if not looks_like_address(text):
            raise UnknownWallet(self._no_such_wallet(text))
        address = parse_address(text)
        return [Wallet(address, self._name_of(address))]

    def _name_of(self, address: Address) -> str | None:
        lowered = address.canonical.casefold()
        return next((name for name, saved in self.entries if saved.casefold() == lowered), None)

    def _no_such_wallet(self, text: str) -> Phrase:
        said = clean(text)
        if not self.entries:
            return phrase(
                "“{name}” is neither an address nor the name of a saved wallet. No wallet is saved yet, so please give "
                "me the address itself.",
                name=said,
            )
        if close := process.extractOne(text.casefold(), self.names, score_cutoff=70):
            return phrase(
                "“{name}” is neither an address nor the name of a saved wallet. Did you mean “{closest}”?",
                name=said,
                closest=close[0],
            )
        return phrase(
            "“{name}” is neither an address nor the name of a saved wallet. Saved wallets: {names}.",
            name=said,
            names=listed(self.names),
        )
