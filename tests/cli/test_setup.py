"""`setup`, on configurations as they are found on a user's machine."""

import json
import os
import pty
import subprocess
import sys

import pytest

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from wallet_portfolio.setup.clients import CLIENTS

from .conftest import SECRETS

KEYS = {
    "OKX_API_KEY": SECRETS["api_key"],
    "OKX_SECRET_KEY": SECRETS["secret_key"],
    "OKX_PASSPHRASE": SECRETS["passphrase"],
}
NEIGHBOUR = "ghp_neighbours-token"

DESKTOP = f"""{{
  "globalShortcut": "Ctrl+Space",
  "mcpServers": {{
    "github": {{"command": "npx", "args": ["-y", "gh"], "env": {{"GITHUB_TOKEN": "{NEIGHBOUR}"}}}},
    "files": {{
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/data"]
    }}
  }},
  "preferences": {{"scale": 1.0, "id": 12345678901234567890}}
}}
"""
CLAUDE_CODE = json.dumps(
    {
        "numStartups": 5,
        "projects": {f"/p/{n}": {"history": [{"display": "é\u2028 " * 20}] * 20, "mcpServers": {}} for n in range(100)},
        "mcpServers": {"z": {"type": "stdio", "command": "z", "args": [], "env": {}}},
        "oauthAccount": {"emailAddress": "ann@example.com"},
    },
    indent=2,
    ensure_ascii=False,
)
CURSOR = '{"mcpServers":{"a":{"url":"https://example.com/mcp"}}}'
VSCODE = """{
  // what I use at work
  "inputs": [
    { "type": "promptString", "id": "key", "password": true },
  ],
  "servers": {
    "hub": { "type": "http", "url": "https://example.com/mcp" }, // the hub
  },
}
"""
FILES = {
    "claude-desktop": (".config/Claude/claude_desktop_config.json", DESKTOP),
    "claude-code": (".claude.json", CLAUDE_CODE),
    "cursor": (".cursor/mcp.json", CURSOR),
    "vscode": (".config/Code/User/mcp.json", VSCODE),
}


@pytest.fixture(params=FILES)
def client(request):
    return request.param


@pytest.fixture
def setup(run, tmp_path, monkeypatch):
    """Run it in a home where every client is; the exit status and what was printed."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    for path, text in FILES.values():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    def setup(*arguments, **settings):
        result = run("setup", *arguments, **settings)
        if "--print" not in arguments:
            assert not [secret for secret in (*SECRETS.values(), NEIGHBOUR) if secret in result.output]
        return result

    return setup


@pytest.fixture
def file(client, tmp_path):
    return tmp_path / FILES[client][0]


def bare(text):
    """JSON without the comments and trailing commas of these texts."""
    lines = [line.split(" // ")[0] if not line.strip().startswith("//") else "" for line in text.split("\n")]
    return json.loads("".join(lines).replace(",  ]", "]").replace(",  }", "}").replace(",}", "}"))


def test_it_is_added_shown_kept_and_taken_out_again(setup, client, file):
    before = file.read_bytes()
    shown = setup(client)
    assert (shown.exit_code, file.read_bytes()) == (2, before)
    assert "+ " in shown.stdout
    assert "--yes" in shown.stderr

    done = setup(client, "--yes")
    assert done.exit_code == 0
    servers = CLIENTS[client].servers
    entry = bare(file.read_text())[servers].pop("wallet-portfolio")
    assert entry["args"] == ["serve"]
    assert os.access(entry["command"], os.X_OK)
    others = bare(file.read_text())
    del others[servers]["wallet-portfolio"]
    assert json.dumps(others) == json.dumps(bare(before.decode()))
    (copy,) = file.parent.glob("*.bak")
    assert copy.read_bytes() == before
    assert str(copy) in done.stdout

    after = file.read_bytes()
    again = setup(client, "--yes")
    assert (again.exit_code, file.read_bytes()) == (0, after)
    assert "Already set up" in again.stdout
    assert list(file.parent.glob("*.bak")) == [copy]

    undone = setup(client, "--undo", "--yes")
    assert (undone.exit_code, file.read_bytes()) == (0, before)
    assert list(file.parent.glob("*.bak")) == []
    assert "Nothing to undo" in setup(client, "--undo", "--yes").stdout


def test_credentials_are_named_and_not_written(setup, client, file):
    setup(client, "--yes", **KEYS)
    text = file.read_text()
    assert not [secret for secret in SECRETS.values() if secret in text]
    named = {"claude-desktop": None, "claude-code": "${OKX_SECRET_KEY:-}"}.get(client, "${env:OKX_SECRET_KEY}")
    entry = bare(text)[CLIENTS[client].servers]["wallet-portfolio"]
    assert entry.get("env", {}).get("OKX_SECRET_KEY") == named


def test_credentials_are_written_where_that_is_asked_for(setup, client, file):
    result = setup(client, "--yes", "--with-secrets", **KEYS)
    assert "plain text" in result.stdout
    assert bare(file.read_text())[CLIENTS[client].servers]["wallet-portfolio"]["env"] == KEYS


def test_the_demo_needs_no_environment(setup, client, file):
    setup(client, "--yes", "--demo")
    entry = bare(file.read_text())[CLIENTS[client].servers]["wallet-portfolio"]
    assert entry["args"] == ["serve", "--demo"]
    assert "env" not in entry


def test_undo_keeps_what_has_changed_since(setup, tmp_path):
    file = tmp_path / FILES["claude-desktop"][0]
    setup("claude-desktop", "--yes")
    file.write_text(file.read_text().replace("Ctrl+Space", "Ctrl+K"))
    result = setup("claude-desktop", "--undo", "--yes")
    assert file.read_text() == DESKTOP.replace("Ctrl+Space", "Ctrl+K")
    (copy,) = file.parent.glob("*.bak")
    assert str(copy) in result.stdout


def test_a_file_that_was_not_there_is_made_and_taken_away_again(setup, tmp_path):
    file = tmp_path / FILES["cursor"][0]
    file.unlink()
    file.parent.rmdir()
    result = setup("cursor", "--yes")
    assert "does not seem to be installed" in result.stdout
    assert "wallet-portfolio" in file.read_text()
    setup("cursor", "--undo", "--yes")
    assert not file.exists()


@pytest.mark.parametrize("text", ['{"mcpServers": }', '{"mcpServers": [], "a": 1}', "[]"])
def test_a_broken_file_is_left_alone_and_what_to_paste_is_said(setup, client, file, text):
    file.write_text(text)
    result = setup(client, "--yes", "--with-secrets", **KEYS)
    expected = 0 if client == "vscode" and text.startswith('{"mcpServers": []') else 1  # which knows no such member
    assert result.exit_code == expected
    if expected:
        assert file.read_text() == text
        assert "left as it is" in result.stderr
        assert '"command"' in result.stderr
        assert list(file.parent.glob("*.bak")) == []


def test_comments_are_a_fault_where_the_client_reads_none(setup, tmp_path):
    file = tmp_path / FILES["claude-desktop"][0]
    file.write_text("{} // mine")
    assert setup("claude-desktop", "--yes").exit_code == 1


def test_a_read_only_file_is_left_alone(setup, client, file):
    before = file.read_bytes()
    file.chmod(0o400)
    result = setup(client, "--yes")
    assert (result.exit_code, file.read_bytes()) == (1, before)
    assert "read-only" in result.stderr
    assert list(file.parent.glob("*.bak")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Which client?"),
        (["zed"], "claude-desktop, claude-code, cursor, vscode"),
        (["cursor", "--undo", "--demo"], "--undo"),
        (["cursor", "--demo", "--with-secrets"], "--demo"),
        (["--undo"], "Which client?"),
    ],
)
def test_wrong_usage(setup, arguments, said):
    result = setup(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_secrets_that_are_not_there_cannot_be_written(setup):
    result = setup("cursor", "--yes", "--with-secrets", OKX_API_KEY="k")
    assert result.exit_code == 1
    assert "OKX_SECRET_KEY, OKX_PASSPHRASE" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["zed"], ["vscode"], ["claude-desktop", "--demo"]])
def test_what_is_printed_can_be_pasted(setup, arguments):
    result = setup(*arguments, "--print", **KEYS)
    assert result.exit_code == 0
    (servers,) = json.loads(result.stdout).values()
    entry = servers["wallet-portfolio"]
    assert entry["args"][0] == "serve"
    assert not set(SECRETS.values()) & set(entry.get("env", {}).values())


def test_secrets_are_printed_where_that_is_asked_for(setup):
    result = setup("--print", "--with-secrets", **KEYS)
    assert json.loads(result.stdout)["mcpServers"]["wallet-portfolio"]["env"] == KEYS
    assert "plain text" in result.stderr


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("\n", 1)])
def test_at_a_terminal_it_asks(tmp_path, answer, status):
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "setup", "cursor", "--demo"],
        env=environment(tmp_path, TERM="xterm", COLUMNS="80"),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        os.write(leader, answer.encode())
        shown = b""
        try:
            while read := os.read(leader, 65_536):
                shown += read
        except OSError:
            assert sys.platform == "linux"  # which says so at the end
        os.close(leader)
        assert process.wait(PATIENCE_SECONDS) == status
    assert b"Write this? [y/N]" in shown
    assert (tmp_path / ".cursor/mcp.json").exists() == (status == 0)
