"""Decimal texts, and how the answers' texts show each: JSON for the checks of the page."""

import json
import random
from decimal import Decimal

from wallet_portfolio.assets.amounts import divide, plain, show_amount, show_percent, show_price, show_usd

EDGES = (
    "0 0.004 0.005 0.00999 0.01 0.995 0.9999 0.99995 0.999949 1 1.005 9.99995 999.994 999.995 999.99995 1000 12345.675 "
    "999999.99 999999.994 999999.995 999949999 999950000 1000000 1250000 1950000000 999999999999.9 1e12 1.5e15 "
    "999949999999999999 999950000000000000 1e18 5e30 1e-8 9.9e-9 1e-12 9.99e-13 0.00000123456 0.000099995"
)


def numbers():
    """Those where a rule ends and the next begins, and some of every size."""
    chance = random.Random(7)
    yield from map(Decimal, EDGES.split())
    for _ in range(600):
        yield Decimal(chance.randrange(1, 10 ** chance.randint(1, 24))).scaleb(-chance.randint(0, 24))


def main():
    rows = []
    whole = Decimal("12345.678901234567890123")
    for number in numbers():
        share = divide(number * 100, whole)
        rows.append({
            "text": plain(number), "usd": show_usd(number), "loss": show_usd(-number), "amount": show_amount(number),
            "price": show_price(number), "change": show_percent(number, signed=True),
            "fall": show_percent(-number, signed=True), "share": show_percent(share),
        })  # fmt: skip
    print(json.dumps({"whole": plain(whole), "rows": rows}))


if __name__ == "__main__":
    main()
