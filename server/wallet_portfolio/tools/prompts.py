"""The prompts: one Markdown file each, with a frontmatter that names its arguments."""

import re
from pathlib import Path
from string import Template

import yaml
from mcp.server.mcpserver.prompts.base import Prompt, PromptArgument
from pydantic import BaseModel, ConfigDict

from wallet_portfolio.tools.carried import carried

_FRONTMATTER = re.compile(r"---\n(.*?)\n---\n+(.*)", re.DOTALL)


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
    return [_read(path) for path in sorted(carried("prompts").glob("*.md"))]


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
