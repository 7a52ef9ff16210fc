"""Programs that a test needs and a machine may not have."""

import os
import shutil

import pytest


def program(name, what):
    """Where it is. Without it the last lines of the run say what was left out; a run that has to be whole fails."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        leave_out = pytest.fail if os.environ.get("CI") else pytest.skip
        leave_out(f"{name} is not installed: {what} was not tested")
    return found
