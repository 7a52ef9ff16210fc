"""Who the demo is: a key that opens nothing and wallets that nobody owns."""

DEMO_CREDENTIALS = {
    "api_key": "demo-api-key",
    "secret_key": "demo-secret-key",
    "passphrase": "demo-passphrase",
}

DEMO_WALLETS = {
    "main": "0x9B920035fc57fB56Cd739043e0300eF8e5375227",
    "sol": "HnAaZ2foNT9FQGp96bDo8EdCzoLtufHcD9vKMNFbYmbp",
    "btc": "bc1qywv4jvcap6l3wax35e32d52n6y77drt4dg0zaq",
    "empty": "0x9f0bD048cdDFc2400E4891BC05B7eDC1dAf96972",
    "many": "0xe756b013F97d7259b19e2C7aF293Ca8851B70aC7",
}
