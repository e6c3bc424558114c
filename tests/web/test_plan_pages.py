"""Wishes and the plan on their pages: made within the limits, kept, and shown only while what is behind it holds."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.test_interview import finish
from tests.web.test_result import found_for, paint
from tests.web.test_result import ready as ready
from unknot.plan import step_key
from unknot.screen import read_answers
from unknot_app.actions import persons_plan
from unknot_app.actions.estimating import key_of
from unknot_app.actions.next_step import next_step_of
from unknot_app.actions.outcome import is_private
from unknot_app.actions.persons_plan import UPRIGHT, NoPlanNow, Wished, make_plan, plan_for
from unknot_app.actions.planning import plan_session
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Result

WISHED = {"minutes": "20", "at_hand": ["hands", "ball_soft"], "where": "anywhere", "floor_alone": "yes"}


@pytest.fixture
def wishes(ana):
    return reverse("plan:wishes", args=[ana.id])


@pytest.fixture
def plan(ana):
    return reverse("plan:plan", args=[ana.id])


@pytest.fixture
def planned(client, ready, wishes):
    client.post(wishes, WISHED)
    return ready


def plans(person):
    return Result.objects.filter(person=person, kind=Result.Kind.PLAN)


def current(person):
    return plan_for(standing_of(person, timezone.now()))


def age(screening, **by):
    screening.fresh_since -= timedelta(**by)
    screening.save()


def test_the_question_about_the_floor_is_asked_with_the_wishes_and_kept_with_the_answers(client, ready, ana, wishes):
    open_one = client.post(wishes, {**WISHED, "floor_alone": ""})
    client.post(wishes, {**WISHED, "floor_alone": "unsure"})

    assert open_one.status_code == 422
    assert "Can you get down to the floor" in open_one.text
    assert standing_of(ana, timezone.now()).answers["floor_alone"] == "unsure"
    assert "floor" in current(ana).plan.clearance.limits.avoid_surfaces


def test_wishes_make_a_plan_and_lead_to_it(client, ready, ana, wishes, plan):
    response = client.post(wishes, WISHED)

    assert (response.status_code, response.url) == (303, plan)
    page = client.get(plan).text
    made = current(ana).plan
    assert f"Your plan: {round(made.total_s / 60)} minutes, {len(made.steps)} steps." in page
    assert page.count('<li class="step"') == len(made.steps)


def test_the_stored_input_gives_the_stored_plan_again(client, planned, ana):
    stored = plans(ana).get()

    again = plan_session(stored.input, date.max)

    assert stored.output == again.model_dump(mode="json", by_alias=True)


def test_the_plan_rests_on_the_estimate_that_was_shown(client, planned, ana):
    kept = Result.objects.get(person=ana, kind=Result.Kind.ESTIMATE)

    assert plans(ana).get().output["estimate"] == kept.output


def test_wishes_are_remembered(client, ready, ana, wishes):
    client.post(
        wishes, {"minutes": "10", "at_hand": ["hands", "hook_tool"], "where": "upright", "floor_alone": "yes"}
    )

    page = client.get(wishes).text

    assert 'value="10" checked' in page
    assert 'value="hook_tool" checked' in page
    assert 'value="upright" checked' in page
    assert plans(ana).get().input["positions"] == list(UPRIGHT)


def test_every_step_has_its_reason_and_its_source(client, planned, plan):
    page = client.get(plan).text

    assert page.count("Why this?") == page.count('<li class="step"')
    assert "Read in the source:" in page or "General knowledge, not checked:" in page
    assert "When to stop" in page
    assert "Next session from" in page


def test_with_nothing_to_press_with_it_asks_again(client, ready, ana, wishes):
    response = client.post(wishes, {"minutes": "20"})

    assert response.status_code == 422
    assert "Hands are enough" in response.text
    assert not plans(ana)


@pytest.mark.parametrize(
    "sent", [{"minutes": "99999"}, {"minutes": "x", "where": "moon"}, {"at_hand": ["elbow", "axe"]}]
)
def test_what_is_not_on_the_page_is_passed_over(client, ready, ana, wishes, sent):
    client.post(wishes, {"at_hand": ["hands"], "floor_alone": "yes", **sent})

    assert plans(ana).count() == ("at_hand" not in sent)


def test_no_plan_on_answers_of_another_day(client, planned, ana, wishes, plan):
    age(planned.stored, days=1, minutes=1)

    for place in (wishes, plan):
        assert client.get(place).url == reverse("screening:changes", args=[ana.id])
    client.post(wishes, WISHED)
    assert plans(ana).count() == 1
    with pytest.raises(NoPlanNow):
        make_plan(ana, Wished(), timezone.now())


def test_a_plan_made_before_an_answer_changed_is_not_shown_any_more(client, planned, ana, plan, wishes):
    planned.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    finish(planned)

    assert client.get(plan).url == wishes
    client.post(wishes, WISHED)
    assert "Blood thinner" in client.get(plan).text


def test_an_interview_that_was_opened_again_hides_the_plan(client, planned, ana, plan):
    planned.send("health_medicines", "save", item=["blood_heart"])

    assert client.get(plan).url == reverse("screening:resume", args=[ana.id])


def test_a_danger_sign_hides_the_plan(client, planned, ana, plan):
    planned.send("danger_heart_stroke", "next", item=["chest_pain"])

    assert client.get(plan).url == reverse("screening:outcome", args=[ana.id])


def test_another_drawing_another_check_or_other_facts_hide_the_plan(client, planned, ana, plan, wishes, monkeypatch):
    check = key_of(found_for(ana).next_check)
    client.post(reverse("result:result", args=[ana.id]), {"check": check, "answer": "yes"})
    assert client.get(plan).url == wishes

    client.post(wishes, WISHED)
    assert current(ana)
    paint(ana, "lumbar_lower_paraspinal", side="left")
    finish(planned)
    assert client.get(plan).url == wishes

    client.post(wishes, WISHED)
    assert current(ana)
    monkeypatch.setattr(persons_plan, "knowledge_version", lambda: "other facts")
    assert client.get(plan).url == wishes


def test_a_drawing_that_shows_more_than_the_answers_name_is_confirmed_once_more(client, planned, ana, plan, wishes):
    planned.send("where_it_hurts", pain_regions=["low_back"], pain_now="5")
    finish(planned)
    check = reverse("drawing:check", args=[ana.id])

    assert client.get(plan).url == client.get(wishes).url == check
    assert next_step_of(standing_of(ana, timezone.now())) == "paint"

    paint(ana)
    finish(planned)
    assert client.get(wishes).status_code == 200


def test_what_a_private_answer_changes_is_shown_only_when_asked_for():
    answers = read_answers({"touch_hard_for_me": "yes", "medicines": ["blood_thinner"]}, date(2026, 11, 22))

    assert is_private("no_touch", answers)
    assert not is_private("blood_thinner", answers)


def test_when_nothing_may_be_pressed_it_says_what_is_left_and_why(client, cards, ana, wishes, plan):
    cards.about_ana()
    finish(cards)
    paint(ana, "thigh_front_upper")
    finish(cards)
    make_plan(ana, Wished(applicators=("heat_pack",)), timezone.now())

    page = client.get(plan).text

    assert "With today’s limits no pressing is left." in page
    assert "What is left:" in page
    assert "slow breathing" in page
    assert "Why nothing is pressed" in page


def test_somebody_elses_plan_is_not_found(client, charlies_friend):
    for name in ("plan:wishes", "plan:plan", "plan:print"):
        address = reverse(name, args=[charlies_friend.id])
        assert client.get(address).status_code == 404
        assert client.post(address, WISHED).status_code in (404, 405)


def test_the_next_step_leads_along_the_whole_way(client, cards, ana, wishes):
    def following():
        return next_step_of(standing_of(ana, timezone.now()))

    assert following() == "carry_on"
    cards.about_ana()
    finish(cards)
    assert following() == "paint"
    assert reverse("drawing:paint", args=[ana.id]) in client.get(reverse("home:start")).text
    assert reverse("drawing:paint", args=[ana.id]) in client.get(reverse("screening:outcome", args=[ana.id])).text
    paint(ana)
    finish(cards)
    assert following() == "result"
    assert reverse("result:result", args=[ana.id]) in client.get(reverse("home:start")).text
    assert reverse("result:result", args=[ana.id]) in client.get(reverse("screening:outcome", args=[ana.id])).text
    client.post(wishes, WISHED)
    assert following() == "plan"
    assert "Your plan of today" in client.get(reverse("home:start")).text
    age(cards.stored, days=2)
    assert following() == "ask_again"
    home = client.get(reverse("home:start")).text
    assert "Your last plan was made on" in home
    assert "Your drawing and your wishes are kept." in home
    assert home.count('class="button"') == 1


def first_spot(person):
    return next(step for step in current(person).plan.steps if step.kind == "press")


def change(client, person, plan, do, key=None, seen=None):
    planned = current(person)
    return client.post(
        plan,
        {"plan": seen or str(planned.result.id), "step": key or step_key(first_spot(person)), "do": do},
    )


def test_a_change_is_stored_as_another_plan_and_the_one_before_is_kept(client, planned, ana, plan):
    before = current(ana)

    response = change(client, ana, plan, "shorter")

    assert response.status_code == 303
    after = current(ana)
    assert plans(ana).count() == 2
    assert after.result.input["edits"] == [{"change": "shorter", "step": step_key(first_spot(ana))}]
    assert after.plan.total_s < before.plan.total_s
    assert "Changed" in client.get(response.url.split("#")[0]).text


def test_beyond_a_limit_it_is_refused_with_the_rule_and_nothing_is_stored(client, planned, ana, plan):
    for _ in range(5):
        response = change(client, ana, plan, "firmer")

    assert response.status_code == 422
    assert "This is today&#x27;s limit: pressure at most 3 of 5" in response.text
    assert "first sessions begin gently" in response.text
    assert "firmer" not in [one["change"] for one in current(ana).result.input.get("edits", [])][1:]


def test_breathing_has_no_button_and_cannot_be_left_out(client, planned, ana, plan):
    assert change(client, ana, plan, "leave_out", key="opening_breath").status_code == 422
    assert plans(ana).count() == 1
    page = client.get(plan).text
    assert page.count("Leave this out") == sum(step.kind in ("press", "stretch") for step in current(ana).plan.steps)


def test_an_older_page_changes_nothing_and_is_told_so(client, planned, ana, plan):
    seen = str(current(ana).result.id)
    change(client, ana, plan, "shorter")

    response = change(client, ana, plan, "leave_out", seen=seen)

    assert response.status_code == 409
    assert "changed in another window" in response.text
    assert plans(ana).count() == 2


def test_all_changes_can_be_undone(client, planned, ana, plan):
    proposed = current(ana).plan
    change(client, ana, plan, "leave_out")
    assert "As it was proposed" in client.get(plan).text

    change(client, ana, plan, "undo")

    assert current(ana).plan.steps == proposed.steps
    assert plans(ana).count() == 3


def test_a_change_that_there_is_no_button_for_is_refused(client, planned, ana, plan):
    assert change(client, ana, plan, "delete everything").status_code == 400


def test_on_paper_each_step_has_a_box_and_the_number_to_call_stands_there(client, planned, ana, owner):
    owner.country = "US"
    owner.save()

    page = client.get(reverse("plan:print", args=[ana.id])).text

    assert page.count('class="box"') == len(current(ana).plan.steps)
    assert "911" in page
    assert "0 to 10, to fill in by hand" in page
    assert "data-print hidden" in page


def test_a_plan_that_no_longer_holds_is_not_printed(client, planned, ana):
    age(planned.stored, days=2)

    assert 'class="box"' not in client.get(reverse("plan:print", args=[ana.id])).text


def test_a_plan_made_under_wider_limits_than_todays_is_not_shown(client, planned, ana, monkeypatch):
    standing = standing_of(ana, timezone.now())
    assert standing.clearance is not None
    assert plan_for(standing) is not None
    narrower = standing.clearance.limits.global_.model_copy(update={"max_pressure": 1})
    limits = standing.clearance.limits.model_copy(update={"global_": narrower})
    today = standing.clearance.model_copy(update={"limits": limits})

    monkeypatch.setattr("unknot_app.actions.standing.screen", lambda answers: today)

    assert plan_for(standing_of(ana, timezone.now())) is None


def test_after_all_spots_were_left_out_by_hand_it_says_so(client, planned, ana, plan):
    for step in [step for step in current(ana).plan.steps if step.kind == "press"]:
        change(client, ana, plan, "leave_out", key=step_key(step))

    page = client.get(plan).text
    assert "Nothing is pressed today: you left it out yourself." in page
    assert "With today’s limits no pressing is left." not in page
    assert "of your 20 minutes" not in page


PAGE_WIDTHS = {"a4": b"595", "us-letter": b"612"}


@pytest.mark.parametrize("paper", PAGE_WIDTHS)
def test_the_plan_is_saved_as_pdf_with_its_pictures_on_either_paper(client, planned, ana, paper):
    saved = client.get(reverse("plan:pdf", args=[ana.id]), {"paper": paper})

    assert saved.content.startswith(b"%PDF")
    assert re.search(rb"/MediaBox ?\[0 0 " + PAGE_WIDTHS[paper], saved.content)
    # Each step has a picture, and none says whose plan it is.
    assert len(re.findall(rb"/S ?/Figure", saved.content)) >= len(current(ana).plan.steps)
    assert re.fullmatch(r'attachment; filename="plan-\d{4}-\d\d-\d\d.pdf"', saved["Content-Disposition"])


def test_no_pdf_on_other_paper_nor_of_somebody_else(client, planned, ana, charlies_friend):
    assert client.get(reverse("plan:pdf", args=[ana.id]), {"paper": "a5"}).status_code == 404
    assert client.get(reverse("plan:pdf", args=[charlies_friend.id])).status_code == 404
