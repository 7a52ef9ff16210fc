"""What a cell of the fault matrix may end in."""

from wallet_portfolio.tools import tool

# Without the list of networks the built-in one is asked about, and this small service knows few of these.
_CODES_BY_PATH = {"/api/v6/dex/balance/supported/chain": frozenset({"unsupported_chain"})}
_OF_THE_MOMENT = {"as_of", "next_cursor", "summary", "notices", "next_steps"}
# Part of what is said where the service does not tell which tokens of a name are genuine.
UNKNOWN = "could not be looked up"


def figures_of(answer):
    return {name: value for name, value in answer.items() if name not in _OF_THE_MOMENT} | {
        "answer": figures_of(answer["answer"]) if answer.get("answer") else None
    }


def ended_badly(answer, good, strike, the):
    """What is wrong with how it ended, one line for each. That the figures are those delivered is not told here."""
    if answer["status"] == "error":
        return _error(answer, strike, the)
    if answer["status"] in {"ok", "needs_input"} and _of_swap(answer).get("verdict") == "warning":
        return _swap_to_read_of(answer, good, the)
    if answer["status"] == "needs_input":
        return [f"a question that the fault put: {answer['summary']}"]
    if answer["status"] == "ok" and not (the.figures or _same(figures_of(answer), good) or said_unknown(answer)):
        return [f"not what is right, and nothing is said: {answer['summary']} {answer['notices']}"]
    return []


def said_unknown(answer):
    """Which tokens of one name are genuine is not known, all of them are listed, and that is said."""
    return any(UNKNOWN in notice for notice in answer["notices"])


def _error(answer, strike, the):
    if answer["summary"] == str(tool._OWN_FAULT):
        yield "a crash"
    if answer["error"]["code"] not in the.codes | _CODES_BY_PATH.get(strike.key[1], frozenset()):
        yield f"{answer['error']['code']}: {answer['summary']}"
    if the.passes and not strike.for_good:
        yield f"was worth trying again: {answer['summary']}"


def _swap_to_read_of(answer, good, the):
    """One that cannot be looked at from all sides has reasons to be read first, and is not prepared before."""
    if answer.get("transactions") or not answer["reasons"]:
        yield f"goes on in spite of {answer['reasons']}"
    if not the.figures and _but_for_the_verdict(answer) != _but_for_the_verdict(good):
        yield f"not the figures that are right: {answer['summary']}"


def _of_swap(answer):
    return answer.get("answer") or answer


def _same(told, good):
    """Equal, but for whether a token is verified where that is said not to be known."""
    if isinstance(told, dict):
        return all(_same(told[name], good[name]) for name in good if (name, told[name]) != ("verified", None))
    if isinstance(told, list):
        return len(told) == len(good) and all(map(_same, told, good))
    return told == good


def _but_for_the_verdict(answer):
    moot = {"status", "verdict", "reasons", "transactions", "missing", "question"}
    return {name: value for name, value in figures_of(answer).items() if name not in moot}
