"""A list of one's own: a plain CSV with these columns, of a register's extract or a clinic's list."""

from __future__ import annotations

import csv
import io
from datetime import date

from unknot_app.directory.data import Level, load_directory_data
from unknot_app.directory.nppes import check_npi, unknown_spot
from unknot_app.directory.places import Locator, Spot, UnknownPlaceError, check_coordinates
from unknot_app.directory.provider import Address, Fact, Provider
from unknot_app.directory.table import RowFault, Table

ENCODING = "utf-8"

COLUMNS = {
    "id": "Needed. The provider's number on your list; the same each time, so that notes and removals stay right.",
    "name": "Needed. The name, as it is to be shown.",
    "kind": "Needed. One of the kinds below; several are joined by ';', the main one first.",
    "address": "Street and number.",
    "city": "Town or city. Needed where there is no US postcode and no latitude.",
    "region": "State or region; for the US two letters.",
    "postcode": "Postcode; a US postcode is enough to find the place.",
    "country": "Two letters, such as US, GB or DE; US if empty.",
    "phone": "Telephone, as it is to be shown.",
    "latitude": "Degrees, north is positive: 40.0150. Leave empty to use the postcode or the city.",
    "longitude": "Degrees, east is positive: -105.2705.",
    "npi": "The US provider number; its check digit is checked.",
    "licence": "Number and issuer of a licence, as the provider told it.",
    "register": "The register that named the provider as active; needs register_date and checked_by.",
    "register_date": "The day on which the register was looked at: 2026-11-22.",
    "certificate": "A certificate and who gave it, such as 'CMTPT, Myopain Seminars'.",
    "certificate_seen": "told (if empty), issuer (found in the issuer's list) or document (the paper was seen).",
    "certificate_date": "The day on which it was seen; needed for issuer and document.",
    "checked_by": "Who looked: a name or initials. Needed with register_date or certificate_date.",
}
NEEDED = ("id", "name", "kind")
EXAMPLE = {
    "id": "1",
    "name": "Invented Example, RMT",
    "kind": "massage",
    "address": "1 Nowhere Street",
    "city": "Boulder",
    "region": "CO",
    "postcode": "80302",
    "country": "US",
    "phone": "303-555-0100",
    "certificate": "CMTPT, Myopain Seminars",
    "certificate_seen": "told",
}
_SEEN: dict[str, Level] = {"told": "self_declared", "issuer": "certificate", "document": "document"}


def empty_list() -> bytes:
    """Return a list of one's own with one invented row, to be filled in."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow(EXAMPLE)
    return text.getvalue().encode("utf-8-sig")  # by its mark a spreadsheet knows UTF-8


class OwnRows:
    """Reads the rows of a list of one's own."""

    def __init__(self, table: Table, locator: Locator) -> None:
        self._table, self._locator = table, locator
        self._columns = table.columns(NEEDED, set(COLUMNS) - set(NEEDED))

    def read(self, line: bytes) -> Provider:
        """Return the provider of a row.

        Raises
        ------
        RowFault
            If the row cannot be used.
        """
        cells = self._table.cells(line)
        row = dict.fromkeys(COLUMNS, "") | {name: cells[place].strip() for name, place in self._columns.items()}
        for field in NEEDED:
            if not row[field]:
                raise RowFault(field, "is empty")
        if not row["id"].isprintable():
            raise RowFault("id", "holds hidden signs")
        if row["npi"]:
            check_npi(row["npi"])
        return Provider(row["id"], row["name"], _kinds_of(row), _facts_of(row), self._address_of(row))

    def _address_of(self, row: dict[str, str]) -> Address:
        country = row["country"].upper() or "US"
        if len(country) != 2:
            raise RowFault("country", f"{row['country']!r} is not two letters such as US, GB or DE")
        spot = self._spot_of(row, country)
        return Address(row["address"], row["city"], row["region"], row["postcode"], country, row["phone"], spot)

    def _spot_of(self, row: dict[str, str], country: str) -> Spot:
        if row["latitude"] or row["longitude"]:
            try:
                return Spot(*check_coordinates(row["latitude"], row["longitude"]), "exact")
            except UnknownPlaceError as error:
                raise RowFault(str(error).partition(" ")[0], str(error)) from None
        spot = self._locator.find(row["postcode"], row["city"], row["region"], country)
        if spot is None:
            field = "postcode" if country == "US" and row["postcode"] else "city"
            raise RowFault(field, unknown_spot(self._locator, row["postcode"], row["city"], country))
        return spot


def _kinds_of(row: dict[str, str]) -> tuple[str, ...]:
    known = load_directory_data().kinds
    kinds = tuple(dict.fromkeys(kind.strip() for kind in row["kind"].split(";") if kind.strip()))
    for kind in kinds:
        if kind not in known:
            raise RowFault("kind", f"{kind!r} is not one of {', '.join(known)}")
    return kinds


def _facts_of(row: dict[str, str]) -> tuple[Fact, ...]:
    facts = []
    if row["licence"]:
        facts.append(Fact("licence", row["licence"], "self_declared"))
    if row["register"]:
        facts.append(Fact("register", row["register"], "register", _day(row, "register_date"), _checker(row)))
    if row["certificate"]:
        seen = row["certificate_seen"] or "told"
        if seen not in _SEEN:
            raise RowFault("certificate_seen", f"{seen!r} is not one of {', '.join(_SEEN)}")
        when = (_day(row, "certificate_date"), _checker(row)) if seen != "told" else ("", "")
        facts.append(Fact("certificate", row["certificate"], _SEEN[seen], *when))
    return tuple(facts)


def _day(row: dict[str, str], field: str) -> str:
    try:
        return date.fromisoformat(row[field]).isoformat()
    except ValueError:
        raise RowFault(field, f"{row[field]!r} is not a date; expected YYYY-MM-DD") from None


def _checker(row: dict[str, str]) -> str:
    if not row["checked_by"]:
        raise RowFault("checked_by", "is empty; say who looked")
    return row["checked_by"]
