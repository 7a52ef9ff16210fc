"""The command `doctor`."""

import anyio
import typer

from wallet_portfolio.app import open_access
from wallet_portfolio.cli_leaving import COULD_NOT_ANSWER, settings_or_problem
from wallet_portfolio.commands import table
from wallet_portfolio.commands.options import Demo
from wallet_portfolio.setup.checks import examine_clients, examine_settings
from wallet_portfolio.setup.machine import this_machine
from wallet_portfolio.setup.report import Report
from wallet_portfolio.views.terminal import make_console
from wallet_portfolio.workflows.doctor import examine

commands = table()


@commands.command("doctor")
def doctor(*, demo: Demo = False) -> None:
    """Check the whole way from the settings and the clients to a real answer, and say what to do."""
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
