"""Everything that a service can do wrong to one call, and what an answer may come to then."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from trust.struck_service import DNS_FAILURE, Elsewhere, Raw
from wallet_portfolio.simulator.faults import (
    ClockOffset,
    CutShort,
    EndlessBody,
    Hang,
    Mutate,
    Reset,
    gzip_bomb,
    html_page,
    invalid_utf8,
    payment_required,
    rate_limited,
    service_code,
    wrong_shape,
)

SMALLEST, HUGE = 1e-7, "1" + "0" * 60
_NO_NUMBERS = {"chainIndex", "decimal", "decimals", "tokenDecimal"}  # names of things, though written in digits


@dataclass(frozen=True)
class TheFault:
    """`codes` are those that an error may have; `passes`: struck once, the answer is as if nothing had been.

    With `figures`, the answer may differ from the good one, as far as what was delivered justifies that.
    """

    fault: object
    codes: frozenset = field(default=frozenset({"bad_response"}))
    passes: bool = False
    figures: bool = False
    wait_seconds: float = 0.0  # until the next question may be asked


def passing(fault, code):
    """The program tries again, and nobody notices."""
    return TheFault(fault, frozenset({code}), passes=True)


def refusal(fault, *codes):
    return TheFault(fault, frozenset(codes))


def changed(change: Callable):
    """The right answer with something changed in its `data`."""

    def mutate(body):
        return {**body, "data": change(body["data"])}

    return TheFault(Mutate(mutate), figures=True)


def rows_of(data):
    """The rows that an answer consists of."""
    for part in data if isinstance(data, list) else [data]:
        if isinstance(part, dict) and isinstance(part.get("tokenAssets"), list):
            yield from part["tokenAssets"]
        else:
            yield part


def _first_row(change):
    """`change` for the numbers of the first row, whatever it is a row of."""

    def first(data):
        rows = list(rows_of(data))
        if rows:
            _put(rows[0], change)
        return data

    return first


def _put(part, value):
    """A value in the place of every number, in place."""
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        if isinstance(part[key], dict | list):
            _put(part[key], value)
        elif key not in _NO_NUMBERS and _is_number(part[key]):
            part[key] = value


def _is_number(value):
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool) and value != ""


def _nothing(part):
    """null in the place of everything that is no part."""
    if isinstance(part, dict):
        return {key: _nothing(value) for key, value in part.items()}
    return [_nothing(value) for value in part] if isinstance(part, list) else None


def _names_gone(data):
    for row in rows_of(data):
        for key in row if isinstance(row, dict) else ():
            if key.lower().endswith(("symbol", "name")):
                row[key] = None
    return data


def _twice(data):
    if isinstance(data, list) and data and isinstance(data[0], dict) and isinstance(data[0].get("tokenAssets"), list):
        return [{**data[0], "tokenAssets": data[0]["tokenAssets"] * 2}]
    return data * 2 if isinstance(data, list) else [data, data]


def _contradicting(data):
    """Each row again, with other numbers."""
    other = json.loads(json.dumps(data))
    for row in rows_of(other):
        _put(row, "7")
    if isinstance(data, list) and data and isinstance(data[0], dict) and "tokenAssets" in data[0]:
        return [{**data[0], "tokenAssets": [*data[0]["tokenAssets"], *other[0]["tokenAssets"]]}]
    return [*data, *other] if isinstance(data, list) else [data, other]


def framed(body):
    """A whole answer, after which the connection is closed."""
    return _http(body, len(body), b"Connection: close\r\n")


def _http(body, length, headers=b""):
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s" % (
        headers,
        length,
        body,
    )


TOO_LONG = Raw(lambda body: _http(body, len(body) + 7), close=False)
TOO_SHORT = Raw(lambda body: _http(body, len(body) - 7))
NO_HTTP = Raw(lambda body: b"\x00\x01\x02 220 mail.example ESMTP\r\n\r\n" + body)
TWO_LENGTHS = Raw(lambda body: _http(body, len(body), b"Content-Length: 3\r\n"))
HALF_PACKED = Raw(
    lambda body: _http(gzip.compress(body)[:-20], len(gzip.compress(body)) - 20, b"Content-Encoding: gzip\r\n")
)
BROKEN_CHUNKS = Raw(lambda body: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + body)
UNREACHABLE = "upstream_unavailable"

# The kinds, each in the forms that it comes in.
KINDS = {
    "429": {
        "429": passing(rate_limited(), "rate_limited"),
        "429 with a Retry-After that is none": passing(rate_limited(retry_after="soon"), "rate_limited"),
    },
    "429 with Retry-After": {
        "429 with Retry-After": passing(rate_limited(retry_after="3"), "rate_limited"),
        "429 with a Retry-After of minutes": TheFault(
            rate_limited(retry_after="600"), frozenset({"rate_limited"}), wait_seconds=60
        ),
    },
    "50011 in a 200": {
        "50011 in a 200": passing(rate_limited(status=200), "rate_limited"),
    },
    "5xx with HTML": {
        "500 with HTML": passing(html_page(500), UNREACHABLE),
        "502 with HTML": passing(html_page(502), UNREACHABLE),
        "503 with HTML": passing(html_page(503), UNREACHABLE),
    },
    "a hang": {
        "a hang": passing(Hang(3_600), "timeout"),
    },
    "a reset before the body": {
        "a reset before the body": passing(Reset(), UNREACHABLE),
    },
    "a reset in the middle": {
        "a reset in the middle": passing(Reset(midway=True), UNREACHABLE),
    },
    "a body cut short": {
        "a body cut short": passing(CutShort(0.6), UNREACHABLE),
        "no body at all": passing(CutShort(0), UNREACHABLE),
    },
    "an endless body": {
        "an endless body": refusal(EndlessBody(), "bad_response"),
    },
    "a wrong length": {
        "a length too long": passing(TOO_LONG, "timeout"),
        "a length too short": refusal(TOO_SHORT, "bad_response"),
        "two lengths": passing(TWO_LENGTHS, UNREACHABLE),
    },
    "no HTTP": {
        "no HTTP": passing(NO_HTTP, UNREACHABLE),
        "broken chunks": passing(BROKEN_CHUNKS, UNREACHABLE),
    },
    "gzip": {
        "a gzip bomb": refusal(gzip_bomb(8), "bad_response"),
        "half of a gzip": refusal(HALF_PACKED, "bad_response"),
    },
    "invalid UTF-8": {
        "invalid UTF-8": refusal(invalid_utf8(), "bad_response"),
    },
    "a wrong shape": {
        "a list": refusal(wrong_shape([1, 2]), "bad_response"),
        "data as text": refusal(wrong_shape({"code": "0", "msg": "", "data": "none"}), "bad_response"),
        "data of numbers": refusal(wrong_shape({"code": "0", "msg": "", "data": [1, [2], "3", None]}), "bad_response"),
        "no data": refusal(wrong_shape({"code": "0", "msg": ""}), "bad_response"),
        "null data": refusal(wrong_shape({"code": "0", "msg": "", "data": None}), "bad_response"),
        "nested deeper than can be read": refusal(
            Raw(lambda _: _http(b"[" * 100_000 + b"]" * 100_000, 200_000)), "bad_response"
        ),
    },
    "numbers as floats": {
        "numbers as floats": changed(_first_row(SMALLEST)),
    },
    "NaN": {
        "NaN": changed(_first_row(float("nan"))),
        "Infinity": changed(_first_row(float("inf"))),
    },
    "negative": {
        "negative": changed(_first_row("-5")),
    },
    "10^60": {
        "10^60": changed(_first_row(HUGE)),
    },
    "nulls": {
        "null numbers": changed(_first_row(None)),
        "null everywhere": changed(_nothing),
        "null names": changed(_names_gone),
    },
    "rows twice": {
        "rows twice": changed(_twice),
        "rows that contradict": changed(_contradicting),
    },
    "no such host": {
        "no such host": passing(DNS_FAILURE, UNREACHABLE),
    },
    "TLS": {
        "no TLS there": passing(Elsewhere("https", "", "plain"), UNREACHABLE),
        "a TLS handshake refused": passing(Elsewhere("https", "", "alert"), UNREACHABLE),
        "a certificate of nobody": passing(Elsewhere("https", "", "self-signed"), UNREACHABLE),
    },
    "402": {
        "402": refusal(payment_required(), "quota_exhausted"),
    },
    "the region": {
        "the region, by code": refusal(service_code("50125", "not in your region", status=200), "region_blocked"),
        "the region, by text": refusal(
            service_code("80001", "Service is not available in your region"), "region_blocked"
        ),
        "the region, by status": refusal(html_page(451), "region_blocked"),
        "403 with HTML": refusal(html_page(403), "region_blocked"),
    },
    "the clock": {
        "a clock 10 minutes off": TheFault(ClockOffset(600), frozenset({"clock_skew"}), figures=True),
        "a clock 10 minutes late": TheFault(ClockOffset(-600), frozenset({"clock_skew"}), figures=True),
    },
}
