"""Any figures to the picture of them."""

from wallet_portfolio.views.pictures import allocation, candles
from wallet_portfolio.views.pictures.figures import Allocation, Figures


def draw(figures: Figures) -> bytes:
    """A PNG, in the language spoken here."""
    return allocation.draw(figures) if isinstance(figures, Allocation) else candles.draw(figures)
