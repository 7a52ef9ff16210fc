import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet_portfolio.views.csv_rows import csv_text


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_it_is_csv_of_the_standard():
    rows = [{"a": "x", "b": 'say "hi", twice'}, {"a": None, "b": True}]
    assert csv_text(["a", "b"], rows) == 'a,b\r\nx,"say ""hi"", twice"\r\n,true\r\n'


def test_a_list_of_nothing_has_its_header():
    assert csv_text(["a", "b"], []) == "a,b\r\n"


@pytest.mark.parametrize("figure", ["-0.9", "0.000000000000000001", "12660.371707865690982690841548730725492589"])
def test_figures_stay_as_they_are(figure):
    assert read(csv_text(["a"], [{"a": figure}]))[1] == [figure]


@pytest.mark.parametrize(
    ("symbol", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("＝1+1", "'＝1+1"),
        ("  =1+1", "  '=1+1"),
        ("x;=1+1", "x;'=1+1"),
        ("x,@y", "x,'@y"),
        ("A-B", "A-B"),
        ("USD+", "USD+"),
    ],
)
def test_no_symbol_is_a_formula(symbol, cell):
    assert read(csv_text(["a"], [{"a": symbol}]))[1] == [cell]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=4))
def test_whatever_is_written_comes_back(texts):
    columns = [f"c{number}" for number in range(len(texts))]
    _, cells = read(csv_text(columns, [dict(zip(columns, texts, strict=True))]))
    assert [cell.replace("'", "") for cell in cells] == [text.replace("'", "") for text in texts]
    assert not any(cell.lstrip()[:1] in {"=", "@"} for cell in cells if cell.strip())
