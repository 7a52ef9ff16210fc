"""What the service's refusals mean: one table from its codes to ours, each with a sentence for the user.

Facts: OKX Web3 API documentation and recorded responses. Where published articles call 50011 "timestamp expired" and
50026 "rate limit" they are wrong.
"""

from enum import Enum

from wallet_portfolio.assets.errors import ErrorCode, ServiceError
from wallet_portfolio.assets.phrases import Phrase, Sayable, phrase


class Again(Enum):
    """Whether, and how, a call that failed may be tried again."""

    NEVER = "never"
    ONCE = "once"  # a network error
    BACKOFF = "backoff"  # the service is busy
    CLOCK = "clock"  # once, with the clock corrected


class CallFailed(ServiceError):
    """One request to the service failed. `again` says what trying again is worth, `too_fast` that it was the pace.

    `rejected` marks a refusal of what was asked for, rather than of who asked or when; `honeypot` the refusal to trade
    a token that can be bought but not sold.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: Sayable,
        *,
        again: Again = Again.NEVER,
        retry_after_seconds: float | None = None,
        too_fast: bool = False,
        rejected: bool = False,
        honeypot: bool = False,
    ) -> None:
        super().__init__(
            message,
            code=code,
            retryable=again is not Again.NEVER,
            retry_after_seconds=retry_after_seconds,
        )
        self.again = again
        self.too_fast = too_fast
        self.rejected = rejected
        self.honeypot = honeypot


_RATE = phrase("OKX is limiting how often this key may ask. Please try again in a few seconds.")
_BUSY = phrase("OKX is having trouble answering at the moment. Please try again in a minute.")
_QUOTA = phrase(
    "The quota of this OKX plan is used up. Check the plan in the OKX developer portal, or wait for it to renew."
)
_CLOCK = phrase("The clock of this machine is off by more than OKX allows. Set it to the right time and try again.")
_KEY = phrase(
    "OKX does not accept this API key. Check the key, that it is a Web3 API key, and that it was not deleted."
)
_WRONG_PHRASE = phrase(
    "OKX does not accept the passphrase. Check the passphrase that was chosen when the API key was made."
)
_UNUSABLE = phrase("The API key or the passphrase holds a character that neither can have. Copy both again from OKX.")
_SIGNATURE = phrase("OKX does not accept the signature. Check that the secret key belongs to this API key.")
_ADDRESS_LIST = phrase("This API key may only be used from certain IP addresses. Add this machine's to the key's list.")
_FROZEN = phrase("This OKX API key is frozen. Look at its state in the OKX developer portal.")
_REGION = phrase("OKX does not serve this region, or this key has no access to the service from here.")
_PARAMETER = phrase("OKX did not understand what was asked for. Check the address, the network and the token.")
_CHAIN = phrase("OKX does not support this network or token for this question.")
_CONTRACT = phrase("OKX does not know this token address on this network.")
_LIQUIDITY = phrase("No market on this network offers this trade at the moment. Try another amount, token or network.")
_GONE = phrase("OKX does not offer this question any more. Please update this program.")
_UNCLEAR = phrase("OKX answered in a way that cannot be understood. Please try again later.")
_HONEYPOT = phrase("This token is a honeypot: it can be bought but not sold, so it is not traded.")

_HONEYPOT_CODE = "82120"
_AUTH: ErrorCode = "auth_failed"
_TABLE: dict[str, tuple[ErrorCode, Phrase, Again]] = {
    **dict.fromkeys(("50011", "50061"), ("rate_limited", _RATE, Again.BACKOFF)),
    **dict.fromkeys(("50001", "50004", "50013", "50026"), ("upstream_unavailable", _BUSY, Again.BACKOFF)),
    "50102": ("clock_skew", _CLOCK, Again.CLOCK),
    "50112": ("clock_skew", _CLOCK, Again.NEVER),
    **dict.fromkeys(("50103", "50111", "50119", "50101"), (_AUTH, _KEY, Again.NEVER)),
    **dict.fromkeys(("50104", "50105"), (_AUTH, _WRONG_PHRASE, Again.NEVER)),
    **dict.fromkeys(("50106", "50107", "50113"), (_AUTH, _SIGNATURE, Again.NEVER)),
    "50110": (_AUTH, _ADDRESS_LIST, Again.NEVER),
    "50114": (_AUTH, _KEY, Again.NEVER),
    **dict.fromkeys(("50037", "50038", "81104", "82105"), ("unsupported_chain", _CHAIN, Again.NEVER)),
    **dict.fromkeys(("50043", "50100"), (_AUTH, _FROZEN, Again.NEVER)),
    "50125": ("region_blocked", _REGION, Again.NEVER),
    "50030": ("quota_exhausted", _QUOTA, Again.NEVER),
    **dict.fromkeys(
        ("50000", "50002", "50006", "50014", "50015", "50016", "50036", "51000", "81001"),
        ("invalid_input", _PARAMETER, Again.NEVER),
    ),
    **dict.fromkeys(("81151", "81157", "84019"), ("invalid_address", _CONTRACT, Again.NEVER)),
    **dict.fromkeys(("82000", "82104", "82112", "82116"), ("no_route", _LIQUIDITY, Again.NEVER)),
    _HONEYPOT_CODE: ("no_route", _HONEYPOT, Again.NEVER),
    "50404": ("bad_response", _GONE, Again.NEVER),
}
_REJECTIONS = frozenset({"invalid_input", "invalid_address", "unsupported_chain"})
_REGION_CODE = "80001"


def failure_of_code(
    service_code: str, service_text: str, status: int, retry_after_seconds: float | None = None
) -> CallFailed:
    """What a readable refusal means. The service's own text is a stranger's and is never shown."""
    if service_code == _REGION_CODE and "region" in service_text.casefold():
        return CallFailed("region_blocked", _REGION)
    if service_code in _TABLE:
        code, sentence, again = _TABLE[service_code]
        return CallFailed(
            code,
            sentence,
            again=again,
            retry_after_seconds=retry_after_seconds,
            too_fast=code == "rate_limited",
            rejected=code in _REJECTIONS,
            honeypot=service_code == _HONEYPOT_CODE,
        )
    if status >= 400:
        return failure_of_status(status, retry_after_seconds)
    return CallFailed("bad_response", phrase("OKX refused the question for a reason that is not known here."))


def failure_of_status(status: int, retry_after_seconds: float | None = None) -> CallFailed:
    """What an answer without a readable body means, by its HTTP status."""
    if status == 429:
        return CallFailed(
            "rate_limited", _RATE, again=Again.BACKOFF, retry_after_seconds=retry_after_seconds, too_fast=True
        )
    if status >= 500:
        return CallFailed("upstream_unavailable", _BUSY, again=Again.BACKOFF, retry_after_seconds=retry_after_seconds)
    if status == 402:
        return CallFailed("quota_exhausted", _QUOTA)
    if status == 401:
        return CallFailed("auth_failed", _KEY)
    if status in {403, 451}:
        return CallFailed("region_blocked", _REGION)
    if 300 <= status < 400:
        return CallFailed(
            "bad_response",
            phrase(
                "OKX sent the request elsewhere, which is not followed. Check the address of the service in the "
                "settings."
            ),
        )
    return CallFailed("bad_response", _UNCLEAR)


def unreachable() -> CallFailed:
    """No connection, or one that broke off."""
    return CallFailed(
        "upstream_unavailable",
        phrase("OKX could not be reached, or the connection broke off. Check the internet connection and try again."),
        again=Again.ONCE,
    )


def too_slow() -> CallFailed:
    """No answer within the time allowed for one request."""
    return CallFailed("timeout", phrase("OKX took too long to answer. Please try again in a minute."), again=Again.ONCE)


def out_of_time() -> CallFailed:
    """The time for the whole answer is used up."""
    return CallFailed(
        "timeout",
        phrase("There was not enough time to ask everything. Ask for fewer networks or wallets at a time."),
    )


def no_market() -> CallFailed:
    """A trade that no market offers."""
    return CallFailed("no_route", _LIQUIDITY)


def not_askable() -> CallFailed:
    """What was asked for cannot be put on a request line."""
    return CallFailed("invalid_input", _PARAMETER, rejected=True)


def unusable_key() -> CallFailed:
    """A key or passphrase that cannot be put into a header."""
    return CallFailed(_AUTH, _UNUSABLE)


def not_understood() -> CallFailed:
    """An answer that is not what the service promises."""
    return CallFailed("bad_response", _UNCLEAR)
