"""The `**bold**` of the answers' Markdown, as text with a style."""

import re

from rich.text import Text

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def emphasised(text: str) -> Text:
    """The text without the stars; nothing else in it is read as markup."""
    shown = Text()
    position = 0
    for bold in _BOLD.finditer(text):
        shown.append(text[position : bold.start()])
        shown.append(bold.group(1), style="bold")
        position = bold.end()
    return shown.append(text[position:])
