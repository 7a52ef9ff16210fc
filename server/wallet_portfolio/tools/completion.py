"""What completes the arguments of prompts and resources: saved wallets, networks, well-known tokens."""

from collections.abc import Callable, Sequence

from mcp.server import MCPServer
from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.assets.well_known import STABLECOINS
from wallet_portfolio.workflows.access import Access

_MOST_COMPLETIONS = 100


def add_completion(server: MCPServer[Access], wallet_names: Callable[[], Sequence[str]]) -> None:
    """Complete arguments by their names; nothing is looked up."""
    chains = list(Chains.builtin())
    tokens = list(dict.fromkeys([*(chain.native_symbol for chain in chains), *STABLECOINS]))
    known = {"chain": [chain.name for chain in chains], "token": tokens, "sell": tokens, "buy": tokens}

    @server.completion()  # type: ignore[no-untyped-call, untyped-decorator]  # untyped in the SDK
    async def complete(
        _ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        _context: CompletionContext | None,
    ) -> Completion | None:
        values = wallet_names() if argument.name == "wallet" else known.get(argument.name, [])
        typed = argument.value.casefold()
        found = [value for value in values if value.casefold().startswith(typed)]
        return Completion(values=found[:_MOST_COMPLETIONS], total=len(found), has_more=len(found) > _MOST_COMPLETIONS)
