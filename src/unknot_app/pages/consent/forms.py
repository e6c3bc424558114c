"""What somebody agrees to, as a form: what was typed, and what of an earlier time stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from unknot.screen.consent import LONGEST, Consent, areas_to_ask
from unknot.screen.data.for_everyone import SensitiveArea
from unknot_app.pages.frame.sent import sent_rating
from unknot_app.records.models import Person

TEXTS = ("name", "giver", "stop_word", "present", "guardian")
HOW = ("signed", "by_word")


@dataclass(frozen=True)
class ConsentForm:
    """The form as it stands on the page: texts, the limit, how it is said, and each private place."""

    texts: Mapping[str, str]
    max_pain: int | None
    how: str
    is_ticked: bool
    areas: tuple[tuple[SensitiveArea, str], ...]
    lacks: tuple[str, ...] = ()
    is_new_text: bool = False

    @property
    def lacks_an_area(self) -> bool:
        return any(name.startswith("areas.") for name in self.lacks)


@dataclass(frozen=True)
class SentConsent:
    """What was sent; values that are not on the page are passed over."""

    texts: Mapping[str, str]
    max_pain: int | None
    how: str
    is_ticked: bool
    areas: Mapping[str, bool] = field(default_factory=dict)

    def said(self, *, asks_terms: bool) -> dict[str, object]:
        """Return the fields of a consent."""
        texts = dict(self.texts)
        if not asks_terms:
            return {"name": texts["name"], "guardian": texts["guardian"], "how": "ticked"}
        return {**texts, "max_pain": self.max_pain, "how": self.how, "areas": self.areas}


def read_consent(sent: QueryDict) -> SentConsent:
    said = {area.id: sent.get(f"area.{area.id}") for area in areas_to_ask()}
    return SentConsent(
        texts={name: " ".join(sent.get(name, "").replace("\x00", "").split())[:LONGEST] for name in TEXTS},
        max_pain=sent_rating(sent, "max_pain"),
        how=sent.get("how", "") if sent.get("how") in HOW else "",
        is_ticked=sent.get("agree") == "yes",
        areas={name: answer == "yes" for name, answer in said.items() if answer in ("yes", "no")},
    )


def form_of(person: Person, given: Consent | None, today: date) -> ConsentForm:
    """Return the form with what was said last; a yes to a private place is asked anew on another day."""
    texts = {name: getattr(given, name) if given else "" for name in TEXTS}
    if not texts["name"]:
        texts["name"] = person.name
    areas = given.areas if given else {}
    is_today = given is not None and given.given_on == today
    return ConsentForm(
        texts={**texts, "present": ""},
        max_pain=given.max_pain if given else None,
        how="",
        is_ticked=False,
        areas=_chosen({name: said for name, said in areas.items() if is_today or not said}),
    )


def form_sent(sent: SentConsent, lacks: tuple[str, ...], *, is_new_text: bool) -> ConsentForm:
    """Return the form with everything that was typed, and what it lacks."""
    return ConsentForm(
        sent.texts, sent.max_pain, sent.how, sent.is_ticked, _chosen(sent.areas), lacks, is_new_text=is_new_text
    )


def _chosen(areas: Mapping[str, bool]) -> tuple[tuple[SensitiveArea, str], ...]:
    words = {True: "yes", False: "no", None: ""}
    return tuple((area, words[areas.get(area.id)]) for area in areas_to_ask())
