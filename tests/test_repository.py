"""What is kept under git: fit for any machine, and of one mind about its versions."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
REGISTRY = re.compile(r"index-url|find-links\s*=")
MACHINE = re.compile(r"(?<![\w.-])(?:/(?:home|root|Users|opt|mnt|work|tmp)/[\w.-]+|[A-Z]:\\\\?Users)")


_MADE = {
    ".venv",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "node_modules",
}


def tracked():
    if not (ROOT / ".git").exists():  # an unpacked archive
        return [file for file in ROOT.rglob("*") if file.is_file() and not _MADE & set(file.relative_to(ROOT).parts)]
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [file for file in files if file.is_file()]


def pinned():
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+) \\$", LOCK, re.MULTILINE))


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["a registry", "a path of one machine"])
def test_no_file_names(pattern):
    found = []
    for file in tracked():
        if file == Path(__file__):
            continue
        text = file.read_bytes().decode("utf-8", errors="replace")
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    # The Makefile tells pip-compile to leave both out.
    assert [line for line in found if line != "Makefile: index-url"] == []


def test_every_file_is_text_of_the_one_kind():
    for file in tracked():
        if file.suffix in {".mo", ".weights", ".ttf", ".png"}:  # made from text that is kept, too
            continue
        text = file.read_bytes().decode("utf-8")
        assert "\r" not in text
        assert text.endswith("\n") or not text


def test_the_lock_has_hashes_and_no_address():
    assert "://" not in LOCK
    assert not re.search(r"^\s*-(?!-hash)", LOCK, re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(blocks) == len(pinned()) > 20
    for block in blocks:
        assert re.fullmatch(r"\S+==\S+(?: \\\n {4}--hash=sha256:[0-9a-f]{64})+", block)


@pytest.mark.parametrize("group", ["run", "dev"])
def test_the_lock_pins_what_the_project_asks_for(group):
    wanted = PROJECT["dependencies"] if group == "run" else PROJECT["optional-dependencies"]["dev"]
    locked = {canonicalize_name(name): number for name, number in pinned().items()}
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def test_the_readme_names_every_setting_and_command():
    from wallet_portfolio.settings import Settings

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for field in Settings.model_fields.values():
        assert f"`{field.validation_alias.choices[0]}`" in readme
    for command in ("make demo", "make test", "wallet-portfolio serve", "wallet-portfolio ask", "doctor", "simulate"):
        assert command in readme
