"""Small pieces that every tool's answer is composed of."""

from collections.abc import Iterable
from typing import Literal

from wallet_portfolio.intents.offers import Argument, Offer
from wallet_portfolio.tools.answers import NextStep
from wallet_portfolio.tools.questions import WalletQuestion
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


def status(gaps: Iterable[Gap]) -> Literal["ok", "partial"]:
    """Partial as soon as anything is missing."""
    return "partial" if any(True for _ in gaps) else "ok"
