"""Who the demo is: a key that opens nothing and wallets that nobody owns."""

DEMO_CREDENTIALS = {
    "api_key": "demo-api-key",
    "secret_key": "demo-secret-key",
    "passphrase": "demo-passphrase",
}

# Wallets that nobody has saved: they hold what a swap has to be careful with, and something on the rarer chains.
DEMO_TRADERS = {
    "evm": "0x9D2C964B24FD9235B40e4DA8fE16980bFD590F23",
    "solana": "5vjsP25xwWRGtsNwrPivAreDXVKTF9PH176Lf7r6o65a",
    "tron": "TBituan8FWYHhD48AvGkotu7HnmUChUUce",
    "sui": "0x0295d30053cd45c198c15f5afd520974d6bb60482d3fb206e3001f03525bd942",
    "ton": "EQCXAsiK6bW_UKGol7L3pynonc4j_kEAHp8r9AtzYfs88AOj",
}

DEMO_WALLETS = {
    "main": "0x9B920035fc57fB56Cd739043e0300eF8e5375227",
    "sol": "HnAaZ2foNT9FQGp96bDo8EdCzoLtufHcD9vKMNFbYmbp",
    "btc": "bc1qywv4jvcap6l3wax35e32d52n6y77drt4dg0zaq",
    "empty": "0x9f0bD048cdDFc2400E4891BC05B7eDC1dAf96972",
    "many": "0xe756b013F97d7259b19e2C7aF293Ca8851B70aC7",
}
