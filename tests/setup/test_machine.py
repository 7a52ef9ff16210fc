"""The command that is written is one that is still there tomorrow."""

import sys
from pathlib import Path

import pytest

from wallet_portfolio.setup.machine import own_launch, source_of


def test_an_installed_program_is_started_by_its_path():
    launch = own_launch()
    assert Path(launch.command) == Path(sys.executable).parent / "wallet-portfolio"
    assert launch.arguments == ()


@pytest.mark.parametrize(
    "prefix",
    [
        "/u/.cache/uv/archive-v0/1bX-2",
        "/elsewhere/environments-v2/wallet-portfolio-0",
        "/u/Library/Caches/uv/builds-v0/.tmpQ",
    ],
)
def test_what_uvx_made_is_fetched_again(prefix, monkeypatch, tmp_path):
    uvx = tmp_path / "uvx"
    uvx.touch(0o755)
    monkeypatch.setenv("UV", str(tmp_path / "uv"))
    launch = own_launch(prefix)
    assert (launch.command, launch.arguments[-1]) == (str(uvx), "wallet-portfolio")


@pytest.mark.parametrize("prefix", ["/u/.local/share/pipx/.cache/0a1b", "/u/.cache/pipx/0a1b"])
def test_what_pipx_run_made_is_fetched_again(prefix):
    launch = own_launch(prefix)
    assert Path(launch.command).name == "pipx"
    assert (launch.arguments[0], launch.arguments[-1]) == ("run", "wallet-portfolio")


@pytest.mark.parametrize("prefix", ["/u/.local/share/pipx/venvs/wallet-portfolio", "/u/.local/share/uv/tools/w"])
def test_what_pipx_and_uv_install_stays(prefix):
    assert Path(own_launch(prefix).command).name == "wallet-portfolio"


@pytest.mark.parametrize(
    ("record", "source"),
    [
        (None, ""),
        ("{}", ""),
        ("no JSON", ""),
        ('{"url": "file:///clones/wallet%20portfolio", "dir_info": {}}', "/clones/wallet portfolio"),
        ('{"url": "https://example.com/w.whl", "archive_info": {}}', "https://example.com/w.whl"),
        (
            '{"url": "https://example.com/w", "vcs_info": {"vcs": "git", "requested_revision": "v1"}}',
            "git+https://example.com/w@v1",
        ),
    ],
)
def test_what_did_not_come_from_the_index_is_fetched_from_where_it_came(record, source):
    assert source_of(record) == source
