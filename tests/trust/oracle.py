"""What an answer may say, worked out from the bytes that the service delivered and nothing else.

By fractions, and without any code of the program: a figure that no delivered row justifies is a complaint, and so is a
row that was delivered, can be read, and is not in the answer.
"""

import json
import re
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import httpx

from trust.readings import amount, equal, number, of_another, same_case
from trust.scenarios import IMPOSTORS, WORLD

_NATIVE_NAMES = {chain.index: chain.native_name.lower() for chain in WORLD.chains}
_CHAIN_NAMES = {chain.index: chain.name for chain in WORLD.chains}
_RISKY = (True, "true", "True", "1", 1)
_TOLERANCE = Fraction(1, 10**18)


def data_of(note):
    """The `data` of an answer that a client can have understood, or None."""
    if not note.whole or note.status != 200:
        return None
    try:
        envelope = json.loads(note.body, parse_float=Decimal, parse_constant=lambda _: 1 / 0)
    except (ValueError, ArithmeticError, RecursionError):
        return None
    if not isinstance(envelope, dict) or str(envelope.get("code")).strip() != "0":
        return None
    return envelope.get("data")


class Facts:
    """Everything that was delivered, by what it is about."""

    def __init__(self, delivered):
        self.balances = []  # (wallet, chain, contract, row, all of the wallet)
        self.unreadable = []  # (wallet, chain, symbol) of rows that cannot count: no figures, or somebody else's
        self.totals, self.failed = {}, []
        self.figures, self.tokens, self.candles, self.quotes, self.chains = [], [], [], [], None
        self.asked_given, self.recognized = set(), {}
        last = {note.key: note for note in delivered}
        for note in last.values():
            data = data_of(note)
            if data is None:
                self.failed.append(note.key)
            else:
                self._read(note.key, data)

    def _read(self, key, data):
        _, path, query, body = key
        asked = dict(httpx.QueryParams(query))
        rows = data if isinstance(data, list) else [data]
        if path.endswith("balance/supported/chain"):
            self.chains = {str(row.get("chainIndex")) for row in rows if isinstance(row, dict)}
        elif path.endswith("total-value-by-address"):
            told = [row for row in rows if row != {}]
            value = number(told[0].get("totalValue")) if len(told) == 1 and isinstance(told[0], dict) else None
            self.totals[asked["address"], asked["assetType"], asked["chains"]] = Fraction(0) if not told else value
        elif "token-balances-by-address" in path:
            self._read_balances(rows, asked or json.loads(body), complete=bool(query))
        elif path.endswith("/candles"):
            self.candles += rows
        elif path.endswith(("/quote", "/swap", "/swap-instruction")):
            self.quotes += [row.get("routerResult", row) for row in rows if isinstance(row, dict)]
        elif path.endswith(("/token/search", "/token/basic-info")):
            self.tokens += [row for row in rows if isinstance(row, dict)]
        elif path.endswith("/price-info"):
            self.figures += [row for row in rows if isinstance(row, dict)]

    def _read_balances(self, parts, asked, *, complete):
        if not all(
            part == {} or (isinstance(part, dict) and isinstance(part.get("tokenAssets"), list)) for part in parts
        ):
            return
        rows = [row for part in parts for row in part.get("tokenAssets", [])]
        told = {}
        for row in rows:
            fields = row if isinstance(row, dict) else {}
            chain, contract = fields.get("chainIndex"), fields.get("tokenContractAddress")
            contract = contract if isinstance(contract, bool) or not isinstance(contract, int) else str(contract)
            here = (asked["address"], str(chain), same_case(contract) if isinstance(contract, str) else None)
            readable = here[2] is not None and amount(fields.get("balance")) is not None and str(chain).isdigit()
            if not readable or of_another(fields.get("address"), asked["address"]):
                self.unreadable.append((asked["address"], str(chain), fields.get("symbol")))
            else:
                told.setdefault(here, []).append(fields)
        for here, alike in told.items():
            if len({amount(row["balance"]) for row in alike}) > 1:
                self.unreadable.append((here[0], here[1], alike[0].get("symbol")))
            else:
                self.balances += [(*here, row, complete) for row in alike]
        if not complete:
            contracts = asked["tokenContractAddresses"]
            self.asked_given |= {
                (asked["address"], one["chainIndex"], same_case(one["tokenContractAddress"])) for one in contracts
            }

    def rows_of(self, wallet, chain, contract):
        return [row for w, c, t, row, _ in self.balances if (w, c, t) == (wallet, chain, same_case(contract))]

    def changes_of(self, chain, contract):
        return [number(row.get("priceChange24H")) for row in self.figures if names(row, chain, contract)]


def names(row, chain, contract):
    told = row.get("tokenContractAddress")
    told = same_case(told) if isinstance(told, str) else ""
    if told == _NATIVE_NAMES.get(chain):
        told = ""
    return str(row.get("chainIndex")) == chain and told == same_case(contract)


def complaints(tool, answer, delivered):
    """What is wrong with the figures of an answer, one line for each."""
    if tool == "ask_wallet":
        answer = answer["answer"] or {}
        tool = "get_token_balances"
    if answer.get("status") not in {"ok", "partial"}:
        return []
    facts = Facts(delivered)
    check = {
        "list_holdings": _listing,
        "show_portfolio": _portfolio,
        "find_underperformers": _holdings,
        "get_token_balances": _holdings,
        "get_total_value": _total,
        "search_tokens": _search,
        "get_token_details": _details,
        "get_price_chart": _chart,
        "check_swap": _swap,
        "prepare_swap": _swap,
        "list_supported_chains": _chains,
    }[tool]
    return [*check(answer, facts), *_unnamed(tool, answer, facts)]


def _holdings(answer, facts):
    seen = set()
    for held in answer["holdings"]:
        here = (held["wallet"], held["chain_index"], held["token_address"])
        if here in seen:
            yield f"told twice: {here}"
        seen.add(here)
        none_held = not Fraction(held["amount"]) and (here[0], here[1], same_case(here[2])) in facts.asked_given
        if not none_held and not any(_justifies(row, held) for row in facts.rows_of(*here)):
            yield f"nothing says so: {held}"
        value = Fraction(held["amount"]) * Fraction(held["price_usd"] or 0)
        if held["value_usd"] is not None and Fraction(held["value_usd"]) != value:
            yield f"no product: {held}"
        change = held["change_24h_percent"]
        if change is not None and Fraction(change) not in facts.changes_of(here[1], here[2]):
            yield f"a change that nobody told: {held}"


def _justifies(row, held):
    price = amount(row.get("tokenPrice"))
    return Fraction(held["amount"]) == amount(row["balance"]) and equal(held["price_usd"], price or None)


def _shown_by_list(answer, facts):
    """Rows that belong on a list of everything and are not on it, and what those are worth that are said not to count.

    A row may also be one that is said to be missing, for something in it that is no figure.
    """
    shown = {(h["wallet"], h["chain_index"], same_case(h["token_address"])) for h in answer["holdings"]}
    not_counted = [notice.casefold() for notice in answer["notices"] if notice.startswith("Not counted: ")]
    missing = [notice for notice in answer["notices"] if notice.startswith("Missing: ")]
    lost, impostors = [], {}
    for wallet, chain, contract, row, complete in facts.balances:
        here = (wallet, chain, contract)
        if not complete or here in shown or not amount(row["balance"]) or row.get("isRiskToken") in _RISKY:
            continue
        if any(_symbol(row) in notice for notice in not_counted):
            impostors[here] = amount(row["balance"]) * (amount(row.get("tokenPrice")) or 0)
        elif chain in _CHAIN_NAMES and not any(wallet[:4] in notice for notice in missing):
            lost.append(here)
    return lost, impostors


def _symbol(row):
    told = row.get("symbol")
    return re.sub(r"[^a-z0-9]", "", told.casefold()) if isinstance(told, str) else ""


def _of_everything(answer, facts):
    yield from _holdings(answer, facts)
    lost, _ = _shown_by_list(answer, facts)
    yield from (f"left out: {here}" for here in lost)
    symbols = {}
    for held in answer["holdings"]:
        symbols.setdefault((held["chain_index"], held["symbol"]), set()).add(held["token_address"])
    for tokens in symbols.values():
        for held in answer["holdings"]:
            here = (held["chain_index"], held["token_address"])
            if (
                len(tokens) > 1
                and here in IMPOSTORS
                and held["token_address"] in tokens
                and not _vouched_for(facts, here)
            ):
                yield f"an impostor is counted: {held}"


def _sums(values):
    """What some of these can come to, at least one: a notice tells which do not count, but not beyond doubt."""
    values = list(values)
    some = [chosen for count in range(1, len(values) + 1) for chosen in combinations(values, count)]
    return {sum(chosen, Fraction(0)) for chosen in some} or {Fraction(0)}


def _vouched_for(facts, here):
    return any(_recognized(row) for row in facts.tokens if names(row, *here))


def _sum(answer):
    return sum((Fraction(held["value_usd"] or 0) for held in answer["holdings"]), Fraction(0))


def _listing(answer, facts):
    yield from _of_everything(answer, facts)
    if not equal(answer["listed_usd"], _sum(answer)):
        yield f"the sum is not that of the list: {answer['listed_usd']}"
    if answer["total_count"] != len(answer["holdings"]):
        yield "not everything is on the list"


def _portfolio(answer, facts):
    yield from _of_everything(answer, facts)
    for kind, shown in (("0", answer["total_usd"]), ("2", answer["defi_usd"])):
        told = [value for (_, asset, _), value in facts.totals.items() if asset == kind]
        _, impostors = _shown_by_list(answer, facts)
        less = {Fraction(0)} if kind == "2" else _sums(impostors.values())
        failed = [key for key in facts.failed if f"assetType={kind}" in key[2]]
        if shown is not None and (failed or None in told):
            yield f"called a total: {shown}"
        elif shown is not None and sum(told, Fraction(0)) - Fraction(shown) not in less:
            yield f"total {shown}, told {told}, less one of {less}"
    by_chain = {part["chain"]: Fraction(part["value_usd"]) for part in answer["by_chain"]}
    summed = {}
    for held in answer["holdings"]:
        summed[held["chain"]] = summed.get(held["chain"], 0) + Fraction(held["value_usd"] or 0)
    if by_chain != summed:
        yield f"by network: {by_chain} is not {summed}"
    gains = [
        Fraction(held["value_usd"]) * change / (100 + change)
        for held in answer["holdings"]
        if held["value_usd"] and held["change_24h_percent"] and (change := Fraction(held["change_24h_percent"])) > -100
    ]
    shown = answer["change_24h_usd"]
    if shown is not None and abs(Fraction(shown) - sum(gains)) > _TOLERANCE * max(1, abs(sum(gains))):
        yield f"changed by {shown}, not {float(sum(gains))}"


def _total(answer, facts):
    told = facts.totals
    known = [value for value in told.values() if value is not None]
    failed = [key for key in facts.failed if "total-value" in key[1]] or None in told.values()
    if answer["total_usd"] is not None and failed:
        yield f"called a total: {answer['total_usd']}"
    if not equal(answer["counted_usd"], sum(known, Fraction(0))):
        yield f"counted {answer['counted_usd']}, told {told}"
    for part in answer["wallets"]:
        own = [value for (wallet, _, _), value in told.items() if wallet == part["wallet"]]
        if part["total_usd"] is not None and (None in own or Fraction(part["total_usd"]) != sum(own)):
            yield f"{part}, told {own}"


def _search(answer, facts):
    for token in answer["tokens"]:
        rows = [row for row in facts.tokens if names(row, token["chain_index"], token["token_address"])]
        if not any(
            equal(token["price_usd"], amount(row.get("price")) or None)
            and equal(token["market_cap_usd"], amount(row.get("marketCap")))
            and equal(token["liquidity_usd"], amount(row.get("liquidity")))
            and token["verified"] == _recognized(row)
            for row in rows
        ):
            yield f"nothing says so: {token}"


def _recognized(row):
    tags = row.get("tagList")
    return isinstance(tags, dict) and tags.get("communityRecognized") in (True, "true", 1)


def _details(answer, facts):
    token = answer["token"]
    rows = [row for row in facts.figures if names(row, token["chain_index"], token["token_address"])]
    shown = {
        "price": answer["price_usd"],
        "priceChange24H": answer["change_24h_percent"],
        "marketCap": answer["market_cap_usd"],
        "liquidity": answer["liquidity_usd"],
        "volume24H": answer["volume_24h_usd"],
    }
    if not any(
        all(figure is None or equal(figure, number(row.get(key))) for key, figure in shown.items()) for row in rows
    ):
        yield f"nothing says so: {shown}"


def _chart(answer, facts):
    told = [[number(cell) for cell in row[1:5]] for row in facts.candles if isinstance(row, list)]
    shown = [[Fraction(candle[name]) for name in ("open", "high", "low", "close")] for candle in answer["candles"]]
    if not all(candle in told for candle in shown):
        yield "a candle that nobody told"
    if shown and not equal(answer["high"], max(candle[1] for candle in shown)):
        yield f"high is not {answer['high']}"
    if shown and not equal(answer["low"], min(candle[2] for candle in shown)):
        yield f"low is not {answer['low']}"


def _swap(answer, facts):
    sell, buy = answer["sell"], answer["buy"]
    wallet = answer["wallet"]
    rows = facts.rows_of(wallet, sell["chain_index"], sell["token_address"])
    if Fraction(answer["balance"]) not in {amount(row["balance"]) for row in rows} | (
        {Fraction(0)} if not rows else set()
    ):
        yield f"balance {answer['balance']}, told {rows}"
    if answer["receive"] is None:
        return
    units = Fraction(answer["receive"]) * 10 ** buy["decimals"]
    if not any(
        number(quote.get("toTokenAmount")) == units
        and str(number(quote.get("fromTokenAmount"))) == answer["amount_minimal"]
        and equal(answer["fee_usd"], amount(quote.get("tradeFee")))
        for quote in facts.quotes
    ):
        yield f"receive {answer['receive']} of {answer['amount_minimal']}, fee {answer['fee_usd']}: nobody offered that"
    if answer["verdict"] == "ready" and Fraction(answer["amount"]) > Fraction(answer["balance"]):
        yield "ready without the balance"


def _chains(answer, facts):
    if {chain["chain_index"] for chain in answer["chains"]} != facts.chains:
        yield f"not the networks told: {facts.chains}"


_READ_BY = {
    "list_holdings": ("all-token-balances",),
    "show_portfolio": ("all-token-balances", "total-value"),
    "find_underperformers": ("all-token-balances",),
    "get_token_balances": ("/token-balances",),
    "get_total_value": ("total-value",),
}


def _unnamed(tool, answer, facts):
    """What could not be read, and no notice says so."""
    missing = [notice for notice in answer["notices"] if notice.startswith("Missing: ")]
    for _, path, query, body in facts.failed:
        if not any(part in path for part in _READ_BY.get(tool, ())):
            continue
        address = dict(httpx.QueryParams(query)).get("address") or json.loads(body)["address"]
        if not any(address[:4] in notice and address[-4:] in notice for notice in missing):
            yield f"missing, and not said: {path} of {address}"
    if tool in {"check_swap", "prepare_swap"} and facts.unreadable:
        yield f"a swap on balances that cannot be read: {facts.unreadable}"
    elif tool in _READ_BY and "balances" in _READ_BY[tool][0]:
        for address, chain, symbol in facts.unreadable:
            if not any(address[:4] in notice for notice in missing):
                yield f"unreadable, and not said: {symbol} on {chain} of {address}"
