"""The tokens that impostors pretend to be: their symbols, and the contracts that are known to be theirs.

The symbols are those of native coins and of the most held stablecoins, wrapped coins and majors. The contracts are the
issuers' own announcements. The list of them need not be complete: of a contract that is not on it the service is asked
whether the community recognises it, which one on it does not have to be.
"""

from wallet_portfolio.assets.tokens import TokenId

_SYMBOLS = """
    USDC USDT DAI USDe sUSDe USDS sUSDS FDUSD TUSD BUSD PYUSD USD1 USDD FRAX LUSD GHO crvUSD EURC RLUSD USDG
    USDC.e USDT.e USDbC USDT0
    ETH BTC BNB SOL XRP ADA DOGE TRX AVAX TON SUI APT LTC BCH DOT XLM HYPE POL MATIC CRO MNT OKB xDAI FTM METIS
    CFX BERA ZETA
    WETH WBTC WBNB WSOL WPOL WMATIC WAVAX cbBTC BTCB tBTC stETH wstETH rETH cbETH weETH mSOL JitoSOL
    LINK UNI AAVE SHIB PEPE ARB CAKE AERO BONK WIF JUP TRUMP PENGU FLOKI
"""
SYMBOLS = tuple(_SYMBOLS.split())
STABLECOINS = ("USDC", "USDT")  # that losses are sold for

# Coins of their own that read as one of these where case tells nothing: Indigo's dollar (LUSD), Lift Dollar (USD1).
NAMESAKES = frozenset({"IUSD", "iUSD", "USDL"})

# What the contracts of some call themselves in full, as far as nothing else goes by that name.
NAMES = {
    "USD Coin": "USDC",
    "Tether USD": "USDT",
    "Tether": "USDT",
    "Dai Stablecoin": "DAI",
    "PayPal USD": "PYUSD",
    "First Digital USD": "FDUSD",
    "Wrapped Bitcoin": "WBTC",
    "Wrapped BTC": "WBTC",
    "Coinbase Wrapped BTC": "cbBTC",
    "Wrapped Ether": "WETH",
    "Bitcoin": "BTC",
    "Ethereum": "ETH",
    "Ether": "ETH",
    "Solana": "SOL",
    "ChainLink Token": "LINK",
    "Uniswap": "UNI",
}

_CONTRACTS = {
    "1": (
        "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",  # USDC
        "0xdac17f958d2ee523a2206206994597c13d831ec7",  # USDT
        "0x6b175474e89094c44da98b954eedeac495271d0f",  # DAI
        "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",  # WETH
        "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599",  # WBTC
        "0x514910771af9ca656af840dff83e8387d4e30b0f",  # LINK
        "0x1f9840a85d5af5bf1d1762f984fb2ab8b4d1f8a9",  # UNI
        "0x7fc66500c84a76ad7e9c93437bfc5ac33e2ddae9",  # AAVE
        "0x6982508145454ce325ddbe47a25d4ec3d2311933",  # PEPE
        "0x95ad61b0a150d79219dcf64e1e6cc01f0b64c4ce",  # SHIB
    ),
    "10": (
        "0x0b2c639c533813f4aa9d7837caf62653d097ff85",  # USDC
        "0x7f5c764cbc14f9669b88837ca1490cca17c31607",  # USDC.e
        "0x94b008aa00579c1307b0ef2c499ad98a8ce58e58",  # USDT
        "0x4200000000000000000000000000000000000006",  # WETH
    ),
    "56": (
        "0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d",  # USDC
        "0x55d398326f99059ff775485246999027b3197955",  # USDT
        "0x2170ed0880ac9a755fd29b2688956bd959f933f8",  # ETH
        "0x7130d2a12b9bcbfae4f2634d864a1ee1ce3ead9c",  # BTCB
        "0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c",  # WBNB
        "0x0e09fabb73bd3ade0a17ecc321fd13a19e81ce82",  # CAKE
    ),
    "137": (
        "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359",  # USDC
        "0x2791bca1f2de4661ed88a30c99a7a9449aa84174",  # USDC.e
        "0xc2132d05d31c914a87c6611c10748aeb04b58e8f",  # USDT
        "0x7ceb23fd6bc0add59e62ac25578270cff1b9f619",  # WETH
    ),
    "8453": (
        "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",  # USDC
        "0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca",  # USDbC
        "0xfde4c96c8593536e31f229ea8f37b2ada2699bb2",  # USDT
        "0x4200000000000000000000000000000000000006",  # WETH
        "0xcbb7c0000ab88b473b1f5afd9ef808440eed33bf",  # cbBTC
        "0x940181a94a35a4569e4529a3cdfb74e38fd98631",  # AERO
    ),
    "42161": (
        "0xaf88d065e77c8cc2239327c5edb3a432268e5831",  # USDC
        "0xff970a61a04b1ca14834a43f5de4533ebddb5cc8",  # USDC.e
        "0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9",  # USDT
        "0x82af49447d8a07e3bd95bd0d56f35241523fbab1",  # WETH
        "0x2f2a2543b76a4166549f7aab2e75bef0aefc5b0f",  # WBTC
        "0x912ce59144191c1204e64559fe8253a0e49e6548",  # ARB
    ),
    "43114": (
        "0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e",  # USDC
        "0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7",  # USDT
        "0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7",  # WAVAX
    ),
    "501": (
        "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v",  # USDC
        "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB",  # USDT
        "So11111111111111111111111111111111111111112",  # WSOL
        "DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263",  # BONK
        "EKpQGSJtjMFqKZ9KQanSqYXRcFBfBopzLHYxdM65zcjm",  # WIF
        "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN",  # JUP
    ),
    "195": ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",),  # USDT
    "784": ("0xdba34672e30cb065b1f93e3ab55318768fd6fef66c15942c9f7cb846e2f900e7::usdc::USDC",),
    "607": ("EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs",),  # USDT
}

CONTRACTS = frozenset(TokenId(chain, address) for chain, addresses in _CONTRACTS.items() for address in addresses)
