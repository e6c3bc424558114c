"""Where a place is, without a network: US postcodes, cities of the world, or coordinates.

US postcodes come with the package `zipcodes` (the middle of each area), cities from a table that `make cities` wrote.
"""

from __future__ import annotations

import gzip
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from unknot.errors import BadInput, UnknotError, nearest
from unknot.knowledge import data_folder
from unknot_app.directory.words import folded

Precision = Literal["exact", "postcode", "city"]

_COORDINATES = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,;]\s*([+-]?\d+(?:\.\d+)?)\s*", re.ASCII)
_US_POSTCODE = re.compile(r"\s*(\d{5})(?:-?\d{4})?\s*", re.ASCII)
_UNITED_STATES = {"us", "usa", "united states"}
_EXPECTED = (
    'expected a US postcode ("80302"), a city ("Boulder, CO" or "Leeds, GB") or coordinates ("40.02, -105.28")'
)
_OTHERS_TOLD = 4


class UnknownPlaceError(BadInput):
    """A place that cannot be found; `suggestions` are places that are written alike."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        self.suggestions = suggestions
        super().__init__(message)


class Place(NamedTuple):
    """A place to search near; `others` are places of the same name, which may have been meant."""

    name: str
    latitude: float
    longitude: float
    precision: Precision
    others: tuple[str, ...] = ()


class Spot(NamedTuple):
    """Where something is, in degrees, and how well that is known."""

    latitude: float
    longitude: float
    precision: Precision


@dataclass(frozen=True, slots=True)
class _City:
    country: str
    country_name: str
    state: str
    state_name: str
    name: str
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.state, self.country) if part)

    def lies_in(self, area: str) -> bool:
        names = (self.country.casefold(), folded(self.country_name), self.state.casefold(), folded(self.state_name))
        return area in names or (area in _UNITED_STATES and self.country == "US")


def find_place(text: str) -> Place:
    """Return where a postcode, a city or coordinates are.

    Raises
    ------
    UnknownPlaceError
        If there is no such place, with those that are written alike; or if the coordinates are not on Earth.
    """
    if coordinates := _COORDINATES.fullmatch(text):
        latitude, longitude = check_coordinates(*coordinates.groups())
        return Place(f"{latitude:.3f}, {longitude:.3f}", latitude, longitude, "exact")
    if postcode := _US_POSTCODE.fullmatch(text):
        return _find_postcode(postcode[1])
    return _find_city(text)


def check_coordinates(latitude: str | float, longitude: str | float) -> tuple[float, float]:
    """Return coordinates as numbers.

    Raises
    ------
    UnknownPlaceError
        If one is no number or out of its range.
    """
    found = []
    for name, value, limit in (("latitude", latitude, 90.0), ("longitude", longitude, 180.0)):
        try:
            number = float(value)
        except ValueError:
            raise UnknownPlaceError(f"{name} {value!r} is not a number; expected degrees such as 40.02") from None
        if not -limit <= number <= limit:
            way_out = "; latitude comes first, then longitude" if name == "latitude" else ""
            raise UnknownPlaceError(f"{name} {value} is out of range: from {-limit:.0f} to {limit:.0f}{way_out}")
        found.append(number)
    return found[0], found[1]


class Locator:
    """Finds where providers are, row by row of a long list."""

    def __init__(self) -> None:
        self._postcodes = _us_postcodes()

    def find(self, postcode: str, city: str, region: str, country: str) -> Spot | None:
        """Return the middle of the postcode in the US, else of the city, or None if neither is known."""
        if country == "US" and (spot := self._postcodes.get(postcode[:5])):
            return spot
        cities = [one for one in _cities_called(city) if one.country == country]
        in_region = [one for one in cities if one.state == region.upper()] if country == "US" else cities
        return Spot(in_region[0].latitude, in_region[0].longitude, "city") if in_region else None

    def postcodes_like(self, postcode: str) -> str:
        """Return "; nearest: ..." for a US postcode that is not known."""
        return nearest_postcodes(postcode[:5], self._postcodes)


def nearest_postcodes(postcode: str, known: Iterable[str]) -> str:
    """Return "; nearest: ..." of the postcodes in the same area of the post."""
    return nearest(postcode, (one for one in known if one.startswith(postcode[:3])))


def _find_postcode(postcode: str) -> Place:
    rows = _zipcodes().matching(postcode)
    if not rows:
        alike = nearest_postcodes(postcode, (row["zip_code"] for row in _zipcodes().similar_to(postcode[:3])))
        raise UnknownPlaceError(f"there is no US postcode {postcode}{alike}", _names_in(alike))
    spot = _spot_of(rows[0])
    return Place(f"{postcode} {rows[0]['city']}, {rows[0]['state']}", *spot)


def _find_city(text: str) -> Place:
    name, *areas = (folded(part) for part in re.sub(r"\b\d+\b", " ", text).split(","))
    if not name:
        raise UnknownPlaceError(f"{text!r} is not a place; {_EXPECTED}")
    cities = _cities_called(name)
    found = [city for city in cities if all(city.lies_in(area) for area in areas if area)]
    if not found:
        found = list(_small_us_towns(name, areas))
    if not found:
        elsewhere = tuple(str(city) for city in cities[:_OTHERS_TOLD])
        alike = "; there is " + " and ".join(elsewhere) if elsewhere else _cities_like(name)
        raise UnknownPlaceError(
            f"no place {text.strip()!r} is known{alike}; {_EXPECTED}", elsewhere or _names_in(alike)
        )
    first, *others = found
    return Place(
        str(first), first.latitude, first.longitude, "city", tuple(str(city) for city in others[:_OTHERS_TOLD])
    )


def _small_us_towns(name: str, areas: list[str]) -> Iterator[_City]:
    """Yield the post towns of the US, which are smaller than what the table of cities holds."""
    seen = set()
    for row in _zipcodes().filter_by(city=name.title()):
        city = _City("US", "United States", row["state"], _us_states()[row["state"]], row["city"], *_spot_of(row)[:2])
        if city.state not in seen and all(city.lies_in(area) for area in areas if area):
            seen.add(city.state)
            yield city


def _cities_called(name: str) -> list[_City]:
    return _cities().get(folded(name), [])


def _cities_like(name: str) -> str:
    # To compare with each of some 40,000 names takes a second; a misspelt name mostly begins as it should.
    near = {
        one: cities[0].name
        for one, cities in _cities().items()
        if one[:1] == name[:1] and abs(len(one) - len(name)) <= 2 and folded(cities[0].name) == one
    }
    alike = nearest(name, near)
    return "; nearest: " + ", ".join(near[one] for one in _names_in(alike)) if alike else ""


def _names_in(alike: str) -> tuple[str, ...]:
    return tuple(alike.removeprefix("; nearest: ").split(", ")) if alike else ()


def _spot_of(row: dict[str, Any]) -> Spot:
    return Spot(float(row["lat"]), float(row["long"]), "postcode")


@cache
def _cities() -> dict[str, list[_City]]:
    """Return cities by each of their names, the largest first."""
    found: dict[str, list[_City]] = {}
    with gzip.open(data_folder() / "directory" / "cities.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            country, country_name, *area, latitude, longitude, _people, others = line.rstrip("\n").split("\t")
            state, state_name, name = area
            city = _City(country, country_name, state, state_name, name, float(latitude), float(longitude))
            for one in {folded(other) for other in (name, *others.split(";")) if other}:
                found.setdefault(one, []).append(city)
    return found


@cache
def _us_postcodes() -> dict[str, Spot]:
    return {row["zip_code"]: _spot_of(row) for row in _zipcodes().list_all()}


@cache
def _us_states() -> defaultdict[str, str]:
    """Return the names of the states by their code; that of a territory without a large town is not known."""
    cities = (city for same_name in _cities().values() for city in same_name)
    return defaultdict(str, {city.state: city.state_name for city in cities if city.state})


def _zipcodes() -> Any:
    try:
        return importlib.import_module("zipcodes")
    except ImportError:
        raise UnknotError("US postcodes need one more package. Install it: pip install 'unknot[directory]'") from None
