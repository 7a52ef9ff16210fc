"""The catalogs have every sentence that users read, each with the same values in it, and are compiled as they stand."""

import io
import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import wallet_portfolio
from wallet_portfolio.assets.phrases import CATALOGS, DOMAIN, LANGUAGES

KEYWORDS = {"say": None, "phrase": None, "say_many": (1, 2), "phrase_many": (1, 2)}  # as in the Makefile
OTHERS = [language for language in LANGUAGES if language != "en"]
_COMMON = {"24 h", "**24 h** {change} ({percent})", "Token", "Tokens"}
SAME_AS_IN_ENGLISH = {"es": _COMMON, "pt": _COMMON, "zh": set(), "ja": set()}
SCRIPT = {"zh": re.compile(r"[\u4e00-\u9fff]"), "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")}
VALUES = re.compile(r"\{[^}]*\}")


@cache
def collected():
    found = extract_from_dir(Path(wallet_portfolio.__file__).parent, [("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


@cache
def catalog(language):
    with (CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def sentences(language):
    """Pairs of an English sentence and what stands for it."""
    for message in catalog(language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message.id, message.string
        else:
            one, many = message.id
            *first, last = message.string
            yield from ((one, text) for text in first)
            yield many, last


def places(sentence):
    return {(name, form) for _, name, form, _ in Formatter().parse(sentence) if name is not None}


def test_sentences_are_found():
    assert len(collected()) > 300
    assert "no price" in collected()


@pytest.mark.parametrize("language", OTHERS)
def test_each_catalog_has_every_sentence_and_no_other(language):
    ids = {message.id for message in catalog(language) if message.id}
    assert ids - collected() == set(), "make phrases"
    assert collected() - ids == set(), "make phrases, and translate these"
    assert not catalog(language).obsolete


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language):
    for message in catalog(language):
        assert not message.fuzzy, message.id
        if not isinstance(message.id, str):
            assert len(message.string) == catalog(language).num_plurals, message.id
    for english, text in sentences(language):
        assert text.strip(), english
        assert text != english or english in SAME_AS_IN_ENGLISH[language], english
        if language in SCRIPT:
            assert SCRIPT[language].search(text) or not re.search("[A-Za-z]", VALUES.sub("", text)), text
            assert not re.search(r"[,;!?] ", text), text  # they have their own


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_has_the_same_values_and_emphasis(language):
    for english, text in sentences(language):
        assert places(text) == places(english), text
        for mark in ("**", "\n", "⚠", " · "):
            assert text.count(mark) == english.count(mark), text
        assert text.endswith((".", "。")) or not english.endswith("."), text
        assert re.search("[?？]", text) or not english.endswith("?"), text


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_read_is_what_is_compiled(language):
    made = io.BytesIO()
    write_mo(made, catalog(language))
    made.seek(0)
    with (CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        kept = GNUTranslations(file)._catalog
    compiled = GNUTranslations(made)._catalog
    assert {k: v for k, v in kept.items() if k} == {k: v for k, v in compiled.items() if k}, "make phrases"


def test_no_other_language_lies_about():
    assert sorted(folder.name for folder in CATALOGS.iterdir()) == sorted(OTHERS)
