"""The models of what the service sends, asked of the package itself."""

import importlib
import pkgutil

from wallet_portfolio import okx
from wallet_portfolio.okx.wire import Wire


def wire_models():
    """Every model of what the service sends, wherever in the package it stands."""
    for module in pkgutil.iter_modules(okx.__path__):
        importlib.import_module(f"{okx.__name__}.{module.name}")
    found, waiting = [], [Wire]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += [model for model in below if not model.__subclasses__()]  # the others only hold what these share
        waiting += below
    return found
