"""Each package by its own official validator, and started as its host starts it.

Run by `make packages`, which installs the validators and makes the packages; not part of `make test`. The server's
dependencies are installed anew, from the registry that the machine reaches.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from wallet_portfolio import __version__

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "packages"
DIST = ROOT / "dist"
PATIENCE_SECONDS = 120
AS_A_HOST = """
import { getMcpConfigForManifest } from "@anthropic-ai/mcpb";
const [manifest, extensionPath, userConfig] = process.argv.slice(1).map(JSON.parse);
const given = { manifest, extensionPath, userConfig, systemDirs: {}, pathSeparator: "/" };
console.log(JSON.stringify(await getMcpConfigForManifest(given)));
"""
NOT_OURS = ("OKX_", "WALLET_PORTFOLIO_", "ANTHROPIC_", "CLAUDE")  # settings and accounts of whoever runs this


def surroundings(home, **more):
    """As the machine reaches its registries, but with a home of its own and nobody's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    path = os.pathsep.join([str(TOOLS / ".venv/bin"), str(TOOLS / "node_modules/.bin"), kept["PATH"]])
    quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1"}
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "UV_CACHE_DIR": str(ROOT / "build/uv-cache")}
    return {**kept, **quiet, **own, "PATH": path, **more}


def run(command, home, cwd=ROOT, **more):
    done = subprocess.run(
        command,
        cwd=cwd,
        env=surroundings(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """What a clone has: the files that are kept, and no others."""
    folder = tmp_path_factory.mktemp("published")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def test_the_skill(tmp_path):
    assert "Valid skill" in run(["agentskills", "validate", "skill/wallet-portfolio"], tmp_path)


def test_the_bundle_s_manifest(tmp_path):
    assert "passes" in run(["mcpb", "validate", "packages/mcpb/manifest.json"], tmp_path)


def test_the_plugin_and_its_marketplace(published, tmp_path):
    for subject in (".claude-plugin/plugin.json", ".claude-plugin/marketplace.json"):
        shown = run(["claude", "plugin", "validate", "--strict", str(published / subject)], tmp_path)
        assert "Validation passed" in shown


def test_the_image_s_recipe(tmp_path):
    run(["hadolint", "--failure-threshold", "style", "Dockerfile"], tmp_path)


def test_the_compose_file(tmp_path):
    run(["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"], tmp_path)


def test_claude_code_installs_the_plugin_finds_the_skill_and_reaches_the_server(published, tmp_path):
    demo = {"WALLET_PORTFOLIO_DEMO": "1", "MCP_TIMEOUT": str(PATIENCE_SECONDS * 1_000)}
    plugin = "wallet-portfolio@wallet-portfolio"
    run(["claude", "plugin", "marketplace", "add", str(published)], tmp_path, tmp_path)
    run(["claude", "plugin", "install", plugin], tmp_path, tmp_path)
    assert "Skills (1)  wallet-portfolio" in run(
        ["claude", "plugin", "details", "wallet-portfolio"], tmp_path, tmp_path
    )
    servers = run(["claude", "mcp", "list"], tmp_path, tmp_path, **demo)
    assert "plugin:wallet-portfolio:wallet-portfolio: uvx --from" in servers
    assert "✔ Connected" in servers


async def served(server):
    """What a client gets from the demo."""
    async with Client(server, read_timeout_seconds=PATIENCE_SECONDS) as client:
        asked = await client.call_tool("get_token_balances", {"tokens": ["USDC"], "chains": ["base"]})
        return {
            "version": client.server_info.version,
            "usdc": [row["amount"] for row in asked.structured_content["holdings"]],
            "prompts": {prompt.name for prompt in (await client.list_prompts()).prompts},
            "skill": (await client.read_resource("skill://wallet-portfolio/SKILL.md")).contents[0].text,
        }


def expected():
    return {
        "version": __version__,
        "usdc": ["1820.114233"],
        "prompts": {path.stem for path in (ROOT / "prompts").iterdir()},
        "skill": (ROOT / "skill/wallet-portfolio/SKILL.md").read_text(encoding="utf-8"),
    }


def test_the_wheel_in_an_empty_environment_answers(tmp_path):
    wheel = DIST / f"wallet_portfolio-{__version__}-py3-none-any.whl"
    command = ["uvx", "--from", str(wheel), "wallet-portfolio", "ask", "how much USDC do I have on Base?", "--demo"]
    assert "USDC 1,820.11 ($1,819.89) on Base" in run(command, tmp_path, tmp_path)


@pytest.mark.anyio
async def test_the_wheel_in_an_empty_environment_serves(tmp_path):
    wheel = DIST / f"wallet_portfolio-{__version__}-py3-none-any.whl"
    arguments = ["--from", str(wheel), "wallet-portfolio", "serve", "--demo"]
    server = StdioServerParameters(
        command=str(TOOLS / ".venv/bin/uvx"), args=arguments, env=surroundings(tmp_path), cwd=tmp_path
    )
    assert await served(server) == expected()


@pytest.mark.anyio
async def test_the_bundle_unpacked_elsewhere_starts(tmp_path):
    folder = tmp_path / "Application Support" / "wallet-portfolio"  # a space, as hosts have it
    run(["mcpb", "unpack", str(DIST / "wallet-portfolio.mcpb"), str(folder)], tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    said = [json.dumps(part) for part in (manifest, str(folder), {"wallet_portfolio_demo": True})]
    started = json.loads(run(["node", "--input-type=module", "--eval", AS_A_HOST, *said], tmp_path, TOOLS))
    server = StdioServerParameters(
        command=str(TOOLS / ".venv/bin" / started["command"]),
        args=started["args"],
        env=surroundings(tmp_path, **started["env"]),
        cwd=tmp_path,
    )
    assert await served(server) == expected()
    pinned = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    installed = run(["uv", "pip", "freeze", "--project", str(folder)], tmp_path, folder).splitlines()
    assert any(line.startswith("mcp==") for line in installed)
    assert [line for line in installed if "==" in line and f"{line} \\\n" not in pinned] == []
