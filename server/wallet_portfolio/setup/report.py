"""How the doctor's findings are shown: coloured and set off in a terminal, one plain line each anywhere else."""

from collections import Counter
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wallet_portfolio.workflows.doctor import Check

_MARKS = {"good": ("✓", "green"), "note": ("·", "dim"), "warning": ("!", "yellow"), "bad": ("✗", "red")}
_INDENT = 2


class Report:
    """Shows checks as they come, and in the end what they come to."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._states: Counter[str] = Counter()

    @property
    def healthy(self) -> bool:
        """Whether nothing is in the way of an answer."""
        return not self._states["bad"]

    def waiting(self) -> AbstractContextManager[object]:
        """Something that moves at the end of the report while a check takes its time."""
        return self._console.status("Looking …") if self._console.is_terminal else nullcontext()

    def show(self, check: Check) -> None:
        """Print one finding, and what to do about it."""
        self._states[check.state] += 1
        mark, style = _MARKS[check.state]
        line = Text.assemble((check.name, "bold"), ": ", check.found)
        self._print(Text(mark, style=style), line)
        if check.advice:
            self._print(Text("→", style=style), Text(check.advice, style="cyan"), indent=_INDENT)

    def close(self) -> None:
        """Print the sum of it."""
        bad, warnings = self._states["bad"], self._states["warning"]
        if bad:
            text, style = f"{_count(bad, 'thing')} to mend first", "bold red"
        elif warnings:
            text, style = "It works", "bold yellow"
        else:
            text, style = "All is well.", "bold green"
        if warnings:
            text += f"; {_count(warnings, 'thing')} to look at"
        self._console.print()
        self._console.print(Text(text if text.endswith(".") else f"{text}.", style=style))

    def _print(self, mark: Text, text: Text, indent: int = 0) -> None:
        if not self._console.is_terminal:
            self._console.print(Text(" " * indent).append_text(mark).append(" ").append_text(text), soft_wrap=True)
            return
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_column(no_wrap=True)
        row.add_column(overflow="fold")
        row.add_row(mark, text)
        self._console.print(Padding(row, (0, 0, 0, indent), expand=False))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
