"""Credentials that are easily found again wherever they should not be."""

from pydantic import SecretStr

from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.simulator import DEMO_CREDENTIALS

KEY, SECRET, PASSPHRASE = "canary-key-7f3a", "canary-secret-91cc", "canary-phrase-e05d"


def credentials(key=KEY, secret=SECRET, passphrase=PASSPHRASE):
    return Credentials(SecretStr(key), SecretStr(secret), SecretStr(passphrase))


CANARIES = credentials()
DEMO = Credentials(*(SecretStr(DEMO_CREDENTIALS[part]) for part in ("api_key", "secret_key", "passphrase")))
