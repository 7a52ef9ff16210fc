"""The Agent Skill over MCP: the extension `io.modelcontextprotocol/skills` (SEP-2640).

`skills/list` and `skills/get` name the files of the skill with their digests; the files are resources.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from mcp.server import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.extension import Extension, MethodBinding, ResourceBinding
from mcp.server.mcpserver.resources import TextResource
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, PaginatedRequestParams, RequestParams
from pydantic import JsonValue

from wallet_portfolio.tools.carried import carried
from wallet_portfolio.workflows.access import Access

SCHEME = "skill://"
MANIFEST = "SKILL.md"
KEPT = CacheHint(300_000, "public")  # the files change with the version of the server only

_FRONTMATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_Asked = ServerRequestContext[Access, Any]


class GetSkillParams(RequestParams):
    """Which skill: the URI of its SKILL.md."""

    uri: str


@dataclass(frozen=True)
class Skill:
    """A folder with a SKILL.md, and what it refers to. The folder bears the skill's name."""

    folder: Path

    @property
    def uri(self) -> str:
        """Of its SKILL.md, by which the skill is known."""
        return self._uri(MANIFEST)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What is in the folder, by path inside it; SKILL.md comes first."""
        paths = sorted(path for path in self.folder.rglob("*.md") if path.is_file())
        found = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}
        return {MANIFEST: found.pop(MANIFEST), **found}

    @cached_property
    def frontmatter(self) -> dict[str, JsonValue]:
        """What SKILL.md says about itself, as it stands there."""
        head = _FRONTMATTER.match(self.files[MANIFEST].decode())
        return dict(yaml.safe_load(head[1])) if head else {}

    @property
    def resources(self) -> list[TextResource]:
        """Each file, to be read."""
        name, description = str(self.frontmatter["name"]), str(self.frontmatter["description"])
        return [
            TextResource(
                uri=self._uri(path),
                name=name if path == MANIFEST else f"{name}/{path}",
                description=description if path == MANIFEST else None,
                mime_type="text/markdown",
                text=content.decode(),
            )
            for path, content in self.files.items()
        ]

    @property
    def entry(self) -> dict[str, JsonValue]:
        """How it is listed."""
        return {
            "uri": self.uri,
            "frontmatter": self.frontmatter,
            "resources": [
                {
                    "uri": self._uri(path),
                    "digest": f"sha256:{hashlib.sha256(content).hexdigest()}",
                    "size": len(content),
                }
                for path, content in self.files.items()
            ],
        }

    def _uri(self, path: str) -> str:
        return f"{SCHEME}{self.folder.name}/{path}"


def load_skills() -> list[Skill]:
    """Every skill that comes along, by name."""
    return [Skill(manifest.parent) for manifest in sorted(carried("skill").glob(f"*/{MANIFEST}"))]


class Skills(Extension):
    """Serves the skills."""

    identifier = "io.modelcontextprotocol/skills"

    def __init__(self) -> None:
        self._skills = {skill.uri: skill for skill in load_skills()}

    def resources(self) -> Sequence[ResourceBinding]:
        """The files of every skill."""
        return [ResourceBinding(file) for skill in self._skills.values() for file in skill.resources]

    def methods(self) -> Sequence[MethodBinding]:
        """Listing and getting."""
        return [
            MethodBinding("skills/list", PaginatedRequestParams, self._list),
            MethodBinding("skills/get", GetSkillParams, self._get),
        ]

    async def _list(self, _ctx: _Asked, params: PaginatedRequestParams) -> dict[str, Any]:
        if params.cursor is not None:  # there is one page, and no way to the next
            raise MCPError(code=INVALID_PARAMS, message="There is no such page.")
        return {"skills": [skill.entry for skill in self._skills.values()], **_hint()}

    async def _get(self, _ctx: _Asked, params: GetSkillParams) -> dict[str, Any]:
        if params.uri not in self._skills:
            raise MCPError(code=INVALID_PARAMS, message="There is no skill at that address.")
        return {"skill": self._skills[params.uri].entry, **_hint()}


def _hint() -> dict[str, Any]:
    return {"ttlMs": KEPT.ttl_ms, "cacheScope": KEPT.scope}
