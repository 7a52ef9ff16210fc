"""What is at the addresses of the resources, as text."""

import json
from collections.abc import Sequence

from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from pydantic import JsonValue

from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.assets.series import listed
from wallet_portfolio.assets.text import clean
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.resources import CHAINS, LONGEST_NAME, PORTFOLIOS, WALLETS, nothing_there
from wallet_portfolio.views import notices
from wallet_portfolio.views.reading import reading
from wallet_portfolio.workflows.access import Access


async def read(access: Access, uri: str, *, as_json: bool) -> str:
    """The text. Raises ResourceNotFoundError and ResourceError."""
    if uri == WALLETS:
        told = [str(notices.DEMO)] if access.demo else []
        return _json(_wallets(access.saved, told)) if as_json else reading(_wallets_text(access.saved), told, [])
    if uri == CHAINS:
        answer: Answer = await BY_NAME["list_supported_chains"].run(access, {})
    else:
        answer = await BY_NAME["show_portfolio"].run(access, {"wallets": [_saved_name(access.saved, uri)]})
    if answer.error:
        raise ResourceError(answer.error.message)
    return _json(answer.model_dump(mode="json")) if as_json else _text(answer)


def _saved_name(saved: SavedWallets, uri: str) -> str:
    """The wallet whose portfolio is at this address. Raises ResourceNotFoundError."""
    matched = PORTFOLIOS.match(uri)
    if matched is None:
        raise nothing_there()
    asked = str(matched["wallet"]).casefold()
    if name := next((name for name in saved.names if name.casefold() == asked), None):
        return name
    if not saved.names:
        raise ResourceNotFoundError(say("No wallet is saved."))
    raise ResourceNotFoundError(
        say("No wallet is saved under that name. Saved wallets: {names}.", names=listed(saved.names))
    )


def _text(answer: Answer) -> str:
    """Summary, notices, and of when the figures are; what is offered next is for conversations."""
    moment = (answer.as_of or "").removesuffix("Z").replace("T", " ")
    return "\n\n".join([reading(answer.summary, answer.notices, []), say("As of {time} UTC", time=moment)])


def _wallets_text(saved: SavedWallets) -> str:
    """A line for each, the default first."""
    if not saved.names:
        return say("No wallet is saved.")
    lines = []
    for name in saved.names:
        wallet = clean(name, LONGEST_NAME)
        addresses = listed(short or say("not a valid address") for short in _addresses(saved, name))
        default = name == saved.names[0]
        lines.append(
            say("**{wallet}** (the default): {addresses}", wallet=wallet, addresses=addresses)
            if default
            else f"**{wallet}**: {addresses}"
        )
    return "\n".join(f"- {line}" for line in lines)


def _wallets(saved: SavedWallets, told: list[str]) -> JsonValue:
    wallets: list[JsonValue] = [
        {"name": name, "default": name == saved.names[0], "addresses": [*_addresses(saved, name)]}
        for name in saved.names
    ]
    return {"notices": [*told], "wallets": wallets}


def _addresses(saved: SavedWallets, name: str) -> Sequence[str | None]:
    """The shortened addresses that a name stands for; None for what is none."""
    return [_short(address) for saved_as, address in saved.entries if saved_as == name]


def _short(address: str) -> str | None:
    try:
        return parse_address(address).short
    except InputError:
        return None


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
