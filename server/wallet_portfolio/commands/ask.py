"""The command `ask`."""

from typing import Annotated

import typer

from wallet_portfolio.cli_answers import How, answer
from wallet_portfolio.commands import table
from wallet_portfolio.commands.options import AsJson, Demo, NoLines
from wallet_portfolio.tools.ask_wallet import ASK_WALLET

commands = table()


@commands.command("ask")
def ask(
    text: Annotated[str, typer.Argument(help="The question in plain words.")],
    *,
    demo: Demo = False,
    as_json: AsJson = False,
    no_lines: NoLines = False,
) -> None:
    """Answer one request in plain words."""
    answer(ASK_WALLET, {"request": text}, How(demo=demo, as_json=as_json, no_lines=no_lines))
