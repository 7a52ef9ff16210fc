"""What ends a command early: settings that are wrong, and words on stderr with the status that belongs to them."""

from typing import NoReturn

import typer

from wallet_portfolio import logs
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.settings import Settings, load_settings

COULD_NOT_ANSWER = 1
WRONG_USAGE = 2


def settings_or_stop(*, demo: bool) -> Settings:
    """The settings; what is wrong with them is said, and then it is over."""
    settings, problem = settings_or_problem(demo=demo)
    if settings is None:
        stop(problem, COULD_NOT_ANSWER)
    logs.set_up(settings.log_format, settings.log_level)
    return settings


def settings_or_problem(*, demo: bool) -> tuple[Settings | None, str]:
    """The settings, or what is wrong with them."""
    try:
        settings = load_settings()
    except InputError as error:
        return None, error.message
    return settings.model_copy(update={"demo": True}) if demo else settings, ""


def stop(message: str, status: int) -> NoReturn:
    """Say why on stderr, and leave."""
    from wallet_portfolio.views.terminal import make_console, tell  # a server that runs well needs no terminal

    tell(make_console(stderr=True), message)
    raise typer.Exit(status)
