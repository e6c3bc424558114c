"""Many made-up requests to every address of the API; already to make their first ones up takes seconds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.web.test_api import WRITTEN, open_to_all, try_out
from tests.web.test_api import ana_with_records as ana_with_records
from tests.web.test_api import one_connection as one_connection
from tests.web.test_api import script as script


@pytest.mark.slow
@open_to_all(WRITTEN).parametrize()
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_none_of_many_requests_breaks_it(case, script, ana_with_records):
    try_out(case, script, ana_with_records)
