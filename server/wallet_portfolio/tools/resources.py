"""What can be attached to a conversation: the supported networks, the saved wallets, and the portfolio of each.

Each comes as Markdown to be read, in the words of the tools' answers, and under the same address with `.json` for
programs.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.shared.uri_template import UriTemplate
from mcp.types import InputRequiredResult, Resource, ResourceTemplate
from pydantic import AnyUrl, JsonValue

from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.assets.series import listed
from wallet_portfolio.assets.text import clean
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.tools import pages, skills
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.skills import KEPT, MANIFEST
from wallet_portfolio.tools.wallet_changes import WalletChanges
from wallet_portfolio.views import notices
from wallet_portfolio.views.reading import reading
from wallet_portfolio.workflows.access import Access

CHAINS = "wallet-portfolio://chains"
WALLETS = "wallet-portfolio://wallets"
PORTFOLIO = WALLETS + "/{wallet}/portfolio"
JSON = ".json"
LISTS_OF_WALLETS = (WALLETS, WALLETS + JSON)
FILES = (skills.SCHEME, pages.SCHEME)

_PORTFOLIO = UriTemplate.parse(PORTFOLIO)
_FORMS = (("", "", "text/markdown"), (JSON, " (JSON)", "application/json"))
_OF_A_WALLET = "What the wallet holds now, what it is worth, and how that changed within 24 hours."
_LONGEST_NAME = 80


class WalletServer(MCPServer[Access]):
    """The server, with resources that follow the saved wallets."""

    def __init__(self, name: str, changes: WalletChanges, **settings: Any) -> None:  # noqa: ANN401  (they are the SDK's)
        super().__init__(name, subscriptions=changes.bus, **settings)
        self._changes = changes

    async def list_resources(self) -> list[Resource]:
        """Everything with an address of its own. Of a skill that is its manifest, which names the other files."""
        files = [
            file
            for file in await super().list_resources()
            if file.uri.startswith(pages.SCHEME) or file.uri.endswith(f"/{MANIFEST}")
        ]
        fixed = [
            Resource(uri=uri + ending, name=name + ending, title=title + form, description=description, mime_type=kind)
            for uri, name, title, description in (
                (CHAINS, "chains", "Supported networks", "The networks that wallets can be looked up on."),
                (WALLETS, "wallets", "Saved wallets", "Names and shortened addresses of the wallets that are saved."),
            )
            for ending, form, kind in _FORMS
        ]
        portfolios = [
            Resource(
                uri=_PORTFOLIO.expand({"wallet": name}),
                name=f"portfolio of {clean(name, _LONGEST_NAME)}",
                title=f"Portfolio of {clean(name, _LONGEST_NAME)}",
                description=_OF_A_WALLET,
                mime_type="text/markdown",
            )
            for name in self._changes.saved().names
        ]
        return [*fixed, *portfolios, *files]

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        """The portfolio of any saved wallet."""
        return [
            ResourceTemplate(
                uri_template=PORTFOLIO + ending,
                name=f"portfolio{ending}",
                title=f"Portfolio of a saved wallet{form}",
                description=_OF_A_WALLET,
                mime_type=kind,
            )
            for ending, form, kind in _FORMS
        ]

    async def read_resource(
        self, uri: AnyUrl | str, context: Context[Access, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """The text. Raises ResourceNotFoundError, and ResourceError where there is no answer, both in words."""
        address = str(uri)
        if context is None or address.startswith(FILES):
            try:
                return await super().read_resource(uri, context)
            except ResourceNotFoundError:
                raise _nothing_there() from None
        access = self._changes.now(context.request_context.lifespan_context)
        as_json = address.endswith(JSON)
        text = await _read(access, address.removesuffix(JSON), as_json=as_json)
        return [ReadResourceContents(content=text, mime_type=_FORMS[as_json][2])]


async def share_what_is_public(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
    """Skills, pages and networks may be kept for long and by anybody, unlike what a wallet holds. A middleware."""
    result = await call_next(ctx)
    if ctx.method != "resources/read" or not isinstance(result, dict) or "ttlMs" not in result:
        return result  # those before 2026-07-28 are told nothing of it
    if str((ctx.params or {}).get("uri")).startswith((*FILES, CHAINS)):
        return {**result, "ttlMs": KEPT.ttl_ms, "cacheScope": KEPT.scope}
    return result


async def _read(access: Access, uri: str, *, as_json: bool) -> str:
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
    matched = _PORTFOLIO.match(uri)
    if matched is None:
        raise _nothing_there()
    asked = str(matched["wallet"]).casefold()
    if name := next((name for name in saved.names if name.casefold() == asked), None):
        return name
    if not saved.names:
        raise ResourceNotFoundError(say("No wallet is saved."))
    raise ResourceNotFoundError(
        say("No wallet is saved under that name. Saved wallets: {names}.", names=listed(saved.names))
    )


def _nothing_there() -> ResourceNotFoundError:
    return ResourceNotFoundError("There is nothing at that address.")


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
        wallet = clean(name, _LONGEST_NAME)
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
