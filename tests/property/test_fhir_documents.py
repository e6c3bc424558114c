"""Whatever is shared, the document is valid FHIR R4, whole in itself, and comes back from its stored form alike."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fhir import EVERYTHING
from unknot.exchange import (
    Agreement,
    Answered,
    Complaint,
    Measured,
    PaintedOn,
    Planned,
    Question,
    Reacted,
    Section,
    Session,
    Shared,
    check_bundle,
    load_exchange_data,
    make_bundle,
)
from unknot.measure import load_measure_data

texts = st.text(st.characters(codec="utf-8"), max_size=12)
moments = st.datetimes(timezones=st.just(UTC))
pain = st.none() | st.integers(0, 10)
options = st.lists(st.tuples(st.just("a"), texts), min_size=1, max_size=2).map(tuple)


def some(one):
    return st.lists(one, max_size=3, unique=True).map(tuple)


def answered(kind, given, **more):
    question = st.builds(Question, id=st.just("q"), text=texts, type=st.just(kind), **more)
    return st.builds(Answered, question=question, given=given)


answers = st.one_of(
    answered("integer", st.integers(0, 120)),
    answered("decimal", st.floats(0, 10)),
    answered("string", texts),
    answered("choice", options, options=options),
)
many_answers = some(answers)
measured = st.builds(
    Measured,
    id=st.uuids(),
    instrument=st.sampled_from(sorted(load_measure_data().instruments)),
    name=texts,
    at=moments,
    score=st.floats(-1e6, 1e6),
    unit=st.sampled_from(["", "cm", "kPa", "degree", "percent"]),
    where=texts,
    answers=many_answers,
)
sessions = st.builds(
    Session, id=st.uuids(), began_at=moments, ended_at=moments, pressed=some(texts),
    is_complete=st.booleans(), pain_before=pain, pain_after=pain,
)  # fmt: skip
reactions = st.builds(
    Reacted, id=st.uuids(), session=st.uuids(), at=moments, after_h=st.integers(1, 99),
    events=some(texts),
)  # fmt: skip
records = st.builds(
    Shared,
    id=st.uuids(),
    person=st.uuids(),
    made_at=moments,
    language=st.just("en"),
    knowledge_version=st.just("1"),
    title=texts,
    about=texts,
    sections=st.just(EVERYTHING.sections),
    name=texts,
    recipient=texts,
    question=texts,
    answered_at=st.none() | moments,
    answers=many_answers,
    complaint=st.none()
    | st.builds(Complaint, id=st.just("low_back"), text=texts, is_chronic=st.booleans(), at=moments),
    painted=st.none()
    | st.builds(
        PaintedOn,
        id=st.uuids(),
        at=moments,
        places=some(st.tuples(texts, st.none() | st.floats(0, 10))),
        extent_percent=st.floats(0, 100),
    ),
    measured=some(measured),
    sessions=some(sessions),
    reactions=some(reactions),
    plan=st.none() | st.builds(Planned, id=st.uuids(), made_at=moments, steps=some(texts)),
    agreements=some(
        st.builds(
            Agreement,
            id=st.uuids(),
            at=moments,
            statement=texts,
            until=st.none() | st.dates(),
            is_withdrawn=st.booleans(),
            giver=texts,
        )
    ),
)


@settings(max_examples=25)
@given(records, st.sets(st.sampled_from(sorted(load_exchange_data().systems))))
def test_any_record_makes_a_valid_document(shared, off):
    bundle = make_bundle(shared, off)

    check_bundle(bundle)
    assert make_bundle(Shared.model_validate_json(shared.model_dump_json()), off) == bundle


def test_section_with_no_lines_says_that_there_is_nothing_else():
    empty = (Section(id="who", title="", lines=()),)

    bundle = make_bundle(EVERYTHING.model_copy(update={"sections": empty}))

    check_bundle(bundle)
    assert "Nothing else." in bundle["entry"][0]["resource"]["section"][0]["text"]["div"]
