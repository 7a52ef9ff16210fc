"""Assets with their market figures; one asset can be a token on several chains."""

from dataclasses import dataclass
from decimal import Decimal

from wallet_portfolio.simulator.world import Token


@dataclass(frozen=True, slots=True)
class Asset:
    """Figures as texts, so that no digit passes through a float. Market figures are in millions of USD."""

    symbol: str
    name: str
    price: str
    change: str
    cap: str
    liquidity: str
    volume: str
    holders: int

    def on(self, chain: str, address: str, decimals: int, *, symbol: str = "") -> Token:
        """The genuine token of this asset on a chain, "" being its native coin."""
        return Token(
            chain=chain,
            address=address,
            symbol=symbol or self.symbol,
            name=self.name,
            decimals=decimals,
            price=Decimal(self.price),
            change_24h=Decimal(self.change),
            market_cap=_millions(self.cap),
            liquidity=_millions(self.liquidity),
            volume_24h=_millions(self.volume),
            holders=self.holders,
            verified=True,
        )


def _millions(text: str) -> Decimal:
    return Decimal(text) * 1_000_000


_ETHER = Asset("ETH", "Ethereum", "3127.418250127418250173", "1.84", "377482.6", "1862.41", "18244.9", 301_584_120)
_BITCOIN = Asset("BTC", "Bitcoin", "94210.370118264093517", "0.62", "1879496.9", "2210.6", "41883.2", 57_220_418)
_BNB = Asset("BNB", "BNB", "912.0473916250318842", "-0.91", "125617.3", "611.9", "1822.4", 142_118_903)
_SOL = Asset("SOL", "Solana", "142.3181904417720365", "3.27", "79331.5", "884.2", "4630.7", 22_801_334)

NATIVE_COINS = {
    **{
        chain: _ETHER.on(chain, "", 18)
        for chain in (
            "1",
            "10",
            "130",
            "169",
            "324",
            "8453",
            "34443",
            "42161",
            "59144",
            "81457",
            "534352",
            "7777777",
        )
    },
    "56": _BNB.on("56", "", 18),
    "501": _SOL.on("501", "", 9),
    "0": _BITCOIN.on("0", "", 8),
    "4200": _BITCOIN.on("4200", "", 18),
    "137": Asset("POL", "Polygon Ecosystem Token", "0.1702519", "-2.38", "1795.2", "38.1", "84.6", 918_220).on(
        "137", "", 18
    ),
    "43114": Asset("AVAX", "Avalanche", "16.2073441805", "-4.12", "6930.4", "71.3", "402.8", 3_120_551).on(
        "43114", "", 18
    ),
    "100": Asset("xDAI", "xDAI", "0.999812", "0.01", "118.3", "9.4", "6.1", 210_447).on("100", "", 18),
    "146": Asset("S", "Sonic", "0.0918", "-1.7", "291.2", "12.8", "20.4", 143_902).on("146", "", 18),
    "196": Asset("OKB", "OKB", "108.4417", "0.74", "2277.3", "22.5", "61.8", 95_210).on("196", "", 18),
    "250": Asset("FTM", "Fantom", "0.1107", "-0.6", "310.1", "4.2", "3.3", 402_118).on("250", "", 18),
    "1030": Asset("CFX", "Conflux", "0.0762", "1.1", "392.6", "5.7", "28.9", 61_377).on("1030", "", 18),
    "1088": Asset("METIS", "Metis", "7.914", "-3.0", "55.9", "3.1", "4.8", 74_405).on("1088", "", 18),
    "5000": Asset("MNT", "Mantle", "1.0835", "0.9", "3524.5", "41.6", "70.2", 88_913).on("5000", "", 18),
    "25": Asset("CRO", "Cronos", "0.1034", "-0.4", "3991.0", "17.9", "22.7", 412_300).on("25", "", 18),
    "7000": Asset("ZETA", "ZetaChain", "0.0847", "2.2", "95.3", "2.6", "7.0", 118_651).on("7000", "", 18),
    "80094": Asset("BERA", "Berachain", "0.8721", "-5.3", "93.9", "8.8", "15.6", 164_020).on("80094", "", 18),
    "2": Asset("LTC", "Litecoin", "82.61", "0.3", "6319.7", "0", "388.5", 8_610_442).on("2", "", 8),
    "3": Asset("DOGE", "Dogecoin", "0.14812", "-1.2", "22493.8", "0", "1104.9", 7_940_115).on("3", "", 8),
    "195": Asset("TRX", "TRON", "0.28144", "0.2", "26646.0", "190.4", "601.3", 341_008_227).on("195", "", 6),
    "784": Asset("SUI", "Sui", "1.5183", "4.6", "5611.9", "88.7", "712.4", 9_220_180).on("784", "", 9),
    "607": Asset("TON", "Toncoin", "1.5921", "-0.8", "3920.7", "44.0", "101.9", 121_440_906).on("607", "", 9),
    "637": Asset("APT", "Aptos", "2.2405", "-2.1", "1680.6", "39.5", "120.8", 18_330_754).on("637", "", 8),
}

USDC = Asset("USDC", "USD Coin", "0.999874213", "0.01", "74210.8", "1240.7", "9933.1", 3_902_884)
USDT = Asset("USDT", "Tether USD", "1.000213946", "-0.02", "184330.2", "1511.3", "71402.6", 8_115_209)
WSOL = Asset("WSOL", "Wrapped SOL", "142.3181904417720365", "3.27", "1140.2", "884.2", "2210.5", 1_904_771)
DAI = Asset("DAI", "Dai Stablecoin", "0.99991", "0.0", "4480.6", "210.8", "160.4", 601_883)
WETH = Asset("WETH", "Wrapped Ether", "3126.902773164281905517", "1.82", "8640.3", "980.2", "2204.1", 1_204_448)
WBTC = Asset("WBTC", "Wrapped BTC", "94088.2175930441", "0.58", "11832.9", "402.6", "390.2", 148_903)
CBBTC = Asset("cbBTC", "Coinbase Wrapped BTC", "94172.508812", "0.61", "6120.4", "188.3", "544.7", 92_114)
LINK = Asset("LINK", "ChainLink Token", "14.20731886", "2.95", "9902.7", "91.4", "610.3", 842_330)
UNI = Asset("UNI", "Uniswap", "6.114078251", "-6.47", "3853.1", "48.9", "312.8", 388_104)
AAVE = Asset("AAVE", "Aave Token", "188.9102", "3.4", "2880.7", "51.7", "240.5", 191_225)
PEPE = Asset("PEPE", "Pepe", "0.000004803719", "-8.91", "2020.9", "31.6", "388.0", 498_771)
SHIB = Asset("SHIB", "SHIBA INU", "0.00000858", "-1.9", "5055.4", "22.3", "118.6", 1_544_019)
CAKE = Asset("CAKE", "PancakeSwap Token", "2.3361", "-3.15", "779.0", "40.2", "61.7", 1_902_311)
ARB = Asset("ARB", "Arbitrum", "0.2104", "-4.4", "1172.6", "29.5", "88.1", 1_203_554)
OP = Asset("OP", "Optimism", "0.3127", "-3.8", "600.2", "18.4", "70.9", 1_330_870)
AERO = Asset("AERO", "Aerodrome Finance", "0.6481", "5.9", "590.8", "62.0", "31.4", 702_441)
BONK = Asset("BONK", "Bonk", "0.00001192408", "-7.33", "980.6", "14.9", "141.2", 984_310)
WIF = Asset("WIF", "dogwifhat", "0.4127093", "6.18", "412.2", "11.7", "96.8", 238_665)
JUP = Asset("JUP", "Jupiter", "0.24018822", "-1.04", "766.1", "9.8", "40.5", 820_117)
