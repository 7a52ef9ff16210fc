"""The wheel, away from the checkout: everything it needs is in it, and nothing else."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from support.processes import PATIENCE_SECONDS, environment

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "server" / "wallet_portfolio"
SHIPPED = {".py", ".json", ".weights", ".mo", ".md", ".typed", ".html", ".css", ".js", ".ttf", ".txt"}


def build(folder, *targets, source=ROOT):
    """Make distributions as a build front end does, without a network."""
    kinds = [option for target in targets for option in ("-t", target)]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *kinds, "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
    )
    return sorted(folder.iterdir())


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def carried(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    [made] = build(tmp_path_factory.mktemp("wheel"), "wheel")
    return made


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """Another folder, with the wheel installed and the dependencies of this environment; the checkout is not found."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder


def command(*arguments):
    # -S: the .pth files of this environment, one of which names the checkout, are not read.
    return [sys.executable, "-S", "-P", *arguments]


def surroundings(folder):
    found = [str(folder / "installed"), *dict.fromkeys(map(sysconfig.get_path, ("purelib", "platlib")))]
    return {**environment(folder), "PYTHONPATH": os.pathsep.join(found)}


def run(folder, *arguments):
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=surroundings(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )


def test_it_holds_the_package_its_data_prompts_and_skill_and_nothing_else(wheel):
    files = contents(wheel)
    inside = {name.removeprefix("wallet_portfolio/") for name in files if name.startswith("wallet_portfolio/")}
    own = {name for name in carried(PACKAGE) if "__pycache__" not in name and not name.endswith(".po")}
    beside = {f"{folder}/{name}" for folder in ("prompts", "skill") for name in carried(ROOT / folder)}
    assert inside == own | beside
    assert {Path(name).suffix for name in inside} == SHIPPED
    assert {"skill/wallet-portfolio/SKILL.md", "prompts/show-portfolio.md", "intents/data/router.weights"} < inside
    others = {name.split("/", 1)[-1] for name in files if not name.startswith("wallet_portfolio/")}
    letters = "licenses/server/wallet_portfolio/views/pictures/fonts/OFL.txt"
    assert others == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", letters}


def test_the_source_distribution_makes_the_same_wheel_and_brings_no_tests(wheel, tmp_path):
    [source] = build(tmp_path / "sdist", "sdist")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    [top] = (tmp_path / "unpacked").iterdir()
    assert {path.name for path in top.iterdir()} == {
        "server", "prompts", "skill", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md",
        "PKG-INFO", ".gitignore",
    }  # fmt: skip
    assert {path.name for path in (top / "server").iterdir()} == {"wallet_portfolio"}
    [again] = build(tmp_path / "wheel", "wheel", source=top)
    assert contents(again) == contents(wheel)


def test_it_is_found_there_and_the_checkout_is_not(elsewhere):
    shown = run(elsewhere, "-c", "import wallet_portfolio as it, sys; print(it.__file__, *sys.path, sep='\\n')")
    where, *searched = shown.stdout.splitlines()
    assert Path(where).is_relative_to(elsewhere)
    assert not any(Path(folder).resolve().is_relative_to(ROOT / "server") for folder in searched if folder)


def test_it_answers_there_in_any_language_it_speaks(elsewhere):
    asked = run(elsewhere, "-m", "wallet_portfolio", "ask", "¿Cuánto USDC tengo en Base?", "--demo", "--json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["summary"] == "**USDC** 1,820.11 ($1,819.89) en Base"


@pytest.mark.anyio
async def test_it_serves_its_prompts_and_its_skill_there(elsewhere):
    first, *rest = command("-m", "wallet_portfolio", "serve", "--demo")
    server = StdioServerParameters(command=first, args=rest, env=surroundings(elsewhere), cwd=elsewhere)
    async with Client(server) as client:
        prompts = {prompt.name for prompt in (await client.list_prompts()).prompts}
        skill = carried(ROOT / "skill" / "wallet-portfolio")
        read = {
            name: (await client.read_resource(f"skill://wallet-portfolio/{name}")).contents[0].text for name in skill
        }
    assert prompts == {path.stem for path in (ROOT / "prompts").iterdir()}
    assert read == {name: content.decode() for name, content in skill.items()}
