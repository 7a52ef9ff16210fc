"""The skill over MCP (SEP-2640), through a real client of either era of the protocol."""

import hashlib
import re
from pathlib import Path

import pytest
import yaml
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, PaginatedRequestParams, Request, Result
from pydantic import ConfigDict

from wallet_portfolio.tools.skills import GetSkillParams

pytestmark = pytest.mark.anyio

FOLDER = Path(__file__).parents[2] / "skill" / "wallet-portfolio"
MANIFEST = "skill://wallet-portfolio/SKILL.md"
EXTENSION = "io.modelcontextprotocol/skills"


class Listed(Result):
    model_config = ConfigDict(extra="allow")


async def ask(session, method, params):
    request = Request[type(params), str](method=method, params=params)
    return (await session.client.session.send_request(request, Listed)).model_extra


async def skills(session):
    return (await ask(session, "skills/list", PaginatedRequestParams()))["skills"]


async def test_the_extension_is_declared_in_both_eras(demo):
    assert demo.client.server_capabilities.extensions[EXTENSION] == {}
    assert demo.client.server_capabilities.resources


async def test_one_skill_is_listed_with_its_frontmatter_as_it_stands(demo):
    (skill,) = await skills(demo)
    assert skill["uri"] == MANIFEST
    (head,) = re.findall(r"\A---\n(.*?)\n---\n", (FOLDER / "SKILL.md").read_text(encoding="utf-8"), re.DOTALL)
    assert skill["frontmatter"] == yaml.safe_load(head)
    assert skill["frontmatter"]["name"] == FOLDER.name


async def test_every_file_of_the_folder_can_be_read_and_is_what_its_digest_says(demo):
    (skill,) = await skills(demo)
    named = {file["uri"]: file for file in skill["resources"]}
    kept = {f"skill://wallet-portfolio/{path.relative_to(FOLDER).as_posix()}" for path in FOLDER.rglob("*.*")}
    assert set(named) == kept
    assert len(skill["resources"]) == len(kept) > 1
    for uri, file in named.items():
        (content,) = (await demo.client.read_resource(uri)).contents
        read = content.text.encode()
        assert content.mime_type == "text/markdown"
        assert file["size"] == len(read)
        assert file["digest"] == f"sha256:{hashlib.sha256(read).hexdigest()}"


async def test_the_skill_is_got_by_its_address_and_may_be_kept(demo):
    (listed,) = await skills(demo)
    got = await ask(demo, "skills/get", GetSkillParams(uri=MANIFEST))
    assert got["skill"] == listed
    assert (got["ttlMs"], got["cacheScope"]) == (300_000, "public")
    assert "nextCursor" not in got


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("skills/get", GetSkillParams(uri="skill://another/SKILL.md")),
        ("skills/get", GetSkillParams(uri="skill://wallet-portfolio/references/swaps.md")),
        ("skills/get", PaginatedRequestParams()),
        ("skills/list", PaginatedRequestParams(cursor="2")),
    ],
)
async def test_what_is_not_there_is_a_wrong_request(demo, method, params):
    with pytest.raises(MCPError) as refused:
        await ask(demo, method, params)
    assert refused.value.error.code == INVALID_PARAMS
