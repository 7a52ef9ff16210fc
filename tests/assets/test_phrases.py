"""Sentences are said in the language of whoever asks for them, and what is put into them stays as it is."""

import anyio
import anyio.lowlevel
import pytest

from wallet_portfolio.assets import phrases
from wallet_portfolio.assets.amounts import parse_amount
from wallet_portfolio.assets.errors import InputError, NeedsInput, UnknownWallet
from wallet_portfolio.assets.phrases import LANGUAGES, in_language, phrase, phrase_many, say, say_many, spoken
from wallet_portfolio.assets.series import all_of, any_of, choice_of, in_turn, listed, on_each_of
from wallet_portfolio.assets.wallets import SavedWallets

pytestmark = pytest.mark.anyio


def test_english_is_spoken_unless_said_otherwise():
    assert LANGUAGES == ("en", "zh", "es", "pt", "ja")
    assert spoken() == "en"
    assert say("Total assets") == "Total assets"
    with in_language("zh"):
        assert say("Total assets") == "总资产"
        with in_language("ja"):
            assert say("Total assets") == "総資産"
        assert spoken() == "zh"
    with pytest.raises(KeyError), in_language("es"):
        raise KeyError
    assert spoken() == "en"


def test_english_reads_no_catalog():
    before = phrases._catalog.cache_info()
    assert str(phrase_many("{count} a", "{count} b", 2)) == "2 b"
    assert say("Balance: {balance}", balance="1") == "Balance: 1"
    assert phrases._catalog.cache_info() == before


def test_values_stay_as_they_are():
    for language in LANGUAGES:
        with in_language(language):
            said = say("**{token}** 0 on {networks}", token="{x} %s **Y**", networks="Base")
            assert "{x} %s **Y**" in said
            assert "Base" in said


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 holder", "1,234 holders"),
        ("es", "1 titular", "1,234 titulares"),
        ("pt", "1 detentor", "1,234 detentores"),
        ("zh", "1 个持币地址", "1,234 个持币地址"),
        ("ja", "保有者 1 人", "保有者 1,234 人"),
    ],
)
def test_one_and_many(language, one, many):
    with in_language(language):
        assert say_many("{count:,} holder", "{count:,} holders", 1) == one
        assert say_many("{count:,} holder", "{count:,} holders", 1_234) == many


def test_a_sentence_that_no_catalog_has_is_said_in_english():
    with in_language("ja"):
        assert say("Nobody has written {this} yet.", this="that") == "Nobody has written that yet."


def test_a_phrase_is_said_in_the_language_of_the_moment_with_the_phrases_in_it():
    made = phrase("{token} on {network}", token=phrase("this token"), network="Base")
    assert str(made) == "this token on Base"
    with in_language("es"):
        assert str(made) == f"{made}" == "este token en Base"
    assert made == phrase("{token} on {network}", token=phrase("this token"), network="Base")
    assert len({made, made.with_values(token="X", network="Y")}) == 2


def test_an_error_is_told_in_the_language_of_whoever_shows_it():
    with in_language("zh"), pytest.raises(InputError) as made:
        parse_amount("much", "min_value_usd")
    error = made.value
    assert error.message == str(error) == "min_value_usd has to be a number of zero or more, such as 10 or 0.5."
    with in_language("zh"):
        assert error.message == str(error) == "min_value_usd 必须是大于或等于零的数字，例如 10 或 0.5。"


def test_a_question_is_asked_in_the_language_of_whoever_asks_it():
    with pytest.raises(NeedsInput) as asked:
        SavedWallets().resolve([])
    with in_language("pt"):
        assert asked.value.question == str(asked.value) == "Qual carteira devo consultar? Informe o endereço dela."


def test_names_in_an_error_are_joined_as_its_language_does():
    with pytest.raises(UnknownWallet) as unknown:
        SavedWallets.parse("main=0x1,cold=0x2").resolve(["zzz"])
    assert unknown.value.message.endswith("Saved wallets: main, cold.")
    with in_language("ja"):
        assert unknown.value.message.endswith("保存済みのウォレット：main、cold。")


ABC = ["A", "B", "C"]


@pytest.mark.parametrize(
    ("language", "series", "text"),
    [
        ("en", all_of(ABC), "A, B and C"),
        ("zh", all_of(ABC), "A、B 和 C"),
        ("es", all_of(ABC), "A, B y C"),
        ("pt", all_of(ABC), "A, B e C"),
        ("ja", all_of(ABC), "A、B、C"),
        ("en", all_of(["A"]), "A"),
        ("en", all_of([]), ""),
        ("en", any_of(["A", "B"]), "A or B"),
        ("zh", any_of(ABC), "A、B 或 C"),
        ("ja", any_of(ABC), "A、B または C"),
        ("en", on_each_of(["A", "B"]), "A and on B"),
        ("pt", on_each_of(["A", "B"]), "A e em B"),
        ("en", listed(ABC), "A, B, C"),
        ("zh", listed(ABC), "A、B、C"),
        ("en", choice_of(["a", "b"]), "a, or b"),
        ("es", choice_of(ABC), "A, B o C"),
        ("en", in_turn(["A.", "B."]), "A. B."),
        ("zh", in_turn(["甲。", "乙。"]), "甲。乙。"),
        ("es", all_of(["Base", "Immutable"]), "Base e Immutable"),
        ("es", all_of(["Base", "Hyperion"]), "Base y Hyperion"),
        ("es", all_of(["Base", "IOTA"]), "Base e IOTA"),
        ("es", any_of(["Base", "Optimism"]), "Base u Optimism"),
    ],
)
def test_names_in_a_row(language, series, text):
    with in_language(language):
        assert str(series) == text


async def test_a_task_speaks_as_where_it_was_started_and_changes_nothing_there():
    heard = {}

    async def listen(name):
        heard[name] = spoken()
        with in_language("pt"):
            await anyio.lowlevel.checkpoint()
            heard[f"{name} inside"] = spoken()

    async with anyio.create_task_group() as group:
        group.start_soon(listen, "English")
        with in_language("ja"):
            group.start_soon(listen, "Japanese")
        await anyio.lowlevel.checkpoint()
        assert spoken() == "en"
    assert heard == {"English": "en", "English inside": "pt", "Japanese": "ja", "Japanese inside": "pt"}
