"""Settings: the environment first, then `config.toml` in the user's configuration directory.

Nothing else in the project reads the environment.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self, get_args

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from wallet_portfolio import logs
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.signing import Credentials

logger = logging.getLogger(__name__)

DEFAULT_BASE_URL = "https://web3.okx.com"

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(:\d{1,5})?")
_LEFT_OPEN = re.compile(r"\$\{[^}]*\}")  # what a client was to fill in from a variable that is not set
_SHORTEST_STATE_KEY = 32
_PROTOCOL = "http/protobuf"
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


def config_file() -> Path:
    """Where the settings file is, whether or not it exists."""
    return platformdirs.user_config_path("wallet-portfolio", appauthor=False) / "config.toml"


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _named(name: str) -> AliasChoices:
    """Upper case in the environment, lower case in the file."""
    return AliasChoices(name, name.lower())


class Settings(BaseSettings):
    """Every setting. Empty values count as not set.

    Those of the HTTP server, all of them optional:

    - `WALLET_PORTFOLIO_HTTP_TOKEN`: the bearer token it asks for; or, instead, access tokens of OAuth 2:
    - `WALLET_PORTFOLIO_OAUTH_ISSUER`: the authorization server, letter by letter as its tokens name it
    - `WALLET_PORTFOLIO_OAUTH_AUDIENCE`: this server's public URL, which tokens have to be made for
    - `WALLET_PORTFOLIO_OAUTH_SCOPES`: what tokens have to allow, with spaces between
    - `WALLET_PORTFOLIO_HTTP_HOSTS`: other names it is reached by, with commas between (host or host:port)
    - `WALLET_PORTFOLIO_HTTP_CONCURRENCY`: how many requests it works on at once
    - `WALLET_PORTFOLIO_HTTP_STATE_KEY`: says that it is one of several replicas, and seals what each may open; several
      with commas between, where the first one seals
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True, case_sensitive=True
    )

    api_key: Annotated[SecretStr | None, Field(validation_alias=_named("OKX_API_KEY"))] = None
    secret_key: Annotated[SecretStr | None, Field(validation_alias=_named("OKX_SECRET_KEY"))] = None
    passphrase: Annotated[SecretStr | None, Field(validation_alias=_named("OKX_PASSPHRASE"))] = None
    base_url: Annotated[str, Field(validation_alias=_named("OKX_BASE_URL"))] = DEFAULT_BASE_URL
    wallets: Annotated[str, Field(validation_alias=_named("WALLET_PORTFOLIO_WALLETS"))] = ""
    max_rps: Annotated[float, Field(gt=0, le=1_000, validation_alias=_named("WALLET_PORTFOLIO_MAX_RPS"))] = 2.5
    cache_seconds: Annotated[
        float, Field(ge=0, le=3_600, validation_alias=_named("WALLET_PORTFOLIO_CACHE_SECONDS"))
    ] = 10.0
    redis_url: Annotated[SecretStr | None, Field(validation_alias=_named("WALLET_PORTFOLIO_REDIS_URL"))] = None
    http_token: Annotated[SecretStr | None, Field(validation_alias=_named("WALLET_PORTFOLIO_HTTP_TOKEN"))] = None
    http_hosts: Annotated[str, Field(validation_alias=_named("WALLET_PORTFOLIO_HTTP_HOSTS"))] = ""
    http_concurrency: Annotated[
        int, Field(ge=1, le=100_000, validation_alias=_named("WALLET_PORTFOLIO_HTTP_CONCURRENCY"))
    ] = 1_024
    http_state_key: Annotated[SecretStr | None, Field(validation_alias=_named("WALLET_PORTFOLIO_HTTP_STATE_KEY"))] = (
        None
    )
    oauth_issuer: Annotated[str, Field(validation_alias=_named("WALLET_PORTFOLIO_OAUTH_ISSUER"))] = ""
    oauth_audience: Annotated[str, Field(validation_alias=_named("WALLET_PORTFOLIO_OAUTH_AUDIENCE"))] = ""
    oauth_scopes: Annotated[str, Field(validation_alias=_named("WALLET_PORTFOLIO_OAUTH_SCOPES"))] = ""
    demo: Annotated[bool, Field(validation_alias=_named("WALLET_PORTFOLIO_DEMO"))] = False
    log_format: Annotated[logs.Format, Field(validation_alias=_named("WALLET_PORTFOLIO_LOG_FORMAT"))] = "text"
    log_level: Annotated[logs.Level, Field(validation_alias=_named("WALLET_PORTFOLIO_LOG_LEVEL"))] = "warning"

    @model_validator(mode="before")
    @classmethod
    def _drop_references(cls, values: dict[str, object]) -> dict[str, object]:
        """A reference that a client has not filled in, such as ${OKX_API_KEY}, is no value."""
        return {name: value for name, value in values.items() if not _LEFT_OPEN.fullmatch(str(value))}

    @field_validator("base_url")
    @classmethod
    def _check_base_url(cls, text: str) -> str:
        if text == DEFAULT_BASE_URL:
            return text
        from wallet_portfolio.okx.transport import checked_base_url  # with all that requests need, which takes a while

        try:
            return checked_base_url(text)
        except InputError as error:
            raise ValueError(error.message) from None

    @field_validator("oauth_issuer", "oauth_audience")
    @classmethod
    def _check_url(cls, text: str) -> str:
        """As it is written: issuers are compared letter by letter."""
        if not text.strip():
            return ""
        cls._check_base_url(text)
        return text.strip()

    @field_validator("log_format", "log_level", mode="before")
    @classmethod
    def _check_word(cls, text: object, info: ValidationInfo) -> str:
        word = str(text).strip().lower()
        known = get_args(logs.Format if info.field_name == "log_format" else logs.Level)
        if word not in known:
            raise ValueError(f"it takes {', '.join(known[:-1])} or {known[-1]}.")
        return word

    @field_validator("http_hosts")
    @classmethod
    def _check_hosts(cls, text: str) -> str:
        if not all(_HOST.fullmatch(host) for host in _parts(text)):
            raise ValueError("it takes names of hosts, such as wallets.example.com, with commas between them.")
        return text

    @field_validator("oauth_scopes")
    @classmethod
    def _check_scopes(cls, text: str) -> str:
        if not all(_SCOPE.fullmatch(scope) for scope in _parts(text)):
            raise ValueError("it takes names of scopes with spaces between them.")
        return text

    @model_validator(mode="after")
    def _check_one_way_in(self) -> Self:
        if bool(self.oauth_issuer) != bool(self.oauth_audience):
            raise ValueError("WALLET_PORTFOLIO_OAUTH_ISSUER and WALLET_PORTFOLIO_OAUTH_AUDIENCE go together.")
        if self.oauth_issuer and self.http_token:
            raise ValueError("WALLET_PORTFOLIO_HTTP_TOKEN and WALLET_PORTFOLIO_OAUTH_ISSUER exclude each other.")
        return self

    @field_validator("api_key", "secret_key", "passphrase", "http_token", "http_state_key")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        """As it goes into a header: no space around it, nothing that cannot be sent."""
        text = secret.get_secret_value().strip() if secret else ""
        if not (text.isascii() and text.isprintable()):
            raise ValueError("it holds a character that no key has. Copy it again.")
        return SecretStr(text) if text else None

    @field_validator("http_state_key")
    @classmethod
    def _check_state_keys(cls, secret: SecretStr | None) -> SecretStr | None:
        keys = _parts(secret.get_secret_value()) if secret else ()
        if secret and secret.get_secret_value().strip() and not keys:
            raise ValueError("there is no key in it.")
        if any(len(key) < _SHORTEST_STATE_KEY for key in keys):
            raise ValueError(
                f"each key takes at least {_SHORTEST_STATE_KEY} characters, such as openssl rand -hex 32 gives."
            )
        if len(set(keys)) < len(keys):
            raise ValueError("it holds the same key twice.")
        return SecretStr(",".join(keys)) if keys else None

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, url: SecretStr | None) -> SecretStr | None:
        text = url.get_secret_value().strip() if url else ""
        if not text:
            return None
        from wallet_portfolio.okx.redis_link import check_redis_url

        try:
            check_redis_url(SecretStr(text))
        except InputError as error:
            raise ValueError(error.message) from None
        return SecretStr(text)

    @field_validator("wallets")
    @classmethod
    def _check_wallets(cls, text: str) -> str:
        try:
            SavedWallets.parse(text)
        except InputError as error:
            raise ValueError(error.message) from None
        return text

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that the HTTP server is known by, besides those of this machine."""
        return _parts(self.http_hosts)

    @property
    def state_keys(self) -> tuple[SecretStr, ...]:
        """What the replicas of the HTTP server seal with; empty where it is the only one."""
        return tuple(map(SecretStr, _parts(self.http_state_key.get_secret_value()))) if self.http_state_key else ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """What an access token has to allow."""
        return _parts(self.oauth_scopes)

    @property
    def credentials(self) -> Credentials | None:
        """The key, if all three parts of it are set."""
        if self.api_key and self.secret_key and self.passphrase:
            return Credentials(self.api_key, self.secret_key, self.passphrase)
        return None

    @property
    def missing_credentials(self) -> list[str]:
        """The names of the parts that are not set."""
        parts = {
            "OKX_API_KEY": self.api_key,
            "OKX_SECRET_KEY": self.secret_key,
            "OKX_PASSPHRASE": self.passphrase,
        }
        return [name for name, value in parts.items() if not value]

    @property
    def saved_wallets(self) -> SavedWallets:
        """The saved wallets. Their addresses are read when they are used."""
        return SavedWallets.parse(self.wallets)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file; no `.env` and no secrets directory."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())


def load_settings(given: Mapping[str, Any] | None = None) -> Settings:
    """The settings in force, with those `given` by name over the others.

    Raises InputError naming what is wrong, without its value.
    """
    try:
        return Settings(**(given or {}))
    except ValidationError as error:
        wrong = " ".join(dict.fromkeys(_sentence(details) for details in error.errors(include_url=False)))
        problem = f"{wrong} The README has a table of all settings."
    except (ValueError, OSError):
        problem = f"The settings file cannot be read: {config_file()}."
    raise InputError(problem)  # out here, without its cause: that one's frames hold the values


@dataclass(frozen=True, slots=True)
class Telemetry:
    """Which signals are to be sent to a collector, and what is asked for that is not to be had."""

    traces: bool = False
    metrics: bool = False
    unusable: str = ""


def telemetry_asked() -> Telemetry:
    """What the standard variables of OpenTelemetry ask for; its SDK reads the rest. Nothing without an endpoint."""
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return Telemetry()
    wanted = {signal: bool(_otlp(f"{signal}_ENDPOINT")) for signal in ("TRACES", "METRICS")}
    for signal in wanted:
        wanted[signal] &= os.environ.get(f"OTEL_{signal}_EXPORTER", "").strip().lower() in {"", "otlp"}
    spoken = {signal: _otlp(f"{signal}_PROTOCOL").lower() in {"", _PROTOCOL} for signal in wanted}
    sent = {signal: wanted[signal] and spoken[signal] for signal in wanted}
    problem = (
        ""
        if sent == wanted
        else f"Telemetry is sent as {_PROTOCOL} only; OTEL_EXPORTER_OTLP_PROTOCOL asks for another."
    )
    return Telemetry(sent["TRACES"], sent["METRICS"], problem)


def _otlp(name: str) -> str:
    """A variable of the exporter: for one signal, or for all of them."""
    one, every = f"OTEL_EXPORTER_OTLP_{name}", f"OTEL_EXPORTER_OTLP_{name.partition('_')[2]}"
    return os.environ.get(one, "").strip() or os.environ.get(every, "").strip()


class WalletsOnFile:
    """The saved wallets as they are now: the settings are read again when their file has changed."""

    def __init__(self, settings: Settings) -> None:
        self._wallets = settings.saved_wallets
        self._file = config_file()
        self._seen = _stamp(self._file)

    def __call__(self) -> SavedWallets:
        """Costs a look at the file's date. What cannot be read leaves the wallets as they were."""
        if (stamp := _stamp(self._file)) != self._seen:
            self._seen = stamp
            try:
                self._wallets = load_settings().saved_wallets
            except InputError as error:
                logger.warning("The saved wallets stay as they were: %s", error.message)
        return self._wallets


def _stamp(file: Path) -> tuple[int, ...]:
    """Differs when the file was written anew; empty where there is none."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _sentence(details: ErrorDetails) -> str:
    """What is wrong with a setting, without its value."""
    name = str(details["loc"][0]).upper() if details["loc"] else "One of the settings"
    reason = details.get("ctx", {}).get("error")
    return f"{name} is not right: {reason}" if isinstance(reason, ValueError) else f"{name} is not right."
