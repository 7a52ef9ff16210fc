"""server.json, as the MCP registry reads it."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]
SERVER = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
SCHEMA = json.loads(Path(__file__).with_name("server.schema.json").read_text(encoding="utf-8"))
REGISTRY = Draft7Validator(SCHEMA)
OFFICIAL = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"


def test_the_registry_takes_it():
    Draft7Validator.check_schema(SCHEMA)
    assert list(REGISTRY.iter_errors(SERVER)) == []
    assert SERVER["$schema"] == OFFICIAL


def test_the_registry_finds_the_server_s_name_in_the_readme():
    assert f"<!-- mcp-name: {SERVER['name']} -->" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        (["description"], "x" * 101),
        (["description"], ""),
        (["name"], "wallet-portfolio"),
        (["name"], "a/b/c"),
        (["repository"], {"url": "https://example.com"}),
        (["packages", 0, "version"], "latest"),
        (["packages", 0, "transport"], {"type": "http"}),
        (["packages", 0, "transport"], {"type": "streamable-http"}),
        (["packages", 0, "packageArguments", 0], {"type": "positional"}),
        (["packages", 0, "packageArguments", 0], {"type": "named"}),
        (["packages", 0, "environmentVariables", 0], {"isSecret": True}),
        (["packages", 0, "environmentVariables", 0, "isSecret"], "yes"),
        (["packages", 0, "environmentVariables", 3, "format"], "integer"),
    ],
)
def test_the_schema_refuses(where, wrong):
    changed = deepcopy(SERVER)
    *way, last = where
    place = changed
    for step in way:
        place = place[step]
    place[last] = wrong
    assert not REGISTRY.is_valid(changed)


@pytest.mark.parametrize("needed", ["name", "description", "version"])
def test_the_schema_misses(needed):
    assert not REGISTRY.is_valid({name: value for name, value in SERVER.items() if name != needed})
