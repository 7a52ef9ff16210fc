"""Credentials that no header can carry are named and not shown. What else could show one is in trust/test_secrets."""

import pytest

from .conftest import SECRETS


@pytest.mark.parametrize("name", ["OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE"])
def test_a_secret_that_no_header_can_carry_is_named_but_not_shown(run, service, name):
    result = run("-v", "get-total-value", **service.settings(**{name: "canary-ключ\nnext"}))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{name} is not right: ")
    assert "canary" not in result.stderr


def test_space_around_a_secret_does_not_matter(run, service):
    settings = service.settings()
    settings["OKX_SECRET_KEY"] = f" {SECRETS['secret_key']}\n"
    assert run("get-total-value", **settings).exit_code == 0
