"""Settings: the environment first, then `config.toml` in the user's configuration directory.

Nothing else in the project reads the environment.
"""

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.okx.transport import checked_base_url

DEFAULT_BASE_URL = "https://web3.okx.com"


def config_file() -> Path:
    """Where the settings file is, whether or not it exists."""
    return platformdirs.user_config_path("wallet-portfolio", appauthor=False) / "config.toml"


def _named(name: str) -> AliasChoices:
    """Upper case in the environment, lower case in the file."""
    return AliasChoices(name, name.lower())


class Settings(BaseSettings):
    """Every setting. Empty values count as not set."""

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
    http_token: Annotated[SecretStr | None, Field(validation_alias=_named("WALLET_PORTFOLIO_HTTP_TOKEN"))] = None
    demo: Annotated[bool, Field(validation_alias=_named("WALLET_PORTFOLIO_DEMO"))] = False

    @field_validator("base_url")
    @classmethod
    def _check_base_url(cls, text: str) -> str:
        try:
            return checked_base_url(text)
        except InputError as error:
            raise ValueError(error.message) from None

    @field_validator("api_key", "secret_key", "passphrase")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        """As it goes into a header: no space around it, nothing that cannot be sent."""
        text = secret.get_secret_value().strip() if secret else ""
        if not (text.isascii() and text.isprintable()):
            raise ValueError("it holds a character that no key has. Copy it again.")
        return SecretStr(text) if text else None

    @field_validator("wallets")
    @classmethod
    def _check_wallets(cls, text: str) -> str:
        try:
            SavedWallets.parse(text)
        except InputError as error:
            raise ValueError(error.message) from None
        return text

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


def load_settings() -> Settings:
    """The settings in force. Raises InputError naming what is wrong, without its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = " ".join(dict.fromkeys(_sentence(details) for details in error.errors(include_url=False)))
        raise InputError(f"{wrong} The README has a table of all settings.") from None
    except (ValueError, OSError):
        raise InputError(f"The settings file cannot be read: {config_file()}.") from None


def _sentence(details: ErrorDetails) -> str:
    """What is wrong with a setting, without its value."""
    name = str(details["loc"][0]).upper() if details["loc"] else "One of the settings"
    reason = details.get("ctx", {}).get("error")
    return f"{name} is not right: {reason}" if isinstance(reason, ValueError) else f"{name} is not right."
