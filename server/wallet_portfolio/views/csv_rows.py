"""Rows as CSV (RFC 4180): a header, exact decimals, commas, CRLF.

Strangers choose symbols and names, and a spreadsheet runs what begins like a formula. Such a text gets an apostrophe in
front, also behind what other spreadsheets take for the end of a cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_FORMULA = re.compile(r"(^|[;,|\t\r\n])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Every row under the header. None is an empty cell, truth is `true` or `false`."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1\2'", text)
