"""What a cell of the fault matrix may end in."""

from wallet_portfolio.tools import tool

_OF_THE_MOMENT = {"as_of", "next_cursor", "summary", "notices", "next_steps"}


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
    if answer["status"] == "ok" and not (the.figures or same(figures_of(answer), good)):
        return [f"not what is right, and nothing is said: {answer['summary']} {answer['notices']}"]
    return []


def _error(answer, strike, the):
    if answer["summary"] == str(tool._OWN_FAULT):
        yield "a crash"
    if answer["error"]["code"] not in the.codes:
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


def same(told, good):
    """Equal, but for whether a token is verified where that is said not to be known."""
    if isinstance(told, dict):
        return all(same(told[name], good[name]) for name in good if (name, told[name]) != ("verified", None))
    if isinstance(told, list):
        return len(told) == len(good) and all(map(same, told, good))
    return told == good


def _but_for_the_verdict(answer):
    moot = {"status", "verdict", "reasons", "transactions", "missing", "question"}
    return {name: value for name, value in figures_of(answer).items() if name not in moot}
