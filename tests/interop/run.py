"""Use the server as the clients and agent frameworks do that people build on: `make interop`.

Their versions of the MCP SDK differ, so there are two environments. They are made under build/interop and kept until
their pinned requirements change. Each check runs in a process of its own, against the installed server.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.processes import environment, served_over_http  # noqa: E402

# The environment, the check, and the distribution that it is about.
CHECKS = [
    ("sdk1", "use_mcp_sdk_v1", "mcp"),
    ("sdk1", "use_langchain", "langchain-mcp-adapters"),
    ("sdk2", "use_mcp_sdk", "mcp"),
    ("sdk2", "use_fastmcp", "fastmcp"),
    ("sdk2", "use_pydantic_ai", "pydantic-ai-slim"),
    ("sdk2", "use_openai_agents", "openai-agents"),
]
MOST_SECONDS = 300.0
AT_ONCE = 2


def pins(name):
    return HERE / "environments" / f"{name}.txt"


def prepare(name):
    """The environment's Python, with what is pinned for it."""
    home = ROOT / "build" / "interop" / name
    python, stamp = home / "bin" / "python", home / ".ready"
    wanted = hashlib.sha256(pins(name).read_bytes() + sys.version.encode()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == wanted):
        print(f"Installing into {home.relative_to(ROOT)} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--require-hashes", "--requirement", pins(name)], check=True)
        stamp.write_text(wanted)
    return python


def check(python, name, settings):
    """What is wrong, or nothing; and how long it took."""
    began = time.monotonic()
    command = [python, "-W", "ignore", HERE / "checks" / f"{name}.py"]
    try:
        done = subprocess.run(
            command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as late:
        return f"{late}\n{(late.stdout or b'').decode(errors='replace')}", MOST_SECONDS
    return done.stdout if done.returncode else "", time.monotonic() - began


def main():
    names = sorted({environment for environment, _, _ in CHECKS})
    with ThreadPoolExecutor() as together:
        pythons = dict(zip(names, together.map(prepare, names), strict=True))
    failures = 0
    with tempfile.TemporaryDirectory() as home, served_over_http(home) as address:
        settings = environment(home, SERVED_AT=f"http://{address}/mcp", PYTHONPATH=str(HERE / "recipes"))
        settings["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        with ThreadPoolExecutor(AT_ONCE) as together:
            found = together.map(lambda row: check(pythons[row[0]], row[1], settings), CHECKS)
            for (where, name, subject), (wrong, seconds) in zip(CHECKS, found, strict=True):
                version = re.search(rf"^{subject}==(\S+)", pins(where).read_text(), re.MULTILINE)[1]
                verdict = "FAILED" if wrong else "PASSED"
                print(f"{wrong}{name} [{subject} {version}] {verdict} in {seconds:.1f}s", flush=True)
                failures += bool(wrong)
    print(f"interop: {len(CHECKS) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
