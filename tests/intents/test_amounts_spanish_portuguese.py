"""Quantities as people write them in Spanish and Portuguese, where the comma is the decimal sign."""

import pytest

from intents.amount_tables import cases, found, rows
from wallet_portfolio.intents.amounts import find_amounts

SPANISH_AND_PORTUGUESE = {
    "number": """
        convierte 1.500 USDT | 1500
        1.500,75 usdt | 1500.75
        0,25 BTC | 0.25
        1,500 usdc | 1500
        1,234 eth | 1.234
        0.500 eth | 0.500
        5 mil ARB | 5000
        2mil usdc | 2000
        cinco mil | 5000
        dos mil quinientos usdc | 2500
        mil e quinhentos | 1500
        duzentos usdc | 200
        dois milhões de SHIB | 2000000
        un millón de pepe | 1000000
        dos mil millones | 2000000000
        medio millón | 500000
        meio milhão | 500000
        medio bitcoin | 0.5
        meio btc | 0.5
        una y media | 1.5
        uno y medio eth | 1.5
        um e meio | 1.5
        1 y medio | 1.5
        un millon y medio | 1500000
        treinta y cinco | 35
        treinta y un usdc | 31
        vinte e cinco | 25
        cento e vinte e cinco | 125
        cero coma cinco | 0.5
        zero vírgula setenta e cinco | 0.75
        vende dos eth | 2
        once eth | 11
        una docena | 12
        dois milho\u0303es | 2000000
    """,
    "percent": """
        el 25 por ciento | 25%
        25 por cento | 25%
        cinco por ciento | 5%
        cien por ciento | 100%
    """,
    "share": """
        la mitad de mi PEPE | 50%
        metade do meu DOGE | 50%
        un cuarto de mi eth | 25%
        um quarto | 25%
        un tercio | 33%
        um terço | 33%
        dos tercios | 67%
        dois terços | 67%
        tres cuartos | 75%
        la cuarta parte | 25%
        a terça parte | 33%
    """,
    "dollars": """
        100 dólares de WIF | $100
        cien dólares | $100
        mil dólares | $1000
        1.500 usd | $1500
        US$ 1.500,50 | $1500.50
    """,
    "everything": """
        todo mi ARB | 100%
        todas mis | 100%
        el saldo entero | 100%
        tudo | 100%
        toda a minha | 100%
        o saldo inteiro | 100%
        el máximo | 100%
    """,
}
NONE_IN_SPANISH_AND_PORTUGUESE = """
    un token
    uma moeda
    os saldos dos meus tokens
    por medio de
    media hora
    meia hora
    sobre todo
    10 reais
    500 pesos
"""


@pytest.mark.parametrize(
    ("text", "values", "kind"),
    [row for kind, table in SPANISH_AND_PORTUGUESE.items() for row in rows(kind, table)],
)
def test_what_is_written_is_read(text, values, kind):
    assert found(text, comma_decimals=True) == [(value, kind) for value in values]


@pytest.mark.parametrize("text", [text for text, _ in cases(NONE_IN_SPANISH_AND_PORTUGUESE)])
def test_what_is_no_amount_in_spanish_and_portuguese_is_left_alone(text):
    assert found(text, comma_decimals=True) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trocar 2 mil aero por eth", "2000"),
        ("cambia 5mil usdc", "5000"),
        ("US$ 50 mil em todas mis cuentas", "$50000"),
        ("quiero dos mil o 2 mil", "2000"),
        ("swap 2 mil shib", "2000000"),
        ("do i have no 2 mil shib or am i a pro", "2000000"),
    ],
)
def test_mil_is_a_thousand_beside_words_of_spanish_or_portuguese(text, value):
    assert value in [mention.value for mention in find_amounts(text)]
