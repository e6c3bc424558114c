"""Finding a therapist in the lists that are loaded, and loading one.

The lists lie in a file of their own, apart from all records. A place that is typed is looked up and forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from unknot.errors import BadInput
from unknot_app import directory
from unknot_app.actions.kept_therapists import Copied, keep_therapist
from unknot_app.actions.sentences import Sentence
from unknot_app.directory import (
    ForeignPostcodeError,
    Found,
    Kind,
    Listed,
    ListStatus,
    Loaded,
    Place,
    Rejected,
    RejectedRow,
    Status,
    UnknownPlaceError,
    count_near,
    find_place,
    import_list,
    load_directory_data,
    look_up,
    remove_provider,
    search,
    status,
)
from unknot_app.records.models import KeptTherapist, Person

INVENTED, INVENTED_NAME = Path(__file__).with_name("invented_therapists.csv"), "invented"
KM_IN_A_MILE = 1.609344
# How far to look, in the units of the settings; the middle one is set.
DISTANCES: dict[str, tuple[int, ...]] = {"metric": (5, 10, 25, 50, 100), "imperial": (3, 5, 15, 30, 60)}
SHOWN_AT_FIRST, SHOWN_AT_MOST = 20, 200
FARTHER = {"metric": "Up to %(far)s km", "imperial": "Up to %(far)s miles"}
ANY_KIND, ANY_NAME = "All who treat, of every kind", "With any name"
EVERYTHING = {
    "metric": "Everybody who treats, up to %(far)s km",
    "imperial": "Everybody who treats, up to %(far)s miles",
}
LONGEST_ID = KeptTherapist._meta.get_field("source_id").max_length or 0


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for; `far` is in their units, `country` is where they live, where that is known.

    Without a kind: those who treat by hand or movement.
    """

    near: str = ""
    far: int = 0
    kind: str = ""
    name: str = ""
    most: int = SHOWN_AT_FIRST
    units: str = "metric"
    country: str = ""

    @property
    def km(self) -> float:
        return self.far * (KM_IN_A_MILE if self.units == "imperial" else 1)


@dataclass(frozen=True)
class Wider:
    """What to ask instead where nobody is found, and how many there would be, counted up to `SHOWN_AT_MOST`."""

    text: Sentence
    wanted: Wanted
    how_many: int


@dataclass(frozen=True)
class FoundNear:
    """Who is found near a place; where nobody is, what to widen; for an unknown place, those written alike."""

    place: Place | None = None
    found: Sequence[Found] = ()
    has_more: bool = False
    wider: tuple[Wider, ...] = ()
    is_unknown: bool = False
    is_foreign_postcode: bool = False
    alike: tuple[str, ...] = ()


def lists_loaded() -> Status | None:
    """Return what lists are loaded, or None where there is none.

    Raises
    ------
    DirectoryError
        If the lists cannot be read.
    """
    found = status(settings.DATA)
    return found if found and found.lists else None


def list_called(source: str) -> ListStatus | None:
    """Return the list of that name, if it is loaded."""
    loaded = lists_loaded()
    return next((one for one in loaded.lists if one.source == source), None) if loaded else None


def find_near(wanted: Wanted, today: date) -> FoundNear:
    """Return who is near a place, nearest first.

    Raises
    ------
    DirectoryError
        If the lists cannot be read.
    """
    try:
        place = find_place(wanted.near, wanted.country)
    except UnknownPlaceError as error:
        is_foreign = isinstance(error, ForeignPostcodeError)
        return FoundNear(is_unknown=True, is_foreign_postcode=is_foreign, alike=error.suggestions)
    # One more than is shown, to know whether there are more.
    found = search(settings.DATA, place, day=today, limit=wanted.most + 1, **_filters(wanted))
    wider = () if found else wider_than(wanted, place)
    return FoundNear(place, found[: wanted.most], len(found) > wanted.most, wider)


def wider_than(wanted: Wanted, place: Place) -> tuple[Wider, ...]:
    """Return each single step that finds somebody: farther, of any kind, of any name; if none does, all at once.

    Raises
    ------
    DirectoryError
        If the lists cannot be read.
    """
    farther = [replace(wanted, far=far) for far in DISTANCES[wanted.units] if far > wanted.far]
    steps = (
        next((one for asked in farther if (one := _widened(FARTHER[wanted.units], asked, place))), None),
        _widened(ANY_KIND, replace(wanted, kind=""), place) if wanted.kind else None,
        _widened(ANY_NAME, replace(wanted, name=""), place) if wanted.name else None,
    )
    single = tuple(step for step in steps if step)
    if single or not (wanted.kind or wanted.name):
        return single
    everything = replace(wanted, far=DISTANCES[wanted.units][-1], kind="", name="")
    together = _widened(EVERYTHING[wanted.units], everything, place)
    return (together,) if together else ()


def _widened(text: str, wanted: Wanted, place: Place) -> Wider | None:
    how_many = count_near(settings.DATA, place, most=SHOWN_AT_MOST, **_filters(wanted))
    return Wider(Sentence(text, {"far": wanted.far}), wanted, how_many) if how_many else None


def _filters(wanted: Wanted) -> dict[str, Any]:
    kinds = (wanted.kind,) if wanted.kind else load_directory_data().therapists()
    return {"km": wanted.km, "kinds": kinds, "name": wanted.name}


def kinds_to_choose() -> tuple[Kind, ...]:
    """Return the kinds of providers, in the order in which they are offered."""
    return tuple(load_directory_data().kinds.values())


def distance_in_words(place: Place, found: Found, units: str) -> Sentence:
    """Return how far away somebody is, no finer than it is known."""
    is_imperial = units == "imperial"
    far = found.distance_km / (KM_IN_A_MILE if is_imperial else 1)
    if place.precision == found.precision == "exact":
        return Sentence("%(far)s miles" if is_imperial else "%(far)s km", {"far": f"{far:.1f}"})
    if far < 1:
        return Sentence("less than a mile or so" if is_imperial else "less than a kilometre or so")
    return Sentence("about %(far)s miles" if is_imperial else "about %(far)s km", {"far": f"{far:.0f}"})


def provider_called(source: str, source_id: str) -> Listed | None:
    """Return the provider with that number on a list; None where nobody has it, or no list is loaded."""
    return look_up(settings.DATA, source, source_id) if status(settings.DATA) else None


def keep_from_list(person: Person, listed: Listed, now: datetime) -> KeptTherapist:
    """Keep a provider of a list among a person's own therapists.

    Raises
    ------
    BadInput
        If the number on the list is longer than can be kept.
    """
    if len(listed.source_id) > LONGEST_ID:
        raise BadInput("The number on that list is too long to be kept. Write the therapist down by hand.")
    main = listed.practices[0]
    copied = Copied(listed.name, main.address, main.phone)
    return keep_therapist(person, listed.source, listed.source_id, copied, now)


def load_list(
    path: Path, day: date, source: str = "", updates: bool | None = None, most_bytes: int | None = None
) -> Loaded:
    """Load a list from a file, as `unknot directory import` does.

    `updates` says whether the file holds only what changed; None where its name says so. A file that holds more than
    `most_bytes` once it is unpacked is refused.

    Raises
    ------
    BadInput
        If the file is not such a list; the lists of before stay.
    DirectoryError
        If the lists cannot be written.
    """
    return import_list(settings.DATA, path, day=day, source=source, update=updates, most_bytes=most_bytes)


def load_invented_list(day: date) -> Loaded:
    """Load the list of invented therapists, to look around with."""
    return load_list(INVENTED, day, INVENTED_NAME)


def take_out(source: str, source_id: str, day: date) -> None:
    """Take a provider out of the lists, now and after every later import."""
    remove_provider(settings.DATA, source, source_id, day)


def take_lists_away() -> None:
    """Delete all lists, also ones that cannot be read; who asked to be left out stays left out."""
    directory.take_lists_away(settings.DATA)


def take_list_away(source: str) -> bool:
    """Delete one list, and return whether it was there; who asked to be left out stays left out."""
    return directory.take_list_away(settings.DATA, source) is not None


def rejected_of(source: str) -> Rejected | None:
    """Return how many rows of a list could not be used, and why; None where all could."""
    return directory.rejected(settings.DATA, source)


def rejected_rows_of(source: str) -> Iterator[RejectedRow]:
    """Return the rows of a list that could not be used."""
    return directory.rejected_rows(settings.DATA, source)
