"""Rows as the service sends them, changed as a test wants; with `...` a field is left out."""

from wallet_portfolio.okx.balances import read_balances

TON_RAW = "0:b113a994b5024a16719f69139328eb759596c38a25f59028b146fecdc3621dfe"
TON_FRIENDLY = "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs"


def row(**changes):
    full = {
        "chainIndex": "1",
        "tokenContractAddress": "0xA0b8",
        "address": "0x9b92",
        "symbol": "USDC",
        "balance": "12.5",
        "rawBalance": "",
        "tokenPrice": "0.999874213",
        "isRiskToken": False,
    } | changes
    return {name: value for name, value in full.items() if value is not ...}


def balances(*rows):
    return read_balances([{"tokenAssets": list(rows)}])


def one(**changes):
    [balance] = balances(row(**changes)).rows
    return balance


def token(**changes):
    full = {
        "chainIndex": "1",
        "tokenContractAddress": "0xA0b8",
        "tokenSymbol": "USDC",
        "tokenName": "USD Coin",
        "decimal": "6",
        "price": "0.9998",
        "tagList": {"communityRecognized": True},
    } | changes
    return {name: value for name, value in full.items() if value is not ...}
