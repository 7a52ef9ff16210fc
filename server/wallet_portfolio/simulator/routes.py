"""The table of all calls. A further group of calls is one more module and one more line here."""

from wallet_portfolio.simulator.aggregator import ROUTES as SWAPS
from wallet_portfolio.simulator.balance import ROUTES as BALANCES
from wallet_portfolio.simulator.candles import ROUTES as CANDLES
from wallet_portfolio.simulator.market import ROUTES as MARKET
from wallet_portfolio.simulator.protocol import Refusal, Route

_ROUTES = (*BALANCES, *MARKET, *CANDLES, *SWAPS)
_BY_PATH: dict[str, dict[str, Route]] = {}
for _route in _ROUTES:
    _BY_PATH.setdefault(_route.path, {})[_route.method] = _route


def find(method: str, path: str) -> Route:
    """The call behind a URL."""
    methods = _BY_PATH.get(path)
    if methods is None:
        raise Refusal("50404", "Not Found", status=404, with_data=False)
    if method not in methods:
        allow = {"allow": ", ".join(methods)}
        raise Refusal("50115", "Invalid request method", status=405, with_data=False, headers=allow)
    return methods[method]
