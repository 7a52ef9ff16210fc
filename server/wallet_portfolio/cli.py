"""The command line: the server, questions in plain words, and a command for each tool."""

import inspect
import io
import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Annotated, BinaryIO, Literal, get_args, get_origin

import anyio
import typer
from pydantic import JsonValue
from pydantic.fields import FieldInfo
from typer.core import TyperCommand

from wallet_portfolio import __version__
from wallet_portfolio.app import make_server, open_access, serve_over_http
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.cli_answers import (
    COULD_NOT_ANSWER,
    WRONG_USAGE,
    How,
    answer,
    settings_or_problem,
    settings_or_stop,
    stop,
)
from wallet_portfolio.cli_csv import ROWS
from wallet_portfolio.cli_watch import USUAL_SECONDS, watch
from wallet_portfolio.intents.router import LONGEST_REQUEST
from wallet_portfolio.intents.router import route as route_request
from wallet_portfolio.tools.ask_wallet import ASK_WALLET
from wallet_portfolio.tools.catalog import TOOLS, AnyTool
from wallet_portfolio.views.terminal import make_console

_HOW = [field.name for field in fields(How)]
_DEFAULT_SIMULATOR_PORT = 8790
_LONGEST_LINE = LONGEST_REQUEST * 4 + 2  # bytes: UTF-8 takes up to four a character, and the end of the line two
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}  # that some readers take for ends of lines
_COMMAS = re.compile(r",(?![^<]*>)")  # not those inside the generics of a Move type

app = typer.Typer(
    help="Answers questions about crypto wallets: balances, values and holdings over many networks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Demo = Annotated[bool, typer.Option("--demo", help="Use made-up wallets; no credentials and no network.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the structured result.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the rows as CSV; what is missing goes to stderr.")]
NoLines = Annotated[
    bool, typer.Option("--no-lines", help="Leave out the lines of prices, which take up to five requests.")
]
Watch = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=86_400,
        metavar="[SECONDS]",
        help=f"Stay, and ask again every so many seconds ({USUAL_SECONDS}); Ctrl-C ends it.",
        show_default=False,
    ),
]


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page without ✓ or … is no reason to break off
    app()


def _version(wanted: bool) -> None:  # noqa: FBT001  (called by typer)
    if wanted:
        typer.echo(f"wallet-portfolio {__version__}")
        raise typer.Exit


@app.callback()
def common(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens to stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options before the command."""
    del version
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if verbose:
        logging.getLogger("wallet_portfolio").setLevel(logging.DEBUG)


@app.command()
def serve(
    *,
    demo: Demo = False,
    http: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve over HTTP at /mcp instead of stdio.")
    ] = None,
) -> None:
    """Run the MCP server."""
    settings = settings_or_stop(demo=demo)
    if http is None:
        try:
            make_server(settings).run("stdio")
        except* BrokenPipeError:  # the client is gone, and what was left to tell it with it
            os.close(sys.stdout.fileno())
    else:
        try:
            serve_over_http(settings, http)
        except InputError as error:
            stop(error.message, WRONG_USAGE)
        except OSError:
            stop(f"Nothing can be served at {http}: the port is taken or not allowed.", COULD_NOT_ANSWER)


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="The question in plain words.")],
    *,
    demo: Demo = False,
    as_json: AsJson = False,
    no_lines: NoLines = False,
) -> None:
    """Answer one request in plain words."""
    answer(ASK_WALLET, {"request": text}, How(demo=demo, as_json=as_json, no_lines=no_lines))


@app.command()
def route() -> None:
    """Read requests from standard input, one a line, and print what each of them asks: one JSON object a line."""
    _route_lines(sys.stdin.buffer, sys.stdout.buffer, settings_or_stop(demo=False).saved_wallets.names)


@app.command()
def doctor(*, demo: Demo = False) -> None:
    """Check the whole way from the settings and the clients to a real answer, and say what to do."""
    from wallet_portfolio.setup.checks import examine_clients, examine_settings
    from wallet_portfolio.setup.machine import this_machine
    from wallet_portfolio.setup.report import Report
    from wallet_portfolio.workflows.doctor import examine

    report = Report(make_console())

    async def run() -> None:
        settings, problem = settings_or_problem(demo=demo)
        machine = this_machine()
        configured = settings is not None and not settings.missing_credentials
        with report.waiting():
            for check in examine_settings(machine, settings, problem):
                report.show(check)
            for check in await examine_clients(machine, configured=configured):
                report.show(check)
            if settings:
                async with open_access(settings) as access:
                    async for check in examine(access, settings.missing_credentials):
                        report.show(check)
        report.close()

    try:
        anyio.run(run)
    except BaseExceptionGroup as group:
        if group.split(SystemExit)[1]:
            raise
        raise typer.Exit(COULD_NOT_ANSWER) from None  # nobody reads on: `doctor | head -1`
    if not report.healthy:
        raise typer.Exit(COULD_NOT_ANSWER)


@app.command()
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
    from wallet_portfolio.setup import machine, steps
    from wallet_portfolio.setup.clients import ANY_CLIENT, CLIENTS
    from wallet_portfolio.setup.planning import Wish
    from wallet_portfolio.setup.writing import SetupFailed

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


@app.command()
def simulate(
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")
    ] = _DEFAULT_SIMULATOR_PORT,
) -> None:
    """Run a stand-in for the OKX service on this machine, with made-up wallets."""
    from wallet_portfolio import simulator

    key = simulator.DEMO_CREDENTIALS
    wallets = ",".join(f"{name}={address}" for name, address in simulator.DEMO_WALLETS.items())
    try:
        with simulator.in_background(simulator.create_app(), port) as url:
            typer.echo(
                f"The stand-in listens on {url} until it is stopped. To use it, set:\n"
                f"  export OKX_BASE_URL={url}\n"
                f"  export OKX_API_KEY={key['api_key']} OKX_SECRET_KEY={key['secret_key']}"
                f" OKX_PASSPHRASE={key['passphrase']}\n"
                f"  export WALLET_PORTFOLIO_WALLETS={wallets}"
            )
            threading.Event().wait()
    except OSError:
        stop(f"Port {port} is taken or not allowed. Choose another with --port.", COULD_NOT_ANSWER)


def _route_lines(requests: BinaryIO, routed: BinaryIO, wallet_names: Sequence[str]) -> None:
    """Answer each line as it comes, in order. Any bytes will do; what is no UTF-8 is read as far as it is."""
    for line in _lines(requests):
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        said = json.dumps(route_request(text, wallet_names).as_json(), ensure_ascii=False).translate(_LINE_BREAKS)
        routed.write(said.encode("utf-8", errors="replace") + b"\n")
        routed.flush()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines, of which only as much is kept as tells that a line is too long to be a request."""
    while line := stream.readline(_LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        yield line


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
    app.command(tool.command, cls=_WatchCommand if draws else None)(command)


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
