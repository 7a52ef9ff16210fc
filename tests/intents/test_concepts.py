"""What words stand for, in five languages."""

import json
from importlib.resources import files

import pytest

from wallet_portfolio import intents
from wallet_portfolio.intents.concepts import concepts_of
from wallet_portfolio.intents.units import read_units

LEXICON = json.loads((files(intents) / "data" / "concepts.json").read_text(encoding="utf-8"))


def concepts(text):
    return [concept for here in concepts_of(read_units(text)) for concept in here]


@pytest.mark.parametrize(
    ("concept", "words"),
    [
        ("bridge", ["bridge", "puente", "跨链", "跨鏈", "ブリッジ"]),
        ("network_word", ["networks", "redes", "rede", "链", "鏈", "チェーン"]),
        ("support", ["supported", "soportadas", "suportam", "支持", "対応"]),
        ("wallet_word", ["wallet", "cartera", "carteira", "钱包", "錢包", "ウォレット"]),
        ("swap", ["swap", "cambiar", "trocar", "兑换", "交換"]),
        ("chart", ["chart", "gráfico", "K线", "チャート"]),
        ("price", ["price", "precio", "preço", "价格", "価格"]),
        ("send", ["send", "enviar", "送って"]),
        ("keys", ["seed phrase", "private key", "私钥", "秘密鍵"]),
        ("nft", ["NFTs", "NFT"]),
    ],
)
def test_one_concept_has_words_in_every_language(concept, words):
    assert [word for word in words if concept not in concepts(word)] == []


def test_there_is_one_tuple_for_each_unit_without_repetition():
    units = read_units("which networks does my cold wallet support, 还有哪些链?")
    found = concepts_of(units)
    assert len(found) == len(units)
    assert all(len(set(here)) == len(here) for here in found)
    assert concepts_of([]) == []


def test_a_concept_stands_where_its_words_begin():
    units = read_units("how much do I have in my seed phrase")
    begin = next(at for at, here in enumerate(concepts_of(units)) if "keys" in here)
    assert units[begin].key == "seed"


def test_letters_with_accents_and_capitals_are_the_same_words():
    assert concepts("GRAFICO") == concepts("gráfico") == concepts("Gráfico")


@pytest.mark.parametrize("text", ["qwxzv", "0x", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "", "123"])
def test_what_stands_for_nothing_has_no_concept(text):
    assert concepts(text) == []


def test_entries_are_lower_case_and_listed_once():
    for entries in LEXICON.values():
        assert [entry for entry in entries if entry != entry.lower() or entry != entry.strip()] == []
        assert len(set(entries)) == len(entries)


def test_every_entry_is_found_in_a_request():
    """One that units cut differently, or with an accent, would never be looked up."""
    lost = [
        (concept, entry)
        for concept, entries in LEXICON.items()
        for entry in entries
        if concept not in concepts(entry.removesuffix("*"))
    ]
    assert lost == []
