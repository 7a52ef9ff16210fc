"""What can be attached to a conversation: the supported networks, the saved wallets, and the portfolio of each.

Each comes as Markdown to be read, in the words of the tools' answers, and under the same address with `.json` for
programs.
"""

from collections.abc import Iterable
from typing import Any

from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.server.stdio import stdio_server
from mcp.shared.uri_template import UriTemplate
from mcp.types import InputRequiredResult, Resource, ResourceTemplate
from pydantic import AnyUrl

from wallet_portfolio.assets.text import clean
from wallet_portfolio.tools import pages, skills
from wallet_portfolio.tools.skills import KEPT, MANIFEST
from wallet_portfolio.tools.stdio import own_ends
from wallet_portfolio.tools.wallet_changes import WalletChanges
from wallet_portfolio.workflows.access import Access

CHAINS = "wallet-portfolio://chains"
WALLETS = "wallet-portfolio://wallets"
PORTFOLIO = WALLETS + "/{wallet}/portfolio"
JSON = ".json"
LISTS_OF_WALLETS = (WALLETS, WALLETS + JSON)
FILES = (skills.SCHEME, pages.SCHEME)

PORTFOLIOS = UriTemplate.parse(PORTFOLIO)
_FORMS = (("", "", "text/markdown"), (JSON, " (JSON)", "application/json"))
_OF_A_WALLET = "What the wallet holds now, what it is worth, and how that changed within 24 hours."
LONGEST_NAME = 80


class WalletServer(MCPServer[Access]):
    """The server, with resources that follow the saved wallets."""

    def __init__(self, name: str, changes: WalletChanges, **settings: Any) -> None:  # noqa: ANN401  (they are the SDK's)
        super().__init__(name, subscriptions=changes.bus, **settings)
        self._changes = changes

    async def run_stdio_async(self) -> None:
        """Serve over stdin and stdout until the client is gone."""
        inner = self._lowlevel_server
        with own_ends() as ends:
            async with stdio_server(*ends) as (from_client, to_client):
                await inner.run(from_client, to_client, inner.create_initialization_options())

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
                uri=PORTFOLIOS.expand({"wallet": name}),
                name=f"portfolio of {clean(name, LONGEST_NAME)}",
                title=f"Portfolio of {clean(name, LONGEST_NAME)}",
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
                raise nothing_there() from None
        from wallet_portfolio.tools import resource_texts

        access = self._changes.now(context.request_context.lifespan_context)
        as_json = address.endswith(JSON)
        text = await resource_texts.read(access, address.removesuffix(JSON), as_json=as_json)
        return [ReadResourceContents(content=text, mime_type=_FORMS[as_json][2])]


async def share_what_is_public(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
    """Skills, pages and networks may be kept for long and by anybody, unlike what a wallet holds. A middleware."""
    result = await call_next(ctx)
    if ctx.method != "resources/read" or not isinstance(result, dict) or "ttlMs" not in result:
        return result  # those before 2026-07-28 are told nothing of it
    if str((ctx.params or {}).get("uri")).startswith((*FILES, CHAINS)):
        return {**result, "ttlMs": KEPT.ttl_ms, "cacheScope": KEPT.scope}
    return result


def nothing_there() -> ResourceNotFoundError:
    """For an address of nothing."""
    return ResourceNotFoundError("There is nothing at that address.")
