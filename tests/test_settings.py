import sys

import pytest

from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.settings import DEFAULT_BASE_URL, Settings, config_file, load_settings

SECRETS = {"OKX_API_KEY": "canary-1", "OKX_SECRET_KEY": "canary-2", "OKX_PASSPHRASE": "canary-3"}
MAIN = "0x9B920035fc57fB56Cd739043e0300eF8e5375227"


@pytest.fixture
def write():
    """Write the settings file."""

    def write(text):
        config_file().parent.mkdir(parents=True, exist_ok=True)
        config_file().write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def export(monkeypatch):
    """Set the environment."""

    def export(**settings):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    return export


def said(error):
    return str(error.value)


def test_without_any_setting():
    settings = load_settings()
    assert settings.base_url == DEFAULT_BASE_URL == "https://web3.okx.com"
    assert (settings.max_rps, settings.cache_seconds, settings.demo) == (2.5, 10, False)
    assert settings.credentials is None
    assert settings.missing_credentials == list(SECRETS)
    assert settings.saved_wallets.names == []
    assert settings.http_token is None


def test_the_file_uses_lower_case_and_the_environment_goes_first(write, export):
    write(
        'okx_api_key = "from-file"\nokx_secret_key = "from-file"\nokx_passphrase = "from-file"\n'
        f'wallet_portfolio_wallets = "file={MAIN}"\nwallet_portfolio_max_rps = 7\nwallet_portfolio_demo = true\n'
    )
    export(OKX_API_KEY="from-environment", WALLET_PORTFOLIO_WALLETS=f"environment={MAIN}")
    settings = load_settings()
    assert settings.credentials.api_key.get_secret_value() == "from-environment"
    assert settings.credentials.secret_key.get_secret_value() == "from-file"
    assert settings.saved_wallets.names == ["environment"]
    assert settings.max_rps == 7
    assert settings.demo


def test_an_empty_variable_counts_as_not_set(write, export):
    write(f'wallet_portfolio_wallets = "file={MAIN}"')
    names = ("OKX_API_KEY", "OKX_BASE_URL", "WALLET_PORTFOLIO_WALLETS", "WALLET_PORTFOLIO_MAX_RPS")
    export(**dict.fromkeys(names, ""))
    settings = load_settings()
    assert settings.missing_credentials == list(SECRETS)
    assert settings.base_url == DEFAULT_BASE_URL
    assert settings.max_rps == 2.5
    assert settings.saved_wallets.names == ["file"]


def test_nothing_but_space_is_no_key(export):
    export(**SECRETS | {"OKX_PASSPHRASE": " \n"})
    assert load_settings().missing_credentials == ["OKX_PASSPHRASE"]


@pytest.mark.parametrize("given", SECRETS)
def test_two_thirds_of_a_key_are_none(export, given):
    export(**{name: value for name, value in SECRETS.items() if name != given})
    assert load_settings().credentials is None
    assert load_settings().missing_credentials == [given]


def test_secrets_do_not_show(export):
    export(**SECRETS, WALLET_PORTFOLIO_HTTP_TOKEN="canary-4")
    settings = load_settings()
    for text in (
        repr(settings),
        str(settings),
        repr(settings.credentials),
        f"{settings.model_dump()}",
        settings.model_dump_json(),
    ):
        assert "canary" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WALLET_PORTFOLIO_MAX_RPS", "0"),
        ("WALLET_PORTFOLIO_MAX_RPS", "nan"),
        ("WALLET_PORTFOLIO_MAX_RPS", "canary"),
        ("WALLET_PORTFOLIO_CACHE_SECONDS", "-31337"),
        ("WALLET_PORTFOLIO_DEMO", "canary"),
        ("WALLET_PORTFOLIO_WALLETS", "canary"),
        ("WALLET_PORTFOLIO_WALLETS", "main="),
        ("WALLET_PORTFOLIO_WALLETS", f"=canary,main={MAIN}"),
        ("OKX_BASE_URL", "http://canary.example"),
        ("WALLET_PORTFOLIO_REDIS_URL", "canary"),
        ("WALLET_PORTFOLIO_REDIS_URL", "https://canary.example"),
        ("WALLET_PORTFOLIO_REDIS_URL", "redis://:canary@host:canary"),
        ("WALLET_PORTFOLIO_REDIS_URL", "redis://host/0?canary=1"),
        ("WALLET_PORTFOLIO_REDIS_URL", "unix://?db=canary"),
        ("OKX_API_KEY", "canary-é"),
        ("OKX_SECRET_KEY", "canary\r\ncanary"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_but_not_shown(export, name, value):
    export(**{name: value})
    with pytest.raises(InputError) as error:
        load_settings()
    assert said(error).startswith(f"{name} is not right")
    assert value not in said(error)
    assert "canary" not in said(error)
    assert error.value.__cause__ is None
    assert error.value.__context__ is None


@pytest.mark.parametrize(
    "url", ["redis://:canary@host:6379/1", " rediss://user:canary@host ", "unix:///run/redis.sock"]
)
def test_where_redis_is(export, url):
    export(WALLET_PORTFOLIO_REDIS_URL=url)
    settings = load_settings()
    assert settings.redis_url.get_secret_value() == url.strip()
    assert "canary" not in repr(settings)


def test_without_its_client_redis_is_asked_to_be_installed(export, monkeypatch):
    export(WALLET_PORTFOLIO_REDIS_URL="redis://canary")
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    with pytest.raises(InputError, match=r"pip install 'wallet-portfolio\[redis\]'") as error:
        load_settings()
    assert "canary" not in said(error)


def test_everything_that_is_wrong_is_named_at_once(export):
    export(WALLET_PORTFOLIO_MAX_RPS="x", WALLET_PORTFOLIO_CACHE_SECONDS="y")
    with pytest.raises(InputError, match=r"MAX_RPS is not right\. WALLET_PORTFOLIO_CACHE_SECONDS is not right\."):
        load_settings()


def test_a_value_of_the_file_is_named_as_in_the_readme(write):
    write('wallet_portfolio_max_rps = "canary"')
    with pytest.raises(InputError, match="WALLET_PORTFOLIO_MAX_RPS is not right") as error:
        load_settings()
    assert "canary" not in said(error)


def test_a_file_that_cannot_be_read_is_named_but_not_shown(write):
    write('okx_api_key = "canary\n')
    with pytest.raises(InputError, match="settings file cannot be read") as error:
        load_settings()
    assert str(config_file()) in said(error)
    assert "canary" not in said(error)


@pytest.mark.parametrize(
    "url", ["https://example.com", "http://localhost:8790", "http://127.0.0.1:1/", "http://[::1]:9"]
)
def test_plain_http_is_for_this_machine(export, url):
    export(OKX_BASE_URL=url)
    assert load_settings().base_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "http://10.0.0.1:80",
        "http://localhost.example.com",
        "http://0.0.0.0",
        "ftp://localhost",
        "https://user:word@example.com",
        "example.com",
        "https://",
        "https://example.com/?key=1",
    ],
)
def test_no_other_address_of_the_service_is_taken(export, url):
    export(OKX_BASE_URL=url)
    with pytest.raises(InputError, match=r"OKX_BASE_URL is not right: .* https://"):
        load_settings()


def test_wallets_keep_their_order_and_a_name_may_stand_for_two(export):
    export(WALLET_PORTFOLIO_WALLETS=f" b = {MAIN} , a=bc1q, b=0x2 ,")
    saved = load_settings().saved_wallets
    assert saved.names == ["b", "a"]
    assert [address for name, address in saved.entries if name == "b"] == [MAIN, "0x2"]


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings().demo = True


def test_a_reference_that_a_client_left_open_counts_as_not_set(export):
    export(
        OKX_API_KEY="${OKX_API_KEY}",
        OKX_SECRET_KEY="${env:OKX_SECRET_KEY}",
        WALLET_PORTFOLIO_WALLETS="${user_config.x}",
    )
    settings = load_settings()
    assert settings.missing_credentials == list(SECRETS)
    assert settings.saved_wallets.names == []
