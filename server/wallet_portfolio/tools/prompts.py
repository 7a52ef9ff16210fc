"""The prompts: one Markdown file each, with a frontmatter that names its arguments, and what completes them."""

import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

import yaml
from mcp.server import MCPServer
from mcp.server.mcpserver.prompts.base import Prompt, PromptArgument
from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference
from pydantic import BaseModel, ConfigDict

from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.underperformers import STABLECOINS

_FRONTMATTER = re.compile(r"---\n(.*?)\n---\n+(.*)", re.DOTALL)
_MOST_COMPLETIONS = 100
_PACKAGED = Path(__file__).parent.parent / "prompts"
_IN_CHECKOUT = Path(__file__).parents[3] / "prompts"


class _Argument(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    description: str
    required: bool = False
    default: str = ""


class _Frontmatter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    description: str
    arguments: list[_Argument] = []


def load_prompts() -> list[Prompt]:
    """Every prompt, by name."""
    folder = _PACKAGED if _PACKAGED.is_dir() else _IN_CHECKOUT
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def add_completion(server: MCPServer[Access], wallet_names: Sequence[str]) -> None:
    """Complete arguments of prompts from saved wallets, networks and well-known tokens; nothing is looked up."""
    values = _values(wallet_names)

    @server.completion()  # type: ignore[no-untyped-call, untyped-decorator]  # untyped in the SDK
    async def complete(
        _ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        _context: CompletionContext | None,
    ) -> Completion | None:
        typed = argument.value.casefold()
        found = [value for value in values.get(argument.name, []) if value.casefold().startswith(typed)]
        return Completion(values=found[:_MOST_COMPLETIONS], total=len(found), has_more=len(found) > _MOST_COMPLETIONS)


def _values(wallet_names: Sequence[str]) -> dict[str, list[str]]:
    chains = list(Chains.builtin())
    tokens = list(dict.fromkeys([*(chain.native_symbol for chain in chains), *STABLECOINS]))
    return {
        "wallet": list(wallet_names),
        "chain": [chain.name for chain in chains],
        "token": tokens,
        "sell": tokens,
        "buy": tokens,
    }


def _read(path: Path) -> Prompt:
    parts = _FRONTMATTER.fullmatch(path.read_text(encoding="utf-8"))
    if not parts:
        msg = f"{path.name} has no frontmatter"
        raise ValueError(msg)
    head = _Frontmatter.model_validate(yaml.safe_load(parts[1]))
    body = Template(parts[2].strip())
    defaults = {argument.name: argument.default for argument in head.arguments}

    def render(**said: str) -> str:
        given = {name: _one_line(value) for name, value in said.items() if value.strip()}
        return body.substitute(defaults | given)

    return Prompt(
        name=path.stem,
        title=head.title,
        description=head.description,
        arguments=[
            PromptArgument(name=argument.name, description=argument.description, required=argument.required)
            for argument in head.arguments
        ],
        fn=render,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
