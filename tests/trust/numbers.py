"""Numbers as money has them and as nobody expects them, and the surroundings in which they are worked with."""

from contextlib import contextmanager
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    FloatOperation,
    Inexact,
    InvalidOperation,
    localcontext,
)

from hypothesis import strategies as st

# What a program around ours may have set: results may not depend on it, and nothing may be rounded by it.
AMBIENT = (
    Context(prec=28, rounding=ROUND_HALF_EVEN),
    Context(prec=3, rounding=ROUND_CEILING),
    Context(prec=1, rounding=ROUND_DOWN),
    Context(prec=28, traps=[Inexact, InvalidOperation, FloatOperation]),
)
ambient = st.sampled_from(range(len(AMBIENT)))


@contextmanager
def surrounded_by(number):
    with localcontext(AMBIENT[number]):
        yield


def _number(sign, digits, exponent):
    return Decimal((sign, tuple(map(int, digits)), exponent))


# Rows of nines, fours and fives lie where rounding goes wrong.
digits = st.text("0123456789", min_size=1, max_size=60) | st.text("0459", min_size=1, max_size=60)


def sized(lowest, highest):
    """Numbers from 10^lowest to below 10^highest, with up to 60 digits; and zero."""

    def placed(parts):
        written, top = parts
        return _number(0, written, top - len(written))

    return st.tuples(digits, st.integers(lowest + 1, highest)).map(placed)


def _beside(parts):
    power, factor, step, direction = parts
    edge = Decimal(factor).scaleb(power)
    return max(Decimal(0), Context(prec=300).add(edge, Decimal(direction).scaleb(step)))


# A hair's breadth off the places where the way of showing changes.
edges = st.tuples(
    st.integers(-20, 20),
    st.sampled_from([1, 5, 95, 995, 9995, 99995, 999995, 9999, 99, 999999]),
    st.integers(-90, -21),
    st.sampled_from([-1, 0, 1]),
).map(_beside)

amounts = sized(-36, 30) | edges
any_size = sized(-39, 60) | edges
signed = st.tuples(any_size, st.booleans()).map(lambda parts: parts[0].copy_negate() if parts[1] else parts[0])
