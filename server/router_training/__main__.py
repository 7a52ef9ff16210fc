"""`python -m router_training fit` makes the weights; `python -m router_training report` says what they are worth."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from router_training.examples import examples_of
from router_training.fitting import calibrated, fit
from router_training.report import print_report
from router_training.scoring import Outcome, outcomes
from router_training.sentences import in_folds, read, training_sentences
from wallet_portfolio.intents import model as models

_FOLDS = 5
_WEIGHTS = Path(models.__file__).parent / "data" / models.FILE
_TESTS = Path(__file__).parents[2] / "tests" / "intents" / "sentences"


def main(command: str) -> None:
    """Do what the command says."""
    console = Console(width=160)
    if command == "fit":
        model = calibrated(training_sentences())
        _WEIGHTS.write_bytes(model.to_bytes())
        console.print(f"{_WEIGHTS.name}: {_WEIGHTS.stat().st_size / 1e6:.2f} MB")
    elif command == "report":
        print_report(console, f"Training sentences, each in the fold left out of {_FOLDS}", _cross_validated())
        test = list(read(sorted(_TESTS.glob("*.jsonl"))))
        print_report(console, "Test sentences, by the shipped weights", outcomes(None, test))
    else:
        sys.exit("Say fit or report.")


def _cross_validated() -> Sequence[Outcome]:
    found: list[Outcome] = []
    for kept, left_out in in_folds(training_sentences(), _FOLDS):
        found += outcomes(fit(examples_of(kept)), left_out)
    return found


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
