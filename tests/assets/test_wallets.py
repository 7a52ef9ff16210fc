import pytest

from support.worlds import ALICE, BOB, CAROL, DAVE
from wallet_portfolio.assets.errors import InputError, InvalidAddress, NeedsInput, UnknownWallet
from wallet_portfolio.assets.wallets import SavedWallets

PRIVATE_KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
SEED_PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


def resolved(saved, *asked):
    return [(wallet.address.text, wallet.name) for wallet in SavedWallets.parse(saved).resolve(asked)]


def test_the_first_saved_wallet_is_the_default():
    assert resolved(f"cold={DAVE},main={ALICE}") == [(DAVE, "cold")]
    assert resolved(f"cold={DAVE},main={ALICE}", "", "  ") == [(DAVE, "cold")]


def test_a_name_saved_twice_means_both_addresses():
    saved = f"main={ALICE}, main={CAROL}, cold={DAVE}"
    both = [(ALICE, "main"), (CAROL, "main")]
    assert resolved(saved) == both
    assert resolved(saved, "MAIN") == both
    assert SavedWallets.parse(saved).names == ["main", "cold"]


def test_names_and_addresses_can_be_mixed_and_keep_their_order():
    assert resolved(f"main={ALICE},cold={DAVE}", BOB, "cold", "main") == [(BOB, None), (DAVE, "cold"), (ALICE, "main")]


def test_an_address_given_twice_is_asked_about_once_in_its_first_place():
    assert resolved("", ALICE, BOB, ALICE.lower()) == [(ALICE, None), (BOB, None)]
    assert resolved(f"main={ALICE}", "main", BOB, ALICE) == [(ALICE, "main"), (BOB, None)]


def test_a_saved_address_is_called_by_its_name():
    wallet = SavedWallets.parse(f"main={ALICE}").resolve([ALICE.lower()])[0]
    assert wallet.label == "main (0x9b92…5227)"


def test_without_anything_said_or_saved_a_question_goes_back():
    with pytest.raises(NeedsInput) as asked:
        SavedWallets().resolve([])
    assert asked.value.missing == ["wallets"]
    assert asked.value.question == "Which wallet should I look at? Please give me its address."


def test_a_misspelt_name_is_met_with_the_nearest_one():
    with pytest.raises(UnknownWallet, match=r"“tresury” is neither an address nor.*Did you mean “Treasury”\?"):
        resolved(f"main={ALICE},Treasury={BOB}", "tresury")


def test_an_unknown_name_is_met_with_the_names_there_are():
    with pytest.raises(UnknownWallet, match=r"Saved wallets: main, cold\."):
        resolved(f"main={ALICE},cold={DAVE}", "grandmother")
    with pytest.raises(UnknownWallet, match="No wallet is saved yet"):
        resolved("", "grandmother")


@pytest.mark.parametrize("secret", [PRIVATE_KEY, f"0x{PRIVATE_KEY}x", SEED_PHRASE])
def test_what_may_be_a_secret_is_not_repeated(secret):
    with pytest.raises(InputError) as refused:
        resolved(f"main={ALICE}", secret)
    assert not any(part in str(refused.value) for part in (secret, secret[:12], secret[-12:], *SEED_PHRASE.split()[:2]))


def test_a_typing_error_in_a_saved_address_is_found_when_the_wallet_is_used():
    wrong = ALICE[:-1] + "8"
    assert resolved(f"main={ALICE},old={wrong}", "main") == [(ALICE, "main")]
    with pytest.raises(InvalidAddress):
        resolved(f"main={ALICE},old={wrong}", "old")


@pytest.mark.parametrize("text", ["main", "=0xabc", "main=", ALICE])
def test_entries_without_a_name_or_an_address_are_refused_and_not_repeated(text):
    with pytest.raises(InputError, match="written as name=address") as refused:
        SavedWallets.parse(text)
    assert text not in str(refused.value).replace("name=address", "")
