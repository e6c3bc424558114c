"""Does massage help me? A comparison on one's own body: declared, led day by day, answered at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from unknot.measure import load_measure_data
from unknot.measure.own_comparison import arm_of
from unknot_app.actions.charts import DESK, PHONE, Chart, Mark, can_draw_charts, draw
from unknot_app.actions.comparing import (
    PAIRS,
    Comparing,
    NoComparisonNow,
    begin_comparison,
    comparison_of,
    comparisons_over,
    go_on_comparing,
    is_fresh,
    stop_comparison,
)
from unknot_app.actions.comparison_in_words import (
    ARMS,
    OUTCOMES,
    TO_DO,
    TODAY,
    WHAT,
    bounds_of,
    difference_of,
    headline_of,
    repeats_of,
    why_of,
)
from unknot_app.actions.evidence_in_words import claim_of_complaint
from unknot_app.actions.measuring import PAIN, complaint_of
from unknot_app.actions.sentences import Sentence
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.measure.motion import page_methods
from unknot_app.records.models import Comparison

USUAL_OUTCOME = "average"
LABELS_AT_MOST = 4


@page_methods
def comparison(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show where the comparison stands; declare, end or prolong it."""
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    known = comparison_of(standing)
    if request.method == "POST":
        choose(request, person)
        return _change(request, standing, known)
    if known is None or (known.state == "over" and "new" in request.GET):
        return _show_form(request, standing)
    if known.state == "over":
        return _show_answer(request, standing, known)
    return _show_today(request, standing, known)


def _change(request: HttpRequest, standing: Standing, known: Comparing | None) -> HttpResponse:
    sent = request.POST
    address = reverse("measure:comparison", args=[standing.person.id])
    try:
        if sent.get("do") == "stop":
            stop_comparison(standing)
        elif sent.get("do") == "go_on":
            go_on_comparing(standing)
        else:
            what, primary = sent.get("what"), sent.get("primary")
            if what not in Comparison.What.values or primary not in OUTCOMES:
                return _show_form(request, standing, is_open=True)
            begin_comparison(standing, what, primary, [name for name in OUTCOMES if name in sent.getlist("beside")])
    except NoComparisonNow:
        return see_other(address)  # sent twice, or from an older page: it shows how things stand
    return see_other(address)


def _show_form(request: HttpRequest, standing: Standing, *, is_open: bool = False) -> HttpResponse:
    rule, earlier = load_measure_data().own_comparison, comparisons_over(standing)
    sent = request.POST
    context = {
        "person": standing.person,
        "is_allowed": standing.is_allowed,
        "kinds": WHAT.items(),
        "outcomes": OUTCOMES.items(),
        "what": sent.get("what", ""),
        "primary": sent.get("primary", USUAL_OUTCOME),
        "beside": sent.getlist("beside"),
        "weeks": 2 * PAIRS * rule.period_days // 7,
        "weeks_each": rule.period_days // 7,
        "left_out": rule.left_out_days,
        "rule": rule,
        "is_open": is_open,
        "is_fresh": is_fresh(standing),
        "claim": claim_of_complaint(complaint_of(standing.person), standing.answers.get("pain_duration")),
        "earlier": _told(earlier),
        "repeated": repeats_of(len(earlier) + 1, is_declared=False),
    }
    return render(request, "measure/comparison.html", context, status=422 if is_open else 200)


def _show_today(request: HttpRequest, standing: Standing, known: Comparing) -> HttpResponse:
    assert known.arm  # it is not over
    context = {
        "person": standing.person,
        "known": known,
        "is_stopped": known.state == "stopped_by_answers",
        "is_waiting": known.state == "waits_for_answers",
        "what": WHAT[known.stored.what],
        "today": TODAY[known.stored.what, known.arm],
        "to_do": TO_DO[known.stored.what, known.arm],
        "has_session": known.arm == "with" or known.stored.what == Comparison.What.PRESSURE,
        "outcome": OUTCOMES[known.stored.primary],
        "beside": [OUTCOMES[name] for name in known.stored.beside],
        "week": known.day // 7 + 1,
    }
    return render(request, "measure/comparison_today.html", context)


def _show_answer(request: HttpRequest, standing: Standing, known: Comparing) -> HttpResponse:
    over = comparisons_over(standing)
    context = {
        "person": standing.person,
        "known": known,
        "earlier": _told(over[1:]),
        "repeated": repeats_of(len(over), is_declared=True),
        "is_allowed": standing.is_allowed,
        "what": WHAT[known.stored.what],
        "headline": headline_of(known),
        "why": why_of(known),
        "outcome": OUTCOMES[known.stored.primary],
        "beside": _beside(known),
        "periods": [(one, ARMS[known.stored.what, one.arm]) for one in known.periods],
        "chart": _charts(known),
        "rule": load_measure_data().own_comparison,
    }
    return render(request, "measure/comparison_answer.html", context)


def _told(over: Sequence[Comparing]) -> list[tuple[date, str, Sentence]]:
    """Return since when, what was compared, and what came of it."""
    return [(one.stored.begun_on, WHAT[one.stored.what], headline_of(one)) for one in over]


def _beside(known: Comparing) -> list[tuple[Any, Any]]:
    """Return the outcomes that were to be shown beside, as far as there is anything to say of them."""
    told = ((name, known.answers[name]) for name in known.stored.beside)
    return [(difference_of(known, name), bounds_of(answer)) for name, answer in told if answer.effect is not None]


def _charts(known: Comparing) -> tuple[str, str] | None:
    """Return the days, the mean of each period, and the days of the treatment, for a desk and for a phone."""
    days, length = known.scores[known.stored.primary], load_measure_data().own_comparison.period_days
    if not can_draw_charts() or not days:
        return None
    periods = known.periods
    middles = [(one.number - 0.5) * length for one in periods]
    last = len(periods) * length - 1
    treated = [day for day in range(last + 1) if arm_of(known.order, day) == "with"]
    low, high = load_measure_data().instruments[PAIN].range
    starts = periods[:: -(-len(periods) // LABELS_AT_MOST)]
    chart = Chart(
        low=low,
        high=high,
        runs=(
            tuple(
                Mark(middle, one.mean) for one, middle in zip(periods, middles, strict=True) if one.mean is not None
            ),
        ),
        dots=tuple(Mark(day, score) for day, score in sorted(days.items()) if day <= last),
        sessions=tuple(float(day) for day in treated),
        until=last,
        days={(one.number - 1) * length: date_format(one.starts, "j M") for one in starts},
    )
    return draw(chart, DESK), draw(chart, PHONE)
