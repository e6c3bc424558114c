"""How many examples the property tests try: few and the same each time, or many when somebody asks for them.

`HYPOTHESIS_PROFILE=thorough` (as `make test-all` sets it) tries many new examples and prints how to repeat a failure.
Without it, every run tries the same moderate number, so that a red test is red for everybody, and does not look for
a smaller case that fails, which may take minutes; a thorough run does.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

# The first example of a process reads the data files, and complete answers hold some hundred values.
SLOW_TO_START = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

settings.register_profile(
    "moderate",
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=SLOW_TO_START,
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=SLOW_TO_START
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "moderate"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a group in one process: pytest-xdist 3.8 marks them where pytest 9.2 no longer looks."""
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        group = item.get_closest_marker("xdist_group")
        if group and not item.nodeid.endswith(f"@{group.args[0]}"):
            item._id = f"{item.nodeid}@{group.args[0]}"  # type: ignore[assignment]
