"""Of a private key or a seed phrase in a request nothing is handed on."""

import json

import pytest

from wallet_portfolio.intents.router import route

KEY = "0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d"
SECRETS = {
    "hexadecimal": KEY,
    "hexadecimal in capitals": KEY.upper(),
    "hexadecimal with a slip": KEY[:-1],
    "hexadecimal of 64 bytes": KEY * 2,
    "wallet import format": "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "compressed wallet import format": "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
    "encrypted": "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
    "extended": (
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"
    ),
    "Sui": "suiprivkey1qzdlfxn2qa2lj5uprl8pyhexs02sg2wrhdy7qaq50cqgnffw4c2477kg9h3",
    "Aptos": "ed25519-priv-0x4e5e3be60f4bbd5e98d086d932f3ce779ff4b58da99bf9e5241ae1212a29e5fe",
    "Stellar": "SCZANGBA5YHTNYVVV4C3U252E2B6P6F5T3U6MM63WBSBZATAQI3EBTQ4",
    "Solana": "4" * 88,
}
PHRASES = [
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
]
AROUND_A_SECRET = [
    "{}",
    "what is {} worth",
    "my private key is {}, how much ETH do I have",
    "show the portfolio of wallet '{}'",
    "my wallet called {}",
    "balance of {}",
    "price of {}",
    "price of ${}",
    "find token {}",
    "swap 1 ETH for {}",
    "how much {} do I have on Base",
    "what is abc...{} worth",
    "帮我看看{}的余额",
    "cuánto vale {}",
]


def said(request):
    """Everything that a caller can see of a request, in lower case."""
    return json.dumps(request.as_json(), ensure_ascii=False).lower() + repr(request).lower()


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("around", AROUND_A_SECRET)
def test_a_private_key_appears_nowhere(kind, around):
    secret = SECRETS[kind].lower()
    seen = said(route(around.format(SECRETS[kind]), ("main",)))
    assert [secret[at : at + 8] for at in range(len(secret) - 8) if secret[at : at + 8] in seen] == []


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("around", [around for around in AROUND_A_SECRET if "..." not in around])
def test_a_seed_phrase_appears_nowhere(phrase, around):
    seen = said(route(around.format(phrase), ("main",)))
    assert [word for word in set(phrase.split()) if f'"{word}' in seen or f"'{word}" in seen] == []
