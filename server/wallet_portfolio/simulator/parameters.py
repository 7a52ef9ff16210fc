"""Reading the parameters of a call as strictly as the service does."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from wallet_portfolio.simulator.addresses import forms_of, is_contract
from wallet_portfolio.simulator.protocol import JSON, Refusal
from wallet_portfolio.simulator.world import Chain, World

MOST_CHAINS = 50

_CHAIN_INDEX = re.compile(r"\d{1,10}", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_MINIMAL_UNITS = re.compile(r"0|[1-9]\d{0,77}", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,18})?", re.ASCII)
_MILLISECONDS = re.compile(r"\d{13}", re.ASCII)


class Parameters:
    """The named parameters of a query or of a JSON object."""

    def __init__(self, values: Mapping[str, JSON]) -> None:
        self._values = values

    def unknown(self, known: Collection[str]) -> list[str]:
        """Names that the call does not have."""
        return [name for name in self._values if name not in known]

    def raw(self, name: str) -> JSON:
        """A value of any type, None when it is not there."""
        return self._values.get(name)

    def required(self, name: str) -> str:
        """A text that must be there."""
        value = self.optional(name)
        if not value:
            raise Refusal("50014", f"Parameter {name} can not be empty", status=400)
        return value

    def optional(self, name: str, default: str = "") -> str:
        """A text, and only a text: a JSON number or boolean is refused."""
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise bad_parameter(name)
        return value

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """One of the allowed texts, letter by letter."""
        value = self.optional(name, default)
        if value not in allowed:
            raise bad_parameter(name)
        return value

    def count(self, name: str, most: int, default: int) -> int:
        """A whole number from 1 up to `most`."""
        value = self.optional(name, str(default))
        if not _COUNT.fullmatch(value) or not 1 <= int(value) <= most:
            raise bad_parameter(name)
        return int(value)

    def offset(self, name: str) -> int:
        """Where to go on; an absent cursor is the beginning."""
        value = self.optional(name) or "0"
        if not _COUNT.fullmatch(value):
            raise bad_parameter(name)
        return int(value)

    def chains(self, world: World, name: str = "chains") -> list[Chain]:
        """A comma-separated list of chains that the service knows, at most 50."""
        indexes = self.required(name).split(",")
        if len(indexes) > MOST_CHAINS:
            raise bad_parameter(name)
        return [known_chain(world, index, name) for index in indexes]

    def amount(self, name: str, *, least: int = 1) -> int:
        """An amount in minimal units: digits only, no leading zero, no more than a contract can count."""
        value = self.required(name)
        if not _MINIMAL_UNITS.fullmatch(value) or not least <= int(value) < 2**256:
            raise bad_parameter(name)
        return int(value)

    def percent(self, name: str) -> Decimal:
        """A percentage from 0 to 100."""
        value = self.required(name)
        if not _PERCENT.fullmatch(value) or Decimal(value) > 100:
            raise bad_parameter(name)
        return Decimal(value)

    def milliseconds(self, name: str) -> int | None:
        """A Unix time in milliseconds; seconds are refused. None when it is not there."""
        value = self.optional(name)
        if value and not _MILLISECONDS.fullmatch(value):
            raise bad_parameter(name)
        return int(value) if value else None

    def address_on(self, chains: Collection[Chain], name: str = "address") -> str:
        """A wallet address that exists on every one of these chains; one misfit fails the whole call."""
        address = self.required(name)
        forms = forms_of(address)
        if not forms:
            raise Refusal("81001", f"Incorrect parameter: {name}")
        if any(chain.form not in forms for chain in chains):
            raise Refusal("84019", "Address and chain do not match")
        return address


def known_chain(world: World, index: JSON, name: str = "chainIndex", *, unknown: str = "81104") -> Chain:
    """The chain of a chainIndex text."""
    if not isinstance(index, str) or not _CHAIN_INDEX.fullmatch(index):
        raise bad_parameter(name)
    chain = world.chain(index)
    if chain is None:
        raise Refusal(unknown, f"Chain {index} is not supported")
    return chain


def listed_tokens(world: World, items: JSON, name: str, most: int) -> list[tuple[Chain, str]]:
    """A JSON array of chainIndex and contract pairs; what the contracts may be is the call's to say."""
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        raise bad_parameter(name)
    pairs = []
    for item in items:
        if not isinstance(item, dict):
            raise bad_parameter(name)
        contract = item.get("tokenContractAddress")
        if not isinstance(contract, str):
            raise bad_parameter("tokenContractAddress")
        pairs.append((known_chain(world, item.get("chainIndex")), contract))
    return pairs


def check_contract(chain: Chain, contract: str) -> None:
    """Refuse what cannot be a token there, upper-case EVM addresses among it."""
    if not is_contract(chain.form, contract):
        raise wrong_contract()


def wrong_contract() -> Refusal:
    """The service's answer to a contract that does not exist in this spelling."""
    return Refusal("81151", "Incorrect token contract address")


def bad_parameter(name: str) -> Refusal:
    """The service's answer to a value it cannot use."""
    return Refusal("51000", f"Parameter {name} error", status=400)
