"""The US provider file (NPPES): which rows are wanted, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from operator import itemgetter

from unknot_app.directory.data import load_directory_data
from unknot_app.directory.places import Locator
from unknot_app.directory.provider import Address, Fact, Provider
from unknot_app.directory.table import RowFault, Table

SOURCE = "nppes"
ENCODING = "latin-1"  # what the files are written in; any byte can be read
TAXONOMIES = range(1, 16)
# A cell that stands for "suppressed" or hides a number of the tax office.
_MASKED = re.compile(r"<UNAVAIL>|\$+|\*+|_+")

NPI = "NPI"
_CODE, _PRIMARY = "Healthcare Provider Taxonomy Code_{}", "Healthcare Provider Primary Taxonomy Switch_{}"
_LICENCE, _STATE = "Provider License Number_{}", "Provider License Number State Code_{}"
_DEACTIVATED, _REACTIVATED, _UPDATED = "NPI Deactivation Date", "NPI Reactivation Date", "Last Update Date"
_ORGANISATION = "Provider Organization Name (Legal Business Name)"
_OTHER_ORGANISATION = "Provider Other Organization Name"
_FIRST, _LAST, _CREDENTIAL = "Provider First Name", "Provider Last Name (Legal Name)", "Provider Credential Text"
# First line, second line, city, state, postcode, country, telephone.
_ADDRESS = (
    "Provider First Line Business Practice Location Address",
    "Provider Second Line Business Practice Location Address",
    "Provider Business Practice Location Address City Name",
    "Provider Business Practice Location Address State Name",
    "Provider Business Practice Location Address Postal Code",
    "Provider Business Practice Location Address Country Code (If outside U.S.)",
    "Provider Business Practice Location Address Telephone Number",
)
COLUMNS = (
    NPI, "Entity Type Code", _ORGANISATION, _LAST, _FIRST, _CREDENTIAL, _OTHER_ORGANISATION, *_ADDRESS,
    _UPDATED, _DEACTIVATED, _REACTIVATED,
    *(name.format(number) for number in TAXONOMIES for name in (_CODE, _LICENCE, _STATE, _PRIMARY)),
)  # fmt: skip
# The irregular blanks and hyphens are those of the file.
SECOND_ADDRESS = (
    "Provider Secondary Practice Location Address- Address Line 1",
    "Provider Secondary Practice Location Address-  Address Line 2",
    "Provider Secondary Practice Location Address - City Name",
    "Provider Secondary Practice Location Address - State Name",
    "Provider Secondary Practice Location Address - Postal Code",
    "Provider Secondary Practice Location Address - Country Code (If outside U.S.)",
    "Provider Secondary Practice Location Address - Telephone Number",
)


class NppesRows:
    """Reads the rows of the main file of NPPES."""

    def __init__(self, table: Table, locator: Locator) -> None:
        self._table, self._locator = table, locator
        self._columns = table.columns(COLUMNS)
        codes = [self._columns[_CODE.format(number)] for number in TAXONOMIES]
        self._codes = itemgetter(*codes)
        self._npi = self._columns[NPI]
        self._most = max(self._npi, *codes) + 1
        self._wanted = frozenset(code.encode() for code in load_directory_data().taxonomies)

    def read(self, line: bytes) -> Provider | str:
        """Return the provider of a row, or the NPI of one that the directory does not hold.

        Raises
        ------
        RowFault
            If the row cannot be used.
        """
        cells = self._table.split_quoted(line, self._most)
        if cells is not None and self._wanted.isdisjoint(self._codes(cells)):
            npi: bytes = cells[self._npi]
            return npi.decode(ENCODING)
        row = {name: _present(cell) for name, cell in self._table.cells(line, self._columns).items()}
        kinds = _kinds_of(row)
        if not kinds or _is_deactivated(row):
            return row[NPI]
        check_npi(row[NPI])
        updated = _iso_date(_UPDATED, row[_UPDATED])
        address = address_of([row[name] for name in _ADDRESS], _ADDRESS[4], self._locator)
        return Provider(row[NPI], _name_of(row), kinds, _facts_of(row, updated), address)


class SecondAddressRows:
    """Reads the rows of the file of second practice locations."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns = table.columns((NPI, *SECOND_ADDRESS))

    def read(self, line: bytes) -> tuple[str, list[str]]:
        """Return the NPI of a row and the parts of its address; see `address_of`.

        Raises
        ------
        RowFault
            If the row cannot be used.
        """
        row = {name: _present(cell) for name, cell in self._table.cells(line, self._columns).items()}
        return row[NPI], [row[name] for name in SECOND_ADDRESS]


def is_second_addresses(header: Iterable[str]) -> bool:
    """Return whether a file with this header is that of the second practice locations."""
    return " ".join(SECOND_ADDRESS[0].split()) in header


def check_npi(npi: str) -> None:
    """Check the last digit of an NPI (Luhn over 80840 and the number).

    Raises
    ------
    RowFault
        If it is not an NPI.
    """
    if not (len(npi) == 10 and npi.isascii() and npi.isdigit()):
        raise RowFault(NPI, f"{npi!r} is not ten digits")
    total = 0
    for place, digit in enumerate(reversed("80840" + npi)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    if total % 10:
        raise RowFault(NPI, f"the check digit of {npi} is wrong; a digit is mistyped")


def address_of(parts: Iterable[str], postcode_field: str, locator: Locator) -> Address:
    """Return an address with its place on Earth.

    Raises
    ------
    RowFault
        If neither its postcode nor its city is known.
    """
    line, second_line, city, region, postcode, country, phone = parts
    country = country or "US"
    spot = locator.find(postcode, city, region, country)
    if spot is None:
        raise RowFault(postcode_field, unknown_spot(locator, postcode, city, country))
    return Address(
        line=f"{line} {second_line}".strip(),
        city=city,
        region=region,
        postcode=postcode[:5] if country == "US" else postcode,
        country=country,
        phone=f"{phone[:3]}-{phone[3:6]}-{phone[6:]}" if re.fullmatch(r"\d{10}", phone) else phone,
        spot=spot,
    )


def unknown_spot(locator: Locator, postcode: str, city: str, country: str) -> str:
    """Return the reason why an address has no place on Earth."""
    if country == "US" and postcode:
        return f"there is no US postcode {postcode}{locator.postcodes_like(postcode)}"
    return f"no city {city!r} of 15,000 people or more is known in the country {country!r}"


def _present(cell: str) -> str:
    return "" if _MASKED.fullmatch(cell) else cell


def _is_deactivated(row: dict[str, str]) -> bool:
    if not row[_DEACTIVATED]:
        return False
    if not row[_REACTIVATED]:
        return True
    return _iso_date(_REACTIVATED, row[_REACTIVATED]) < _iso_date(_DEACTIVATED, row[_DEACTIVATED])


def _kinds_of(row: dict[str, str]) -> tuple[str, ...]:
    """Return the kinds that the codes of a row stand for, that of the primary code first."""
    taxonomies = load_directory_data().taxonomies
    numbers = sorted(TAXONOMIES, key=lambda number: row[_PRIMARY.format(number)] != "Y")
    codes = (row[_CODE.format(number)] for number in numbers)
    return tuple(dict.fromkeys(taxonomies[code].kind for code in codes if code in taxonomies))


def _name_of(row: dict[str, str]) -> str:
    person = " ".join(part for part in (row[_FIRST], row[_LAST]) if part)
    if person:
        return f"{person}, {row[_CREDENTIAL]}" if row[_CREDENTIAL] else person
    name, other = row[_ORGANISATION], row[_OTHER_ORGANISATION]
    if not name and not other:
        raise RowFault(_LAST, "there is no name")
    return f"{name} ({other})" if name and other and name != other else name or other


def _facts_of(row: dict[str, str], updated: str) -> tuple[Fact, ...]:
    listing = Fact("listing", load_directory_data().listings[SOURCE].title, "listed", updated)
    licences = (
        Fact("licence", f"{row[_LICENCE.format(number)]} ({row[_STATE.format(number)]})", "self_declared", updated)
        for number in TAXONOMIES
        if row[_LICENCE.format(number)] and row[_CODE.format(number)] in load_directory_data().taxonomies
    )
    return (listing, *dict.fromkeys(licences))


def _iso_date(field: str, text: str) -> str:
    if not text:
        return ""
    try:
        month, day, year = (int(part) for part in text.split("/"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise RowFault(field, f"{text!r} is not a date; expected MM/DD/YYYY") from None
