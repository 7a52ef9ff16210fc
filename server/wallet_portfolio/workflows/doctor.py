"""Checks the way from the settings to a real answer, step by step, and says what to do."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import anyio

from wallet_portfolio.assets.amounts import show_usd
from wallet_portfolio.assets.errors import WalletError
from wallet_portfolio.okx.client import Client
from wallet_portfolio.okx.pacing import Pacer, Sharing
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.total_value import get_total_value

# Skew that the service still accepts.
_MOST_SKEW = timedelta(seconds=30)
_WORTH_MENTIONING = timedelta(seconds=5)
_PACE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and what to do about it where something is to be done."""

    name: str
    state: Literal["good", "note", "warning", "bad"]
    found: str
    advice: str = ""


async def examine(access: Access, missing_credentials: Sequence[str]) -> AsyncIterator[Check]:
    """Every check in turn; stops where going on makes no sense."""
    if access.client is None:
        names = ", ".join(missing_credentials)
        yield Check(
            "Credentials",
            "bad",
            f"not set: {names}",
            "Create an API key in the OKX Web3 developer portal and set these in the environment or the settings file.",
        )
        return
    yield Check("Credentials", "good", "the demo's own" if access.demo else "all three are set")
    async for check in _service(access.service()):
        yield check
        if check.state == "bad":
            return
    for check in (wallets := _saved_wallets(access)):
        yield check
    if access.saved.names and wallets[0].state == "good":
        yield await _balance(access)


async def _service(client: Client) -> AsyncIterator[Check]:
    caller = client.caller
    try:
        chains = await client.supported_chains()
    except WalletError as error:
        if check := _clock(caller.transport.clock_error):
            yield check
        yield Check("Service", "bad", error.message)
        return
    yield Check("Service", "good", f"answers, and supports {len(chains.value)} networks")
    yield _clock(caller.transport.clock_error) or Check("Clock", "good", "right")
    before, started = caller.pacer.rate, anyio.current_time()
    try:
        for _ in range(_PACE_TRIES):
            await client.supported_chains(fresh=True)
    except WalletError as error:
        yield Check("Plan", "warning", error.message)
        return
    sharing, rate = caller.pacer.sharing, caller.pacer.rate
    if sharing:
        yield _shared_pace(sharing)
    if rate < before and not (sharing and sharing.trouble):  # a share says nothing of the plan
        yield Check(
            "Plan",
            "warning",
            f"allows about {rate:g} requests a second, fewer than the {before:g} that are set",
            f"Set WALLET_PORTFOLIO_MAX_RPS={rate:g} to spare every start the search for the right pace.",
        )
    else:
        seconds = anyio.current_time() - started
        found = f"{_PACE_TRIES} requests within {seconds:.1f} s without a refusal ({_pace(caller.pacer)})"
        yield Check("Plan", "good", found)


def _pace(pacer: Pacer) -> str:
    """What may leave now, and what is set, which is more where others' refusals are known or Redis is not there."""
    if pacer.rate >= pacer.most:
        return f"{pacer.most:g} a second are set"
    alone = " without Redis" if pacer.sharing and pacer.sharing.trouble else ""
    return f"{pacer.rate:g} a second{alone}; {pacer.most:g} are set"


def _shared_pace(sharing: Sharing) -> Check:
    if sharing.trouble:
        return Check(
            "Shared pace",
            "warning",
            f"Redis cannot be used: {sharing.trouble}",
            "Start it, or mend WALLET_PORTFOLIO_REDIS_URL. Until then each replica keeps to an even share of the pace, "
            "or to a quarter if it has not seen Redis since its start.",
        )
    others = sharing.replicas - 1
    seen = f"{others} other{'s' if others > 1 else ''} seen lately" if others else "nobody else at the moment"
    return Check("Shared pace", "good", f"kept in Redis; {seen}")


async def _balance(access: Access) -> Check:
    """A real question, as any answer asks it: what the default wallet is worth."""
    name = f"Balance of “{access.saved.names[0]}”"
    try:
        total = await get_total_value(access, [], [], "all", include_risky=False)
    except WalletError as error:
        return Check(name, "bad", error.message)
    if not total.complete:
        problems = " ".join(dict.fromkeys(str(gap.why) for gap in total.gaps))
        return Check(name, "warning", f"{show_usd(total.counted_usd)} so far, for not all could be read: {problems}")
    return Check(name, "good", f"{show_usd(total.counted_usd)}{', made up for the demo' if access.demo else ''}")


def _clock(error: timedelta | None) -> Check | None:
    if error is None or abs(error) < _WORTH_MENTIONING:
        return None
    seconds = round(abs(error).total_seconds())
    way = "behind" if error > timedelta() else "ahead of"
    return Check(
        "Clock",
        "bad" if abs(error) > _MOST_SKEW else "warning",
        f"{seconds} seconds {way} the service's",
        "Switch on automatic time on this machine. Until then the difference is made up for where possible.",
    )


def _saved_wallets(access: Access) -> list[Check]:
    names = access.saved.names
    if not names:
        return [
            Check(
                "Saved wallets",
                "warning",
                "none",
                "Set WALLET_PORTFOLIO_WALLETS=main=<your address> to be able to say “my portfolio”.",
            )
        ]
    checks = []
    for name in names:
        try:
            wallets = access.saved.resolve([name])
        except WalletError as error:
            checks.append(Check(f"Wallet “{name}”", "bad", error.message))
        else:
            checks.append(Check(f"Wallet “{name}”", "good", ", ".join(wallet.address.short for wallet in wallets)))
    return checks
