"""What becomes of an entry that a user has made their own, and what of it is shown."""

import json

import pytest

from wallet_portfolio.setup.clients import CLIENTS
from wallet_portfolio.setup.entries import Launch, difference, document, make_entry, references, with_entry

SECRET = "canary-secret-3d4c"
CURSOR = CLIENTS["cursor"]
NEW = make_entry(CURSOR, Launch("/new/w"), references(CURSOR, ["OKX_API_KEY", "OKX_SECRET_KEY"]), demo=False)


def merged(entry, *, values_win=False):
    text = json.dumps({"mcpServers": {"wallet-portfolio": entry}})
    return json.loads(with_entry(text, CURSOR, NEW, values_win=values_win))["mcpServers"]["wallet-portfolio"]


def test_what_a_user_has_added_stays():
    own = {"command": "/old/w", "args": ["serve"], "disabled": True, "env": {"OKX_API_KEY": SECRET, "MINE": "1"}}
    env = {"OKX_API_KEY": SECRET, "MINE": "1", "OKX_SECRET_KEY": "${env:OKX_SECRET_KEY}"}
    assert merged(own) == {"command": "/new/w", "args": ["serve"], "disabled": True, "env": env}
    assert merged(own, values_win=True)["env"]["OKX_API_KEY"] == "${env:OKX_API_KEY}"


@pytest.mark.parametrize("entry", [{"url": "http://127.0.0.1:8000/mcp"}, None, "x"])
def test_an_entry_of_another_kind_is_replaced(entry):
    assert merged(entry) == NEW


@pytest.mark.parametrize(
    ("name", "key"), [("vscode", "servers"), ("cursor", "mcpServers"), ("claude-code", "mcpServers")]
)
def test_each_client_has_its_own_words(name, key):
    client = CLIENTS[name]
    entry = make_entry(client, Launch("uvx", ("wallet-portfolio",)), {}, demo=True)
    assert json.loads(document(client, entry)) == {
        key: {
            "wallet-portfolio": {
                **({} if name == "cursor" else {"type": "stdio"}),
                "command": "uvx",
                "args": ["wallet-portfolio", "serve", "--demo"],
            }
        }
    }


def test_no_secret_is_shown_and_every_other_change_is():
    before = {"command": "/old/w", "env": {"OKX_SECRET_KEY": SECRET, "OKX_API_KEY": "${env:OKX_API_KEY}"}}
    after = {"command": "/new/w", "env": {"OKX_SECRET_KEY": SECRET + "2", "OKX_API_KEY": "${env:OKX_API_KEY}"}}
    shown = "\n".join(difference(before, after))
    assert SECRET not in shown
    assert "${env:OKX_API_KEY}" in shown
    assert [line.split()[0::2] for line in shown.split("\n") if line[0] in "+-"] == [
        ["-", '"/old/w",'],
        ["+", '"/new/w",'],
    ]
