"""An answer as plain reading matter: the summary, then notices, then the next steps as one friendly question."""

from collections.abc import Sequence


def reading(summary: str, notices: Sequence[str], says: Sequence[str], question: str | None = None) -> str:
    """The text of an answer, in Markdown. `says` are next steps in words, `question` what is missing."""
    parts = [summary, "\n".join(f"_{notice}_" for notice in notices), question or offer(says)]
    return "\n\n".join(part for part in dict.fromkeys(parts) if part)


def offer(says: Sequence[str]) -> str:
    """`Would you like to see the chart, or check a swap?`, or "" where there is nothing to offer."""
    if not says:
        return ""
    steps = [say[0].lower() + say[1:] for say in says]
    *first, last = steps
    return f"Would you like to {', '.join(first)}{', or ' if first else ''}{last}?"
