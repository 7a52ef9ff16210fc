import pytest

from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.chains import Chains, LiveChain
from wallet_portfolio.assets.errors import UnsupportedChain

EVM_ADDRESS = parse_address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")

# Index, native coin, decimals and family, as section 9 of the service's facts lists them; every row.
TABLE = """
1 ETH 18 evm|10 ETH 18 evm|56 BNB 18 evm|100 xDAI 18 evm|130 ETH 18 evm|137 POL 18 evm|146 S 18 evm|169 ETH 18 evm
196 OKB 18 evm|250 FTM 18 evm|324 ETH 18 evm|1030 CFX 18 evm|1088 METIS 18 evm|4200 BTC 18 evm|5000 MNT 18 evm
8453 ETH 18 evm|25 CRO 18 evm|34443 ETH 18 evm|42161 ETH 18 evm|43114 AVAX 18 evm|59144 ETH 18 evm|80094 BERA 18 evm
81457 ETH 18 evm|534352 ETH 18 evm|7000 ZETA 18 evm|0 BTC 8 bitcoin|2 LTC 8 utxo|3 DOGE 8 utxo|501 SOL 9 solana
195 TRX 6 tron|784 SUI 9 sui|607 TON 9 ton|637 APT 8 aptos
"""

NAMED = """
Ethereum=1 eth=1 mainnet=1 Optimism=10 op=10 BNB_Chain=56 bsc=56 bnb=56 binance_smart_chain=56 Gnosis=100 Unichain=130
Polygon=137 matic=137 pol=137 Sonic=146 Manta_Pacific=169 X_Layer=196 xlayer=196 okb=196 Fantom=250 ftm=250
zkSync_Era=324 zksync=324 Conflux_eSpace=1030 Metis=1088 Merlin=4200 Mantle=5000 mnt=5000 Base=8453 Cronos=25 Mode=34443
Arbitrum_One=42161 arbitrum=42161 arb=42161 Avalanche_C-Chain=43114 avalanche=43114 avax=43114 Linea=59144
Berachain=80094 Blast=81457 Scroll=534352 ZetaChain=7000 Bitcoin=0 btc=0 Litecoin=2 ltc=2 Dogecoin=3 doge=3 Solana=501
sol=501 TRON=195 trx=195 Sui=784 TON=607 Aptos=637 apt=637
"""


@pytest.fixture(scope="module")
def builtin():
    return Chains.builtin()


@pytest.fixture(scope="module")
def merged(builtin):
    return builtin.merged(
        [
            LiveChain("501", "Solana", "SOL"),
            LiveChain("1", "Ethereum", "ETH"),
            LiveChain("56", "BNB Smart Chain", "BSC"),
            LiveChain("42161", "Arbitrum", "ARB"),
            LiveChain("999", "HyperEVM", "HYPE"),
            LiveChain("1815", "Cardano", "ADA"),
            LiveChain("2", "Litecoin", "LTC"),
            LiveChain("3", "Dogecoin", "DOGE"),
        ]
    )


def refusal(chains, text):
    with pytest.raises(UnsupportedChain) as caught:
        chains.find(text)
    return caught.value.message


class TestBuiltin:
    def test_every_row(self, builtin):
        rows = [row.split() for row in TABLE.strip().replace("\n", "|").split("|")]
        assert [[c.index, c.native_symbol, str(c.native_decimals), c.family] for c in builtin] == rows
        assert len(builtin) == 33

    @pytest.mark.parametrize("row", NAMED.split())
    def test_every_name_and_alias(self, builtin, row):
        name, index = row.replace("_", " ").split("=")
        assert builtin.find(name).index == index
        assert builtin.find(name.upper()).index == index
        assert builtin.find(f" {name.lower()} network").index == index
        assert builtin.find(index).index == index

    def test_risk_filter(self, builtin):
        assert {chain.index for chain in builtin if chain.risk_filter} == {"1", "56", "501", "8453"}


class TestFind:
    @pytest.mark.parametrize(
        ("text", "index"),
        [
            ("Ethereum Mainnet", "1"),
            ("ethereum  mainnet network", "1"),
            ("MAINNET", "1"),
            ("bnb-chain", "56"),
            ("BNBChain", "56"),
            ("x-layer", "196"),
            ("XLAYER", "196"),
            ("zk sync era", "324"),
            ("zeta chain", "7000"),
            ("bera-chain", "80094"),
            ("base chain", "8453"),
            ("basechain", "8453"),
            ("avalanche c chain", "43114"),
            ("arbitrum network", "42161"),
            ("56", "56"),
            ("op", "10"),
            ("S", "146"),
            ("xdai", "100"),
            ("btc", "0"),
            ("0", "0"),
        ],
    )
    def test_ways_of_writing(self, builtin, text, index):
        assert builtin.find(text).index == index

    @pytest.mark.parametrize("text", ["o", "5", "57", "056", "network", "chain", "et", "x", "-", "", "opbnb", "near"])
    def test_what_is_only_near_is_not_found(self, builtin, text):
        refusal(builtin, text)

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("arbitrom", "Arbitrum One"),
            ("Etherium", "Ethereum"),
            ("polygone", "Polygon"),
            ("solona network", "Solana"),
            ("avalanch", "Avalanche C-Chain"),
            ("optimsm", "Optimism"),
        ],
    )
    def test_a_typing_error_is_asked_about(self, builtin, text, name):
        assert refusal(builtin, text) == f"I do not know a network called “{text}”. Did you mean {name}?"

    @pytest.mark.parametrize("text", ["cardano", "57", "monad", "near", "zz"])
    def test_nothing_close(self, builtin, text):
        assert "Did you mean" not in refusal(builtin, text)

    def test_a_strangers_text_is_cut_and_cleaned(self, builtin):
        message = refusal(builtin, "\x1b[31mevil\u202e [click](https://evil.example) " + "A" * 100_000)
        assert message.isprintable()
        assert "https" not in message
        assert len(message) < 150

    @pytest.mark.parametrize("text", ["", "  ", "\u200b"])
    def test_nothing_readable(self, builtin, text):
        assert refusal(builtin, text).startswith("I do not know that network.")

    def test_a_seed_phrase_is_not_repeated(self, builtin):
        assert "legal" not in refusal(
            builtin, "legal winner thank year wave sausage worth useful legal winner thank yellow"
        )


class TestMerged:
    def test_the_live_list_rules_which_there_are_and_in_which_order(self, merged):
        assert [chain.name for chain in merged] == [
            "Solana", "Ethereum", "BNB Chain", "Arbitrum One", "HyperEVM", "Cardano", "Litecoin", "Dogecoin",
        ]  # fmt: skip

    @pytest.mark.parametrize("text", ["bnb chain", "bsc", "BNB", "binance smart chain", "bnb smart chain", "56"])
    def test_old_names_still_work(self, merged, text):
        assert merged.find(text).index == "56"

    def test_what_the_table_knows_is_added(self, merged):
        chain = merged.find("arbitrum one")
        assert (chain.index, chain.native_symbol, chain.native_decimals, chain.family) == ("42161", "ETH", 18, "evm")
        assert merged.find("bsc").risk_filter

    def test_an_unknown_network_is_evm(self, merged):
        chain = merged.find("hyperevm")
        assert (chain.index, chain.family, chain.native_symbol, chain.native_decimals) == ("999", "evm", "", None)
        assert not chain.risk_filter
        assert merged.find("hype") is chain

    def test_but_not_with_a_coin_type_of_another_kind(self, merged):
        assert merged.find("cardano").family == "other"

    @pytest.mark.parametrize("text", ["fantom", "FTM", "250", "Fantom network"])
    def test_known_but_not_listed(self, merged, text):
        assert refusal(merged, text) == (
            "Fantom is not supported at the moment. Please choose one of the supported networks."
        )

    def test_merging_again_starts_from_the_table(self, merged):
        again = merged.merged([LiveChain("250", "Fantom", "FTM")])
        assert [chain.native_symbol for chain in again] == ["FTM"]
        assert "not supported" in refusal(again, "Ethereum")

    def test_the_builtin_directory_is_left_as_it_was(self, builtin, merged):
        assert builtin.find("fantom").name == "Fantom"
        assert builtin.find("bsc").name == "BNB Chain"

    def test_names_are_a_strangers_text(self, builtin):
        merged = builtin.merged(
            [
                LiveChain("999", "Hyper\u202eEVM\n**now**", "H\x00YPE"),
                LiveChain("1", "\u200b", ""),
                LiveChain("998", "", "TST"),
                LiveChain("997,996", "Comma", "C"),
                LiveChain("", "Empty", "E"),
            ]
        )
        assert [(c.index, c.name, c.short_name) for c in merged] == [
            ("999", "HyperEVM now", "HYPE"),
            ("1", "Ethereum", "ETH"),
            ("998", "TST", "TST"),
        ]

    def test_one_entry_a_network_the_first(self, builtin):
        live = [LiveChain("998", "One", "1st"), LiveChain("10", "", ""), LiveChain("998", "Again", "A")]
        merged = builtin.merged(live)
        assert [chain.name for chain in merged] == ["One", "Optimism"]


class TestSelection:
    def test_an_evm_address_is_on_every_evm_network(self, builtin, merged):
        assert builtin.for_address(EVM_ADDRESS) == [chain for chain in builtin if chain.family == "evm"]
        assert len(builtin.for_address(EVM_ADDRESS)) == 25
        assert [chain.index for chain in merged.for_address(EVM_ADDRESS)] == ["1", "56", "42161", "999"]

    @pytest.mark.parametrize(
        ("address", "indexes"),
        [
            ("LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz", ["2"]),
            ("DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD", ["3"]),
            ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ["0"]),
            ("0xdba34672e30cb065b1f93e3ab55318768fd6fef66c15942c9f7cb846e2f900e7", ["784", "637"]),
            ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", ["195"]),
            ("EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF", ["607"]),
        ],
    )
    def test_other_addresses(self, builtin, address, indexes):
        assert [chain.index for chain in builtin.for_address(parse_address(address))] == indexes

    @pytest.mark.parametrize(("index", "fits"), [("2", True), ("3", False), ("0", False), ("1", False)])
    def test_of_a_family_with_several_kinds_of_address_only_one_fits(self, builtin, index, fits):
        assert builtin.get(index).fits(parse_address("LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz")) is fits

    def test_get_takes_an_index_only(self, builtin):
        assert builtin.get("1").name == "Ethereum"
        assert builtin.get("eth") is None

    @pytest.mark.parametrize(
        ("query", "indexes"),
        [
            ("arb", ["42161"]),
            ("coin", ["0", "2", "3"]),
            ("BNB chain", ["56"]),
            ("x layer", ["196"]),
            ("8453", ["8453"]),
            ("smart", ["56"]),
            ("nothing like it", []),
        ],
    )
    def test_search(self, builtin, query, indexes):
        assert [chain.index for chain in builtin.search(query)] == indexes

    def test_an_empty_search_is_for_all(self, builtin):
        assert builtin.search("  ") == list(builtin)
