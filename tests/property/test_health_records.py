"""Whatever stands in a file, it is read or refused in one sentence, and what is not said is never an answer."""

from __future__ import annotations

import contextlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.test_health_records import PATIENT, allergy, condition, file_of, medicine
from unknot.errors import BadInput
from unknot.exchange import read_health_record, understand
from unknot.screen import load_screen_data

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
    max_leaves=6,
)
FIELDS = ("code", "status", "subject", "patient", "clinicalStatus", "medicationReference", "name", "coding", "id")
MEDICATION = {"resourceType": "Medication"}
resources = st.builds(
    lambda resource, changed: {**resource, **changed},
    st.sampled_from([PATIENT, condition("Cancer"), medicine("Warfarin"), allergy("Latex"), MEDICATION]),
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=1),
)
of_bundle = st.dictionaries(st.sampled_from(("entry", "type", "link")), values, max_size=1)


@settings(max_examples=60)
@given(st.lists(resources | values, max_size=3), of_bundle)
def test_a_file_is_read_or_refused(entries, more):
    with contextlib.suppress(BadInput):
        found = understand(read_health_record(file_of(*entries, **more)))
        assert {one.item for one in found.suggestions} <= set(load_screen_data().items)
        assert all(one.said for one in found.suggestions)


@settings(max_examples=60)
@given(st.binary(max_size=60) | values.map(lambda one: json.dumps(one).encode()))
def test_bytes_that_are_no_record_are_refused(content):
    with contextlib.suppress(BadInput):
        read_health_record(content)
        raise AssertionError("was read")
