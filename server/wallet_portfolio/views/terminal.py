"""An answer for a person at a terminal: tables and emphasis there, plain text anywhere else.

The answers' Markdown is our own and small: paragraphs, `**bold**`, lists and tables. Strangers' text in it was cleaned,
and is only ever set as text here, never read as markup.
"""

import re
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from wallet_portfolio.views.reading import offer

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_PLAIN_WIDTH = 160


def show(console: Console, summary: str, notices: Sequence[str], says: Sequence[str]) -> None:
    """Print an answer."""
    for block in _blocks(summary, rich=console.is_terminal):
        console.print(block, soft_wrap=not console.is_terminal)
    for notice in notices:
        console.print(Text(notice, style="yellow"), soft_wrap=not console.is_terminal)
    if question := offer(says):
        console.print()
        console.print(Text(question, style="italic cyan"), soft_wrap=not console.is_terminal)


def make_console(*, stderr: bool = False) -> Console:
    """A console that writes plain, unwrapped text where nobody is watching."""
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    return console


class ProgressBar:
    """A bar on stderr while several parts are asked; it leaves nothing behind. Silent where nobody is watching."""

    def __init__(self) -> None:
        console = make_console(stderr=True)
        self._progress = Progress(
            TextColumn("Asking"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None)
        self._started = False

    async def report(self, done: int, of: int, what: str) -> None:
        """One more part is done."""
        if not self._started:
            self._progress.start()
            self._started = True
        self._progress.update(self._task, completed=done, total=of, description=what)

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()


def _blocks(summary: str, *, rich: bool) -> Iterator[RenderableType]:
    """The paragraphs and tables of the Markdown that answers are written in."""
    for paragraph in summary.split("\n\n"):
        lines = paragraph.split("\n")
        if lines[0].startswith("| "):
            yield _table(lines, rich=rich)
        else:
            yield _emphasised(
                "\n".join(line.replace("- ", "  ", 1) if line.startswith("- ") else line for line in lines)
            )
        yield Text()


def _emphasised(text: str) -> Text:
    shown = Text()
    position = 0
    for bold in _BOLD.finditer(text):
        shown.append(text[position : bold.start()])
        shown.append(bold.group(1), style="bold")
        position = bold.end()
    return shown.append(text[position:])


def _table(lines: Sequence[str], *, rich: bool) -> Table:
    head, alignment, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    table = Table(box=box.SIMPLE_HEAD if rich else None, pad_edge=False, header_style="bold")
    for name, align in zip(head, alignment, strict=True):
        table.add_column(name, justify="right" if align.endswith(":") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
