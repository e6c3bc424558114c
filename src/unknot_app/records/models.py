"""A person's records.

`person` stands in every table and in its key: no row can be found, changed or joined without saying whose it is.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_NAME = 80
LONGEST_THERAPIST, LONGEST_ADDRESS, LONGEST_PHONE = 200, 300, 40


class Person(models.Model):
    """Somebody whose pain is looked after; not the user who logs in.

    `figure`, `skin` and `is_dressed` say how the body looks on their pages; no result depends on them. `pin` is
    hashed, and empty where there is none; `wrong_pins` counts wrong tries since the last right one.
    """

    class Figure(models.TextChoices):
        NEUTRAL = "neutral"
        FEMALE = "female"
        MALE = "male"

    class Skin(models.TextChoices):
        CLAY = "clay"
        PALE = "pale"
        FAIR = "fair"
        TAN = "tan"
        BROWN = "brown"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="people")
    name = models.CharField(max_length=LONGEST_NAME)
    created_at = models.DateTimeField(default=timezone.now)
    figure = models.CharField(max_length=20, choices=Figure, default=Figure.NEUTRAL)
    skin = models.CharField(max_length=20, choices=Skin, default=Skin.CLAY)
    is_dressed = models.BooleanField(default=False)
    pin = models.CharField(max_length=128, blank=True, default="")
    wrong_pins = models.PositiveIntegerField(default=0)
    pin_waits_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "created_at")
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),)

    def __str__(self) -> str:
        return str(self.id)


class PersonsRecord(models.Model):
    """What every table of a person's data has."""

    pk = models.CompositePrimaryKey("person_id", "id")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Screening(PersonsRecord):
    """One run through the interview: answers as they were given, saved at each of them.

    `answers` holds raw values by question, "skipped" where a person chose not to say. `ticked` holds the items of
    list cards that are ticked, also those whose own question is still open; `one_by_one` the lists that are asked
    question by question.
    `revision` grows with each save; a page that shows an older one may not overwrite.
    `settled` holds the contradictions of which the person said that both answers are right.
    """

    # When all questions were last asked in full: a re-check goes on from those answers and keeps the time.
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    # Since when the answers about how it is now were given; after a day they are asked again.
    fresh_since = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict)
    ticked = models.JSONField(default=list)
    one_by_one = models.JSONField(default=list)
    settled = models.JSONField(default=list)

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(finished_at=None), name="one_open_interview"
            ),
        )


class PainDrawing(PersonsRecord):
    """Where it hurts: strokes as they were painted, and places that were chosen from a list.

    Both are kept in the form in which `unknot.draw.Drawing` reads them. A drawing that was confirmed is not changed
    any more: painting on begins a copy of it. A confirmed drawing with nothing in it says that nothing hurt, or, with
    a complaint, that somebody could not show it.
    """

    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    strokes = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    complaint = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(confirmed_at=None), name="one_open_drawing"
            ),
        )


class Result(PersonsRecord):
    """What Unknot said: the exact input, the output as shown, and the version of the facts behind it."""

    class Kind(models.TextChoices):
        CLEARANCE = "clearance"
        ESTIMATE = "estimate"
        PLAN = "plan"

    made_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=Kind)
    knowledge_version = models.CharField(max_length=40)
    input = models.JSONField()
    output = models.JSONField()

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(knowledge_version=""), name="result_names_its_knowledge"),
        )


class Treatment(PersonsRecord):
    """One session, begun from a plan: saved at each event, and never changed after it has ended but for `after`.

    `plan_id` is the id of the result that holds the plan; `record` is kept in the form in which
    `unknot.treat.SessionRecord` reads it. `revision` grows with each save; a page that shows an older one may not
    overwrite.
    """

    plan_id = models.UUIDField()
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    record = models.JSONField()

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=models.Q(ended_at=None), name="one_open_treatment"),
        )


class Consent(PersonsRecord):
    """One event of consent: given or withdrawn, for one kind of pressing. It is never changed.

    `said` is what was agreed to, in the form in which `unknot.screen.consent.Consent` reads it, with the words of the
    text; empty for a withdrawal. The last event of a kind is what counts.
    """

    class Event(models.TextChoices):
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    made_at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=10, choices=Event)
    kind = models.CharField(max_length=20)
    said = models.JSONField(default=dict)

    class Meta:
        ordering = ("-made_at",)


class Reaction(PersonsRecord):
    """How the body answered a session, at one check after it; answered again, it replaces what was said.

    `said` is kept in the form in which `unknot.treat.Reaction` reads it. `treatment_id` is the id of the session.
    """

    treatment_id = models.UUIDField()
    after_h = models.PositiveIntegerField()
    answered_at = models.DateTimeField(default=timezone.now)
    said = models.JSONField()

    class Meta:
        ordering = ("-answered_at",)
        constraints = (
            models.UniqueConstraint(fields=["person", "treatment_id", "after_h"], name="checked_once_at_a_time"),
        )


class SessionNote(PersonsRecord):
    """A therapist's note of one session, in the four parts that they are used to; once signed, it is locked.

    Before it is signed, `revision` grows with each save; a page that shows an older one may not overwrite. What has
    to be put right afterwards stands in amendments, beside what was signed.
    """

    treatment_id = models.UUIDField()
    written_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    author = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-written_at",)
        constraints = (
            models.UniqueConstraint(fields=["person", "treatment_id"], name="one_note_of_a_session"),
            models.CheckConstraint(
                condition=models.Q(signed_at=None) | ~models.Q(author=""), name="signed_note_names_its_author"
            ),
        )


class Amendment(PersonsRecord):
    """What was put right in a signed note, by whom and when. It is never changed."""

    note_id = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    author = models.CharField(max_length=LONGEST_NAME)
    text = models.TextField()

    class Meta:
        ordering = ("made_at",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(author="") & ~models.Q(text=""), name="amendment_says_what_and_by_whom"
            ),
        )


class Letter(PersonsRecord):
    """A letter or summary that somebody made of their record: what was in it, for whom, when. It is never changed.

    `items` holds the ids of what was ticked, `content` the letter as it was seen before it was kept; the pictures of
    its drawing are drawn from `drawing_id`.
    """

    made_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20)
    recipient = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    items = models.JSONField(default=list)
    content = models.JSONField()
    drawing_id = models.UUIDField(null=True)
    knowledge_version = models.CharField(max_length=40)

    class Meta:
        ordering = ("-made_at",)


class Measurement(PersonsRecord):
    """The answers to one instrument at one time, saved at each of them, and the score as it was given.

    `answers` is the exact input, in the form in which `unknot.measure.score` reads it; `output` is what it returned,
    by the facts of `knowledge_version`; both are empty while questions of it are open. `score` is the outcome in
    it, null where there is none. `about` holds what stands beside the answers, such as which activities were rated,
    or which device pressed where. `set_id` is common to what was asked together in one weekly set. `revision` grows
    with each save; a page that shows an older one may not overwrite.
    """

    class Context(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        BEFORE = "before"
        AFTER = "after"
        ELSEWHERE = "elsewhere"

    instrument = models.CharField(max_length=40)
    context = models.CharField(max_length=10, choices=Context)
    set_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    score = models.FloatField(null=True)
    output = models.JSONField(default=dict)
    knowledge_version = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ("-taken_at",)
        constraints = (
            models.UniqueConstraint(fields=["person", "set_id", "instrument"], name="asked_once_in_a_set"),
        )


class Comparison(PersonsRecord):
    """Two ways compared on one's own body, as declared before it began; only its end and its length change.

    `what` is compared; `primary` is the rating of pain that decides, `beside` those that are shown with it. The order
    of the periods follows from `seed` and `pairs`. `ended_on` is the day on which it was stopped early.
    """

    class What(models.TextChoices):
        MASSAGE = "massage"
        PRESSURE = "pressure"

    what = models.CharField(max_length=20, choices=What)
    primary = models.CharField(max_length=20)
    beside = models.JSONField(default=list)
    pairs = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    declared_at = models.DateTimeField(default=timezone.now)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("-declared_at",)


class KeptTherapist(PersonsRecord):
    """A therapist whom somebody keeps for themselves, with notes; apart from every list, so that it outlives them.

    `source` and `source_id` say where they stood; written down by hand, `source` is "own". `name`, `address` and
    `phone` are as they stood there when they were kept. `revision` grows with each save; a page that shows an older
    one may not overwrite.
    """

    OWN = "own"

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=80)
    name = models.CharField(max_length=LONGEST_THERAPIST)
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="")
    phone = models.CharField(max_length=LONGEST_PHONE, blank=True, default="")
    is_favourite = models.BooleanField(default=True)
    note = models.TextField(blank=True, default="")
    kept_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-is_favourite", "name", "kept_at")
        constraints = (
            models.UniqueConstraint(fields=["person", "source", "source_id"], name="kept_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="kept_therapist_has_a_name"),
        )


class TherapistCheck(PersonsRecord):
    """What somebody looked at of a therapist, how, on which day, and who did. It is never changed, only taken away.

    `what` and `way` are ids of the facts of choosing a therapist; `words` is what was seen or told.
    """

    therapist_id = models.UUIDField()
    what = models.CharField(max_length=40)
    way = models.CharField(max_length=40)
    words = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="")
    seen_on = models.DateField()
    checked_by = models.CharField(max_length=LONGEST_NAME)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-seen_on", "-made_at")
        constraints = (models.CheckConstraint(condition=~models.Q(checked_by=""), name="check_says_who_made_it"),)
