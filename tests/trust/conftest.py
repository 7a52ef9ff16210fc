"""For the tests that look for canaries: the service, the machine, and all that is logged."""

import logging

import pytest

from trust.canaries import Ears, Machine
from trust.canary_service import Overheard, Service
from wallet_portfolio import simulator


@pytest.fixture(scope="module")
def canary_service():
    service = Service()
    with simulator.in_background(service.signing) as service.url:
        yield service


@pytest.fixture
def service(canary_service):
    yield canary_service
    canary_service.stand_in.faults.clear()
    canary_service.signing.signatures.clear()


@pytest.fixture
def other_host():
    host = Overheard()
    yield host
    host.close()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    made = Machine(tmp_path / "machine")
    for name, value in made.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tempfile.tempdir", str(made.folder / "tmp"))
    monkeypatch.chdir(made.work)
    return made


@pytest.fixture
def ears(monkeypatch):
    """Everything at debug level, whichever library says it."""
    heard, root, package = Ears(), logging.getLogger(), logging.getLogger("wallet_portfolio")
    levels = root.level, package.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    yield heard
    root.removeHandler(heard)
    root.setLevel(levels[0])
    package.setLevel(levels[1])
