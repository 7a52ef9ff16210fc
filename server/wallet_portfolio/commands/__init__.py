"""The commands, each in a module that is imported when it is run: what it needs is its own affair."""

import typer


def table() -> typer.Typer:
    """Where a module names its commands."""
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
