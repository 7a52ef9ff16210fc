"""A command for each tool."""

import inspect
import re
from dataclasses import fields
from typing import Annotated, Literal, get_args, get_origin

import typer
from pydantic import JsonValue
from pydantic.fields import FieldInfo
from typer.core import TyperCommand

from wallet_portfolio.cli_answers import How, answer
from wallet_portfolio.cli_csv import ROWS
from wallet_portfolio.cli_watch import watch
from wallet_portfolio.commands import table
from wallet_portfolio.commands.options import USUAL_SECONDS, AsCsv, AsJson, Demo, NoLines, Watch
from wallet_portfolio.tools.ask_wallet import ASK_WALLET
from wallet_portfolio.tools.catalog import TOOLS, AnyTool

_HOW = [field.name for field in fields(How)]
_COMMAS = re.compile(r",(?![^<]*>)")  # not those inside the generics of a Move type

commands = table()


class _WatchCommand(TyperCommand):
    """Lets `--watch` stand without its seconds."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # its base is private
        """The seconds are those that are usual, unless a number follows."""
        given = [
            f"--watch={USUAL_SECONDS}" if word == "--watch" and not following[:1].isdecimal() else word
            for word, following in zip(args, [*args[1:], ""], strict=False)
        ]
        return super().parse_args(ctx, given)


def _add_command(tool: AnyTool) -> None:
    """A command with the tool's arguments as options, and with options for how the answer is wanted."""

    def command(**options: object) -> None:
        how = How(**{name: bool(options.pop(name, False)) for name in _HOW})
        seconds = options.pop("watch", None)
        arguments = {name: _value(value) for name, value in options.items() if value is not None}
        if isinstance(seconds, int):
            watch(tool, arguments, how, seconds)
        else:
            answer(tool, arguments, how)

    draws = tool.name == "show_portfolio"
    extra = {
        "demo": (Demo, False),
        "as_json": (AsJson, False),
        **({"as_csv": (AsCsv, False)} if tool.name in ROWS else {}),
        **({"no_lines": (NoLines, False), "watch": (Watch, None)} if draws else {}),
    }
    parameters = [
        *(_option(name, field) for name, field in tool.takes.model_fields.items()),
        *(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in extra.items()
        ),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by typer
    command.__doc__ = tool.description.replace("_", "-")  # the other tools that it names are commands here
    commands.command(tool.command, cls=_WatchCommand if draws else None)(command)


def _option(name: str, field: FieldInfo) -> inspect.Parameter:
    """Several values may be given with commas, or by giving the option again. The tool itself checks them."""
    many = field.annotation is not None and get_origin(field.annotation) is list
    kind = list[str] if many else bool if field.annotation is bool else int if field.annotation is int else str
    required = field.is_required()
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=... if required else None,
        annotation=Annotated[
            kind if required else kind | None,
            typer.Option(help=field.description, metavar=_metavar(field), show_default=False),
        ],
    )


def _metavar(field: FieldInfo) -> str | None:
    """What to write after the option; nothing after a flag."""
    if get_origin(field.annotation) is Literal:
        return "|".join(get_args(field.annotation))
    if get_origin(field.annotation) is list:
        return "TEXT,…"
    return None if field.annotation is bool else "NUMBER" if field.annotation is int else "TEXT"


def _value(value: object) -> JsonValue:
    if isinstance(value, list):
        return [part.strip() for text in value for part in _COMMAS.split(text) if part.strip()]
    return value if isinstance(value, bool | int) else str(value)


for _tool in TOOLS:
    if _tool is not ASK_WALLET:  # which is the command `ask`
        _add_command(_tool)
