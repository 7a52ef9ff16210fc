"""Secrets that are easily found again, and every place on a machine where they must not turn up."""

import base64
import logging
import traceback
from dataclasses import fields, is_dataclass

SECRETS = {
    "OKX_API_KEY": "canarykey1f2e7a90",
    "OKX_SECRET_KEY": "canarysecret3d4c55b1",
    "OKX_PASSPHRASE": "canaryphrase5b6a0c3e",
    "WALLET_PORTFOLIO_HTTP_TOKEN": "canarytoken8e9f1d27",
    "WALLET_PORTFOLIO_HTTP_STATE_KEY": "canarystatekey2b7d94e6f0a1c853d7",
}
CREDENTIALS = {
    "api_key": SECRETS["OKX_API_KEY"],
    "secret_key": SECRETS["OKX_SECRET_KEY"],
    "passphrase": SECRETS["OKX_PASSPHRASE"],
}
IN_THE_FILE = ("OKX_PASSPHRASE", "WALLET_PORTFOLIO_HTTP_TOKEN")


def forms(secret):
    """As it is, and as it may be spelled on its way out."""
    raw = secret.encode()
    stripped = [base64.b64encode(b"x" * pad + raw).decode()[4 if pad else 0 : -4] for pad in range(3)]
    return {secret, secret.upper(), secret[::-1], raw.hex(), *stripped}


def leaks(said, also=()):
    """Which of the secrets are in a text, in bytes or among several of them."""
    if isinstance(said, bytes):
        said = said.decode("latin-1")
    elif not isinstance(said, str):
        said = "\n".join({line for text in set(said) for line in text.splitlines()})  # tracebacks repeat themselves
    known = {name: forms(secret) for name, secret in SECRETS.items()} | {"a signature": set(also)}
    return [name for name, spelled in known.items() if any(form in said for form in spelled)]


class Machine:
    """A home, the folders around it and a working directory, watched for what is written there."""

    def __init__(self, folder, in_the_file=IN_THE_FILE):
        self.folder = folder
        self.settings = folder / "config" / "wallet-portfolio" / "config.toml"
        self.settings.parent.mkdir(parents=True)
        self.settings.write_text("".join(f'{name.lower()} = "{SECRETS[name]}"\n' for name in in_the_file))
        self._before = self.settings.read_bytes()
        self.work = folder / "work"
        for name in ("home", "work", "tmp"):
            (folder / name).mkdir()

    def environment(self, **others):
        kept = {name: value for name, value in SECRETS.items() if name not in IN_THE_FILE}
        places = {f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in ("CONFIG", "CACHE", "DATA", "STATE")}
        return {"HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"), **places, **kept, **others}

    def check_files(self):
        """The settings are as they were, and in no other file is a secret."""
        assert self.settings.read_bytes() == self._before
        for file in self.folder.rglob("*"):
            assert leaks(str(file.relative_to(self.folder))) == []
            if file.is_file() and file != self.settings:
                assert leaks(file.read_bytes()) == [], file


class Ears(logging.Handler):
    """Everything that any library logs, formatted with its traceback."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.heard = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record):
        self.heard.append(self.format(record) + repr(record.args))


def everything_of(error):
    """Texts, reprs and tracebacks with the values of all locals, of an error and of all it came from, told or not."""
    seen, said, waiting = set(), [], [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        told = traceback.TracebackException.from_exception(one, capture_locals=True)
        said += [str(one), repr(one), repr(one.args), repr(vars(one)), "".join(told.format(chain=False))]
        waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return said


def everything_in(thing):
    """The repr of each object of the project that can be reached from one, and of what it holds."""
    seen, said, waiting = {}, set(), [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one  # kept, or its id would be given to another
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        else:
            said.add(repr(one))
            if type(one).__module__.startswith(("wallet_portfolio", "httpx", "cachetools")):
                waiting += held_by(one)
    return sorted(said)


def held_by(thing):
    names = [field.name for field in fields(thing)] if is_dataclass(thing) else [*getattr(thing, "__dict__", ())]
    return [getattr(thing, name, None) for name in names]
