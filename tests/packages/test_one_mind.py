"""The files that describe the packages say the same: one version, one command, one list of settings."""

import json
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import SecretStr

from wallet_portfolio import __version__, cli
from wallet_portfolio.settings import Settings

ROOT = Path(__file__).parents[2]
ONLY_OVER_HTTP = ("WALLET_PORTFOLIO_HTTP_", "WALLET_PORTFOLIO_OAUTH_")


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def of(path):
    return json.loads(text(path))


PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
SERVER = of("server.json")
[PACKAGE] = SERVER["packages"]
MANIFEST = of("packages/mcpb/manifest.json")
PLUGIN = of(".claude-plugin/plugin.json")
[LISTED] = of(".claude-plugin/marketplace.json")["plugins"]
[(NAME_IN_CLIENT, CLIENT)] = of(".mcp.json")["mcpServers"].items()
LABELS = dict(re.findall(r'([\w.]+)="([^"]*)"', text("Dockerfile")))
ASKED = {entry["name"]: entry for entry in PACKAGE["environmentVariables"]}

SETTINGS = {
    field.validation_alias.choices[0]: field
    for field in Settings.model_fields.values()
    if not field.validation_alias.choices[0].startswith(ONLY_OVER_HTTP)
}
SECRETS = {name for name, field in SETTINGS.items() if SecretStr in get_args(field.annotation)}


def test_there_is_one_version():
    assert "version" in PROJECT["dynamic"]
    [(newest, *_)] = [re.findall(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)]
    skill = yaml.safe_load(text("skill/wallet-portfolio/SKILL.md").split("---\n")[1])
    named = {
        "installed": version("wallet-portfolio"),
        "changelog": newest,
        "server.json": SERVER["version"],
        "its package": PACKAGE["version"],
        "manifest": MANIFEST["version"],
        "plugin": PLUGIN["version"],
        "marketplace": LISTED["version"],
        "image": LABELS["org.opencontainers.image.version"],
        "skill": skill.get("metadata", {}).get("version", __version__),  # it need not have one
    }
    assert named == dict.fromkeys(named, __version__)


def test_there_is_one_name_one_license_and_one_description():
    names = [
        PROJECT["name"], PACKAGE["identifier"], MANIFEST["name"], PLUGIN["name"], LISTED["name"], NAME_IN_CLIENT,
        LABELS["org.opencontainers.image.title"],
    ]  # fmt: skip
    assert set(names) == {"wallet-portfolio"}
    licenses = [MANIFEST["license"], PLUGIN["license"], LISTED["license"], LABELS["org.opencontainers.image.licenses"]]
    assert set(licenses) == {PROJECT["license"]}
    assert {MANIFEST["description"], PLUGIN["description"], LISTED["description"]} == {SERVER["description"]}
    assert LABELS["io.modelcontextprotocol.server.name"] == SERVER["name"]


def test_each_starts_the_server_by_the_command_that_there_is():
    [command] = PROJECT["scripts"]
    assert "serve" in {known.name for known in cli.app.registered_commands}
    assert [PACKAGE["identifier"], *(argument["value"] for argument in PACKAGE["packageArguments"])] == [
        command,
        "serve",
    ]
    entry = MANIFEST["server"]["entry_point"]
    assert MANIFEST["server"]["mcp_config"]["args"][-1] == entry
    assert 'sys.argv[1:] = ["serve"]' in text(f"packages/mcpb/{entry}")
    assert CLIENT["args"][-2:] == [command, "serve"]
    assert json.dumps([command, "serve"]) in text("Dockerfile")


def test_each_asks_for_every_setting_that_matters_over_stdio():
    assert {"OKX_API_KEY", "WALLET_PORTFOLIO_WALLETS", "WALLET_PORTFOLIO_DEMO"} < SETTINGS.keys()
    assert ASKED.keys() == SETTINGS.keys()
    assert MANIFEST["server"]["mcp_config"]["env"] == {name: f"${{user_config.{name.lower()}}}" for name in SETTINGS}
    assert MANIFEST["user_config"].keys() == {name.lower() for name in SETTINGS}
    assert CLIENT["env"] == {name: f"${{{name}:-}}" for name in SETTINGS}


def test_secrets_are_marked_and_none_is_written_down():
    assert len(SECRETS) == 4
    assert {name for name, entry in ASKED.items() if entry.get("isSecret")} == SECRETS
    sensitive = {name for name, option in MANIFEST["user_config"].items() if option.get("sensitive")}
    assert sensitive == {name.lower() for name in SECRETS}
    assert not any({"value", "default"} & entry.keys() for entry in ASKED.values())


@pytest.mark.parametrize("name", [name for name, entry in ASKED.items() if "placeholder" in entry])
def test_what_holds_unless_said_is_said_right(name):
    """A value of one's own would win over the settings file, so each is left empty and the usual one only named."""
    field = SETTINGS[name]
    assert MANIFEST["user_config"][name.lower()]["default"] == ""
    if field.default:
        assert type(field.default)(ASKED[name]["placeholder"]) == field.default
        assert ASKED[name]["placeholder"] in ASKED[name]["description"]


def test_what_is_not_said_leaves_every_setting_as_it_is(monkeypatch):
    for name in SETTINGS:
        default = MANIFEST["user_config"][name.lower()]["default"]
        monkeypatch.setenv(name, str(default).lower())
    assert Settings() == Settings.model_construct()
