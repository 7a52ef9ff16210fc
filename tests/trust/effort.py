"""How hard properties are tried: a little with every run, and PROPERTIES_TIMES as often where that is set."""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("PROPERTIES_TIMES", "1"))


def tries(examples, **options):
    """So many examples; how long one takes says something of the machine only."""
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        **options,
    )
