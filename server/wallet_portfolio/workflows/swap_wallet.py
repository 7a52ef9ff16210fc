"""Which saved wallet could make a trade that the default wallet cannot: SOL is not an Ethereum wallet's to sell."""

from collections.abc import Iterator, Sequence

from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.assets.contracts import contract_families
from wallet_portfolio.assets.errors import Choice, InputError, NeedsInput
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.wallets import SavedWallets, Wallet


def other_wallets(
    saved: SavedWallets, default: Sequence[Wallet], directory: Chains, tokens: Sequence[str], chain: str
) -> list[Wallet]:
    """Saved wallets on the networks that were said, where the default wallet has no place on any of these."""
    there = _networks(directory, tokens, chain)
    if any(place.fits(wallet.address) for wallet in default for place in there):
        return []
    return [wallet for wallet in _saved(saved) if any(place.fits(wallet.address) for place in there)]


def which_wallet(default: Wallet, others: Sequence[Wallet], chain: Chain) -> NeedsInput:
    """The question which of the others is meant; `chain` is where the first of them can trade."""
    return NeedsInput(
        phrase(
            "Your wallet {wallet} has no place on {network}. Which wallet should it be?",
            wallet=default.label,
            network=chain.name,
        ),
        ["wallet"],
        [Choice(phrase("Take {wallet}", wallet=wallet.label), "", wallet.address.text) for wallet in others],
    )


def _networks(directory: Chains, tokens: Sequence[str], chain: str) -> list[Chain]:
    """The network that was named; else those that a token is the coin of, or that a contract has the form of."""
    if chain.strip():
        return [directory.find(chain)]
    coins = {text.strip().casefold() for text in tokens}
    families = {family for text in tokens for family in contract_families(text)}
    return [place for place in directory if place.native_symbol.casefold() in coins or place.family in families]


def _saved(saved: SavedWallets) -> Iterator[Wallet]:
    for name in saved.names:
        try:
            yield from saved.resolve([name])
        except InputError:  # an address that was saved with a typing error is of no use here
            continue
