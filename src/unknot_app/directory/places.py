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
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from unknot.errors import BadInput, UnknotError, nearest
from unknot.knowledge import data_folder
from unknot_app.directory.words import folded

Precision = Literal["exact", "postcode", "city"]

_COORDINATES = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,;]\s*([+-]?\d+(?:\.\d+)?)\s*", re.ASCII)
_US_POSTCODE = re.compile(r"\s*(\d{5})(?:-?\d{4})?\s*(,?\s*\b(?:us|usa|united states))?\s*", re.ASCII | re.IGNORECASE)
# Beside a town: a postcode, a number of a house.
_WITH_DIGITS = re.compile(r"\b\w*\d\w*\b")
# What people call a country besides its name in the table of cities.
_ALSO_CALLED = {
    "usa": "US",
    "america": "US",
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "holland": "NL",
}
_EXPECTED = (
    'expected a US postcode ("80302"), a city ("Boulder, CO" or "Leeds, GB") or coordinates ("40.02, -105.28")'
)
_OTHERS_TOLD = 4
_LONGEST_AREA = 3  # words: District of Columbia


class UnknownPlaceError(BadInput):
    """A place that cannot be found; `suggestions` are places that are written alike."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        self.suggestions = suggestions
        super().__init__(message)


class ForeignPostcodeError(UnknownPlaceError):
    """A postcode of a country whose postcodes are not known here."""


class Place(NamedTuple):
    """A place to search near; `others` are places of the same name, which may have been meant.

    `is_by_country` says that a larger place of the name lies elsewhere: this one is in the country of whoever asks.
    """

    name: str
    latitude: float
    longitude: float
    precision: Precision
    others: tuple[str, ...] = ()
    is_by_country: bool = False


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
        return area in names or _ALSO_CALLED.get(area) == self.country


def find_place(text: str, country: str = "") -> Place:
    """Return where a postcode, a city or coordinates are.

    Parameters
    ----------
    text : str
        "80302", "Boulder, CO", "boulder co", "Leeds, GB", "40.02, -105.28".
    country : str
        The two letters of the country where somebody lives: among places of one name those in it come first, and in
        another than the US a number alone is no US postcode ("80302, US" is one anywhere).

    Raises
    ------
    UnknownPlaceError
        If there is no such place, with those that are written alike; or if the coordinates are not on Earth.
    """
    if coordinates := _COORDINATES.fullmatch(text):
        latitude, longitude = check_coordinates(*coordinates.groups())
        return Place(f"{latitude:.3f}, {longitude:.3f}", latitude, longitude, "exact")
    if postcode := _US_POSTCODE.fullmatch(text):
        if country not in ("", "US") and not postcode[2]:
            raise _foreign_postcode(postcode[1], country)
        return _find_postcode(postcode[1])
    return _find_city(text, country)


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
    """Finds where providers are, row by row of a long list.

    The postcodes of the US, and the package that holds them, are needed only by a list of the US.
    """

    @cached_property
    def _postcodes(self) -> dict[str, Spot]:
        return _us_postcodes()

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


def _foreign_postcode(postcode: str, country: str) -> ForeignPostcodeError:
    us_postcode = f"{postcode}, US"
    try:
        meant: tuple[str, ...] = (us_postcode,) if find_place(us_postcode) else ()
    except UnknotError:
        meant = ()
    return ForeignPostcodeError(
        f"{postcode.strip()!r} is taken for a postcode of {country}; only those of the US are known. Name the town",
        meant,
    )


def _find_city(text: str, country: str) -> Place:
    name, *areas = (folded(part) for part in _WITH_DIGITS.sub(" ", text).split(","))
    if not name:
        if country not in ("", "US") and _WITH_DIGITS.search(text):
            raise _foreign_postcode(text, country)
        raise UnknownPlaceError(f"{text!r} is not a place; {_EXPECTED}")
    ways = tuple(_ways_to_read(name, areas))
    found: list[_City] = next(filter(None, (_towns(*way) for way in ways)), [])
    if not found:
        called: list[_City] = next(filter(None, (_cities_called(one) for one, _areas in ways)), [])
        elsewhere = tuple(str(city) for city in called[:_OTHERS_TOLD])
        alike = "; there is " + " and ".join(elsewhere) if elsewhere else _cities_like(name)
        raise UnknownPlaceError(
            f"no place {text.strip()!r} is known{alike}; {_EXPECTED}", elsewhere or _names_in(alike)
        )
    largest = found[0]
    # By its own name: in another language it may be called as a place elsewhere.
    found.sort(key=lambda city: city.country != country or folded(city.name) != name)
    first, *others = found
    told = tuple(str(city) for city in others[:_OTHERS_TOLD])
    return Place(str(first), first.latitude, first.longitude, "city", told, is_by_country=first is not largest)


def _ways_to_read(name: str, areas: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield a name with the areas it lies in, then with its last words as one: "boulder co" is "boulder, co" too."""
    yield name, areas
    words = name.split()
    for last in range(1, min(_LONGEST_AREA, len(words) - 1) + 1):
        yield " ".join(words[:-last]), [" ".join(words[-last:]), *areas]


def _towns(name: str, areas: list[str]) -> list[_City]:
    """Return the towns of a name in these areas, the largest first."""
    cities = [city for city in _cities_called(name) if all(city.lies_in(area) for area in areas if area)]
    return cities or list(_small_us_towns(name, areas))


def _small_us_towns(name: str, areas: list[str]) -> Iterator[_City]:
    """Yield the post towns of the US, which are smaller than what the table of cities holds."""
    try:
        rows = _zipcodes().filter_by(city=name.title())
    except UnknotError:
        return  # without the package there are the larger towns
    seen = set()
    for row in rows:
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
