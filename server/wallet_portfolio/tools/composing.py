"""Small pieces that every tool's answer is composed of."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import phrase, say
from wallet_portfolio.intents.offers import Argument, Named, Offer
from wallet_portfolio.tools.answers import NextStep, TokenRef
from wallet_portfolio.tools.questions import WalletQuestion
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.naming import NamedToken
from wallet_portfolio.workflows.scope import Gap


def steps(offers: Iterable[Offer]) -> list[NextStep]:
    """The offers as they are published."""
    return [NextStep(say=offer.say, tool=offer.tool, arguments=dict(offer.arguments)) for offer in offers]


def about(question: WalletQuestion) -> dict[str, Argument]:
    """What a follow-up has to repeat to be about the same wallets, networks and choice of risk."""
    common: dict[str, Argument] = {
        "wallets": question.wallets,
        "chains": question.chains,
        "include_risky": question.include_risky,
    }
    return {name: value for name, value in common.items() if value}


def parse_change(text: str) -> Decimal:
    """A percentage, negative for a loss. Raises InputError."""
    try:
        percent = Decimal(text.strip().removesuffix("%").replace("−", "-"))
    except ArithmeticError:
        percent = Decimal("NaN")
    if not (percent.is_finite() and -100 <= percent <= 100_000):
        raise InputError(phrase("max_change_percent has to be a percentage, such as -5 or 0."))
    return percent


def status(gaps: Sequence[Gap]) -> Literal["ok", "partial"]:
    """Partial as soon as anything is missing."""
    return "partial" if gaps else "ok"


def token_of(access: Access, token: NamedToken, chain: Chain) -> Named:
    """A token to offer something about, with the saved wallet that can hold it."""
    return Named(token.symbol or say("this token"), token.id, chain.name, wallet_for(access, chain))


def wallet_for(access: Access, chain: Chain) -> str | None:
    """The first saved wallet with an address on a network; "" where none is saved at all, None where none fits."""
    for name in access.saved.names:
        try:
            wallets = access.saved.resolve([name])
        except InputError:
            continue
        if any(chain.fits(wallet.address) for wallet in wallets):
            return name
    return None if access.saved.names else ""


def token_ref(token: NamedToken, chain: Chain) -> TokenRef:
    """The token as it is published."""
    return TokenRef(
        symbol=token.symbol,
        chain=chain.name,
        chain_index=chain.index,
        token_address=token.id.address,
        verified=token.verified,
    )
