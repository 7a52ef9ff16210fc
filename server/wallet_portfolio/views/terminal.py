"""An answer for a person at a terminal: tables and emphasis there, plain text anywhere else.

The answers' Markdown is our own and small: paragraphs, `**bold**`, lists and tables. Strangers' text in it was cleaned,
and is only ever set as text here, never read as markup.
"""

from collections.abc import Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from wallet_portfolio.assets.phrases import say
from wallet_portfolio.views.emphasis import emphasised
from wallet_portfolio.views.marks import writable
from wallet_portfolio.views.reading import offer

_WIDEST = 1_000
_LEAST_WORD = 5


def show(console: Console, summary: str, notices: Sequence[str], says: Sequence[str]) -> None:
    """Print an answer."""
    for block in _blocks(_written(console, summary)):
        if isinstance(block, Text):
            _print(console, block)
        else:
            _print_table(console, block)
    show_remarks(console, notices, says)


def show_remarks(console: Console, notices: Sequence[str], says: Sequence[str]) -> None:
    """Print what is said after the figures."""
    for notice in notices:
        _print(console, Text(_written(console, notice), style="yellow"))
    if question := offer(says):
        if notices:
            console.print()
        _print(console, Text(_written(console, question), style="italic cyan"))


def tell(console: Console, message: str) -> None:
    """Print a message."""
    _print(console, Text(message))


def make_console(*, stderr: bool = False) -> Console:
    """A console that writes plain, unwrapped text where nobody is watching."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


class ProgressBar:
    """A bar on stderr while several parts are asked; it leaves nothing behind. Silent where nobody is watching."""

    def __init__(self) -> None:
        console = make_console(stderr=True)
        self._progress = Progress(
            TextColumn(say("Asking")),
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


def is_watched(console: Console) -> bool:
    """Whether somebody sees what is drawn, and it can be drawn over."""
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()


def _written(console: Console, text: str) -> str:
    """As a terminal can show it; to a file everything goes as it is."""
    return writable(text, console.encoding) if console.is_terminal else text


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=not console.is_terminal)


def _print_table(console: Console, table: Table) -> None:
    """A narrow terminal may break words, but no figure; elsewhere the lines are as long as they have to be."""
    if console.is_terminal:
        width, console.width = console.width, max(console.width, _least_width(table))
        console.print(table)
        console.width = width
        return
    table.box = None
    for line in console.render_lines(table, console.options.update(width=_WIDEST)):
        print("".join(segment.text for segment in line).rstrip(), file=console.file)


def _least_width(table: Table) -> int:
    """So that every figure stays in one piece."""
    gaps = 3 * (len(table.columns) - 1)
    return gaps + sum(
        max(cell_len(str(cell)) for cell in column.cells) if column.no_wrap else _LEAST_WORD for column in table.columns
    )


def _blocks(summary: str) -> Iterator[Text | Table]:
    """The paragraphs and tables of the Markdown that answers are written in."""
    for paragraph in summary.split("\n\n"):
        lines = paragraph.split("\n")
        if lines[0].startswith("| "):
            yield _table(lines)
        else:
            yield emphasised(
                "\n".join(line.replace("- ", "  ", 1) if line.startswith("- ") else line for line in lines)
            )
        yield Text()


def _table(lines: Sequence[str]) -> Table:
    head, alignment, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name, align in zip(head, alignment, strict=True):
        figures = align.endswith(":")
        table.add_column(name, justify="right" if figures else "left", overflow="fold", no_wrap=figures)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
