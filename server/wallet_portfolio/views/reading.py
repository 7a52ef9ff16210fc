"""An answer as plain reading matter: the summary, then notices, then the next steps as one friendly question."""

from collections.abc import Sequence

from wallet_portfolio.assets.phrases import say, spoken
from wallet_portfolio.assets.series import choice_of

_CAPITALS = frozenset({"en", "es", "pt"})  # languages whose sentences begin with a capital


def reading(summary: str, notices: Sequence[str], says: Sequence[str], question: str | None = None) -> str:
    """The text of an answer, in Markdown. `says` are next steps in words, `question` what is missing."""
    parts = [summary, "\n".join(f"_{notice}_" for notice in notices), question or offer(says)]
    return "\n\n".join(part for part in dict.fromkeys(parts) if part)


def offer(says: Sequence[str]) -> str:
    """`Would you like to see the chart, or check a swap?`, or "" where there is nothing to offer."""
    if not says:
        return ""
    return say("Would you like to {steps}?", steps=choice_of(map(_inside, says)))


def _inside(step: str) -> str:
    """A step as it stands inside a sentence; the others have no capitals but those of names."""
    return step[0].lower() + step[1:] if spoken() in _CAPITALS else step
