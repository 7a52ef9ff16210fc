"""Where each client keeps its configuration. The systems are told, not run on."""

from pathlib import Path

import pytest

from wallet_portfolio.setup.clients import CLIENTS, Machine, expanded, is_reference
from wallet_portfolio.setup.writing import locate

HOME = Path("/users/ann")
SUPPORT = "Library/Application Support"


def where(name, platform, home=HOME, **environment):
    return locate(CLIENTS[name], Machine(platform, home, environment))[0]


@pytest.mark.parametrize(
    ("name", "platform", "path"),
    [
        ("claude-desktop", "linux", ".config/Claude/claude_desktop_config.json"),
        ("claude-desktop", "darwin", f"{SUPPORT}/Claude/claude_desktop_config.json"),
        ("claude-desktop", "win32", "AppData/Roaming/Claude/claude_desktop_config.json"),
        ("claude-code", "linux", ".claude.json"),
        ("claude-code", "darwin", ".claude.json"),
        ("claude-code", "win32", ".claude.json"),
        ("cursor", "linux", ".cursor/mcp.json"),
        ("cursor", "darwin", ".cursor/mcp.json"),
        ("cursor", "win32", ".cursor/mcp.json"),
        ("vscode", "linux", ".config/Code/User/mcp.json"),
        ("vscode", "darwin", f"{SUPPORT}/Code/User/mcp.json"),
        ("vscode", "win32", "AppData/Roaming/Code/User/mcp.json"),
    ],
)
def test_the_file_of_each_client_on_each_system(name, platform, path):
    assert where(name, platform) == HOME / path


def test_moved_folders_are_followed():
    assert where("vscode", "linux", XDG_CONFIG_HOME="/conf") == Path("/conf/Code/User/mcp.json")
    assert where("claude-desktop", "win32", APPDATA="/roaming").parent == Path("/roaming/Claude")
    assert where("claude-code", "linux", CLAUDE_CONFIG_DIR="/moved") == Path("/moved/.claude.json")
    assert where("vscode", "linux", XDG_CONFIG_HOME="not/absolute") == HOME / ".config/Code/User/mcp.json"


def test_a_packaged_claude_desktop_reads_the_file_of_its_package(tmp_path):
    package = tmp_path / "AppData/Local/Packages/Claude_0abc/LocalCache/Roaming/Claude"
    package.mkdir(parents=True)
    (tmp_path / "AppData/Roaming/Claude").mkdir(parents=True)
    assert where("claude-desktop", "win32", tmp_path) == package / "claude_desktop_config.json"


def test_of_two_packages_the_one_with_a_file_is_taken(tmp_path):
    folders = [tmp_path / f"Packages/Claude_{name}/LocalCache/Roaming/Claude" for name in "ab"]
    for folder in folders:
        folder.mkdir(parents=True)
    (folders[1] / "claude_desktop_config.json").touch()
    assert where("claude-desktop", "win32", tmp_path, LOCALAPPDATA=str(tmp_path)).parent == folders[1]


def test_vs_code_insiders_is_taken_where_it_is_alone(tmp_path):
    insiders = tmp_path / ".config/Code - Insiders/User"
    insiders.mkdir(parents=True)
    assert where("vscode", "linux", tmp_path).parent == insiders
    (tmp_path / ".config/Code/User").mkdir(parents=True)
    assert where("vscode", "linux", tmp_path).parent == tmp_path / ".config/Code/User"


@pytest.mark.parametrize("name", CLIENTS)
def test_whether_a_client_is_installed(tmp_path, name):
    machine = Machine("linux", tmp_path, {})
    path, installed = locate(CLIENTS[name], machine)
    assert not installed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert locate(CLIENTS[name], machine) == (path, True)


@pytest.mark.parametrize("name", ["claude-code", "cursor", "vscode"])
def test_a_reference_stands_for_the_value_of_the_variable(name):
    reference = CLIENTS[name].reference.format("OKX_API_KEY")
    assert is_reference(reference)
    assert expanded(reference, {"OKX_API_KEY": "k"}) == "k"
    assert expanded(reference, {}) == ""


def test_what_is_no_reference_is_a_value():
    assert not is_reference("s3cr$t{x}")
    assert not is_reference("${A}b")
    assert expanded("${A:-b} $A", {}) == "b $A"
