"""Looks for known vulnerabilities in what the project pins. Run by `make check`; not part of the package.

    python server/dependency_audit.py requirements.lock [options of pip-audit]

Fails on a vulnerability, and where the audit itself is broken. An advisory service that cannot be reached is said in
one line and fails nothing: a check has to work without a network, too.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

_TOOL = (sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off")
_LONGEST_SECONDS = 180
_ODD = re.compile(r"[^\w.+!, -]")  # an advisory's text goes to a terminal


class _Vulnerability(BaseModel):
    id: str
    fix_versions: list[str] = []


class _Dependency(BaseModel):
    """`vulns` is None for what the service does not know."""

    name: str
    version: str = ""
    vulns: list[_Vulnerability] | None = None


class _Report(BaseModel):
    dependencies: list[_Dependency]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to print, and whether the check fails."""

    lines: tuple[str, ...]
    failed: bool = False


NOT_AUDITED = Verdict(("Dependencies: not audited, because the advisory service could not be reached.",))


def judge(report: str) -> Verdict | None:
    """Read pip-audit's report in JSON; None for what is no report."""
    try:
        dependencies = _Report.model_validate_json(report).dependencies
    except ValidationError:
        return None
    known = [dependency for dependency in dependencies if dependency.vulns is not None]
    found = [_line(one, flaw) for one in known for flaw in one.vulns or []]
    if found:
        return Verdict(("Dependencies with known vulnerabilities:", *found), failed=True)
    if not known:
        return NOT_AUDITED
    unknown = len(dependencies) - len(known)
    rest = f" The advisory service does not know {unknown} more." if unknown else ""
    return Verdict((f"Dependencies: {len(known)} audited, no known vulnerability.{rest}",))


def audit(lock: str, options: Sequence[str]) -> Verdict:
    """Audit a lock file. Where there is no report, a rehearsal without the network tells whose fault that is."""
    command = [*_TOOL, *options, "--requirement", lock]
    try:
        verdict = judge(_run([*command, "--format", "json", "--desc", "off"]).stdout)
    except subprocess.TimeoutExpired:
        return NOT_AUDITED
    if verdict is None:
        rehearsal = _run([*command, "--dry-run"])
        if rehearsal.returncode:
            return Verdict((f"The audit of {lock} does not work:", rehearsal.stderr.strip()), failed=True)
    return verdict or NOT_AUDITED


def main(lock: str, *options: str) -> int:
    """Print the verdict; the exit status."""
    verdict = audit(lock, options)
    sys.stdout.write("\n".join(verdict.lines) + "\n")
    return int(verdict.failed)


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS)  # noqa: S603


def _line(dependency: _Dependency, flaw: _Vulnerability) -> str:
    fixed = f", fixed in {', '.join(flaw.fix_versions)}" if flaw.fix_versions else ", no version fixes it yet"
    return f"  {dependency.name} {dependency.version}: {_ODD.sub('', flaw.id + fixed)}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
