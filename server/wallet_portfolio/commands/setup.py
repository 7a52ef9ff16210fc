"""The command `setup`."""

import sys
from typing import Annotated

import typer

from wallet_portfolio.cli_leaving import COULD_NOT_ANSWER, WRONG_USAGE, settings_or_stop, stop
from wallet_portfolio.commands import table
from wallet_portfolio.setup import machine, steps
from wallet_portfolio.setup.clients import ANY_CLIENT, CLIENTS
from wallet_portfolio.setup.planning import Wish
from wallet_portfolio.setup.writing import SetupFailed
from wallet_portfolio.views.terminal import make_console

commands = table()


@commands.command("setup")
def setup(
    client: Annotated[
        str, typer.Argument(metavar="CLIENT", help="claude-desktop, claude-code, cursor or vscode.")
    ] = "",
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Set up the demo: made-up wallets, no credentials.")] = False,
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Write the credentials themselves, not the names of variables.")
    ] = False,
    print_only: Annotated[
        bool, typer.Option("--print", help="Only print what to paste; for any client, also one that is not known.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the server out again.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Add this server to a client's configuration: shows the change, asks, and keeps a copy of the file."""
    if wrong := [
        said
        for said, is_wrong in {
            "--undo goes with no option but --yes.": undo and (demo or with_secrets or print_only),
            "--demo needs no secrets: leave out --with-secrets.": demo and with_secrets,
        }.items()
        if is_wrong
    ]:
        stop(wrong[0], WRONG_USAGE)
    known = steps.client_named(client)
    if not known and not print_only:
        unknown = f"“{client}” is no client that I know." if client else "Which client?"
        stop(
            f"{unknown} I can set up {', '.join(CLIENTS)}. For any other, wallet-portfolio setup --print shows what to "
            "paste into its configuration.",
            WRONG_USAGE,
        )
    console = make_console()
    confirm = typer.confirm if sys.stdin.isatty() and sys.stdout.isatty() else None
    here = machine.this_machine()
    try:
        if undo and known:
            done = steps.undo(console, known, here, confirm, yes=yes)
        else:
            wish = Wish(known or ANY_CLIENT, demo=demo, with_secrets=with_secrets)
            setting = steps.Setting(here, machine.own_launch(), settings_or_stop(demo=False))
            if print_only:
                steps.print_entry(console, make_console(stderr=True), wish, setting)
                return
            done = steps.set_up(console, wish, setting, confirm, yes=yes)
    except SetupFailed as failed:
        stop(str(failed), COULD_NOT_ANSWER)
    if not done:
        if confirm:
            stop("Nothing was written.", COULD_NOT_ANSWER)
        stop("Nothing was written: nobody is there to be asked. Add --yes to go ahead.", WRONG_USAGE)
