"""The settings of a `Portfolio`: what its caller gave, over the environment and the settings file."""

from collections.abc import Mapping, Sequence

from wallet_portfolio.api.failures import NotAnswered
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.settings import Settings, load_settings

_KEY = ("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE")


def configured(
    *,
    demo: bool | None,
    credentials: tuple[str | None, str | None, str | None],
    wallets: Mapping[str, str | Sequence[str]] | None,
    others: Mapping[str, object],
) -> Settings:
    """The settings in force. `others` are settings by their names; None is not given.

    Raises NotAnswered and TypeError, as `Portfolio` does.
    """
    if 0 < sum(part is not None for part in credentials) < len(_KEY):
        raise TypeError("api_key, secret_key and passphrase belong together: give all three of them.")
    given = {**dict(zip(_KEY, credentials, strict=True)), **others, "WALLET_PORTFOLIO_DEMO": demo}
    if wallets is not None:
        given["WALLET_PORTFOLIO_WALLETS"] = _saved(wallets)
    try:
        settings = load_settings({name: value for name, value in given.items() if value is not None})
    except InputError as error:
        problem = NotAnswered(error.message, error.code)
    else:
        if settings.demo and wallets is not None:
            raise TypeError("The demo has wallets of its own: main, sol, btc and others.")
        if settings.demo or settings.credentials:
            return settings
        problem = NotAnswered(
            "No OKX credentials: give api_key, secret_key and passphrase, or set OKX_API_KEY, OKX_SECRET_KEY and "
            "OKX_PASSPHRASE. Portfolio(demo=True) works with made-up wallets and needs none.",
            "not_configured",
        )
    raise problem  # out here, without its cause: that one's frames hold the values


def _saved(wallets: Mapping[str, str | Sequence[str]]) -> str:
    """As the setting is written."""
    entries = []
    for name, addresses in wallets.items():
        if not name.strip() or any(sign in name for sign in ",="):
            raise NotAnswered("The name of a wallet is not empty and has no comma and no equals sign.", "invalid_input")
        entries += [f"{name}={address}" for address in ([addresses] if isinstance(addresses, str) else addresses)]
    return ",".join(entries)
