"""What the program logs as an error is a crash that it caught."""

import logging
from contextlib import contextmanager


class _Ears(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.heard = []

    def emit(self, record):
        if not record.name.startswith("uvicorn"):
            self.heard.append(f"{record.getMessage()} {record.exc_info}")


@contextmanager
def listening():
    """The list of such errors, as they are logged."""
    ears = _Ears()
    logging.getLogger().addHandler(ears)
    try:
        yield ears.heard
    finally:
        logging.getLogger().removeHandler(ears)
