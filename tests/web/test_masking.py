"""Private answers stay masked on every page of the way, until somebody asks to see just them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.reading import in_one_line
from tests.web.test_interview import finish
from tests.web.test_result import ready as ready
from unknot.screen import load_screen_data
from unknot_app.actions.outcome import is_private
from unknot_app.actions.persons_plan import plan_for
from unknot_app.actions.standing import standing_of

WISHED = {"minutes": "20", "at_hand": ["hands", "ball_soft"], "where": "anywhere", "floor_alone": "yes"}
PAGES = (
    "screening:outcome",
    "screening:changes",
    "result:result",
    "plan:plan",
    "plan:print",
    "plan:wishes",
    "plan:week",
    "consent:consent",
    "refer:letters",
)
ASKED_TO_SHOW = re.compile(r"<details[^>]*><summary>A private answer.*?</details>", re.DOTALL)


@pytest.fixture
def careful(client, ready, ana):
    """Return what the rules are called that only private answers made fire, for somebody who may have a session."""
    known = {"sexual_since": "over_6_weeks", "sexual_worse": "no", "sexual_examined": "yes"}
    ready.send("private_sexual", sexual_change="yes", **known)
    untouched = {"touch_hard_for_me": "yes", "no_touch_regions": ["buttock"]}
    ready.send("health_skin_feeling", item=["touch_hard_for_me"], **untouched)
    finish(ready)
    client.post(reverse("plan:wishes", args=[ana.id]), WISHED)
    planned = plan_for(standing_of(ana, timezone.now()))
    assert planned
    clearance = planned.plan.clearance
    data = load_screen_data()
    flags = [data.red_flags[rule].title for rule in clearance.red_flags if is_private(rule, clearance.answers)]
    rules = [
        data.contraindications[rule].name
        for rule in clearance.contraindications
        if is_private(rule, clearance.answers)
    ]
    return flags + rules


def test_no_page_names_what_only_private_answers_opened(client, careful, ana):
    assert careful == ["A long-known change of sexual function", "Places you do not want touched"]
    for page in PAGES:
        answer = client.get(reverse(page, args=[ana.id]))
        assert answer.status_code == 200, page
        shown = ASKED_TO_SHOW.sub("", in_one_line(answer.text))
        assert [name for name in careful if name in shown] == [], page

    assert (
        "a private answer of yours speaks against it" in client.get(reverse("plan:plan", args=[ana.id])).text.lower()
    )
