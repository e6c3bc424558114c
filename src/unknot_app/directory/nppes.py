"""The US provider file (NPPES): which rows are wanted, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from unknot_app.directory.data import load_directory_data
from unknot_app.directory.places import Locator
from unknot_app.directory.provider import Address, Fact, Provider
from unknot_app.directory.table import RowFault, Table

SOURCE = "nppes"
ENCODING = "latin-1"  # what the files are written in; any byte can be read
TAXONOMIES = range(1, 16)
# A cell that stands for "suppressed" or hides a number of the tax office.
_MASKS = frozenset(b"<$*_")
_MASKED = re.compile(rb"<UNAVAIL>|\$+|\*+|_+")

# Every second digit is doubled, and the digits of what is above nine are added.
_DOUBLED = str.maketrans("0123456789", "0246813579")
_LUHN_OF_80840 = 24

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
    NPI, _ORGANISATION, _LAST, _FIRST, _CREDENTIAL, _OTHER_ORGANISATION, *_ADDRESS,
    _UPDATED, _DEACTIVATED, _REACTIVATED,
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


class _Claim(NamedTuple):
    """What a provider says to be: one of the fifteen groups of columns."""

    code: str
    licence: str
    state: str
    is_primary: bool


class NppesRows:
    """Reads the rows of the main file of NPPES."""

    def __init__(self, table: Table, locator: Locator) -> None:
        self._table, self._locator = table, locator
        columns = table.columns(COLUMNS)
        names = [name.format(number) for number in TAXONOMIES for name in (_CODE, _LICENCE, _STATE, _PRIMARY)]
        places = list(table.columns(names).values())
        self._columns, self._npi = itemgetter(*columns.values()), columns[NPI]
        self._claims = [itemgetter(*places[at : at + 4]) for at in range(0, len(places), 4)]
        self._codes = itemgetter(*places[::4])
        self._wanted = frozenset(code.encode() for code in load_directory_data().taxonomies)
        self._most = max(*columns.values(), *places) + 1
        self._first, self._second = places[0], places[4]
        # How a line goes on from its second code where one alone is claimed; never, were the columns in other order.
        in_order = self._npi < self._first and places == list(range(self._first, self._first + len(places)))
        self._no_more = b'","' * len(places[4:]) if in_order else b"\0"

    def read(self, line: bytes) -> Provider | str:
        """Return the provider of a row, or the NPI of one that the directory does not hold.

        Raises
        ------
        RowFault
            If the row cannot be used.
        """
        if npi := self._npi_of_another(line):
            return npi
        cells = self._table.split_quoted(line, self._most)
        if cells is None:
            cells = [cell.encode(ENCODING) for cell in self._table.cells(line)]
        if self._wanted.isdisjoint(self._codes(cells)):
            return _present(cells[self._npi])
        row = {name: _present(cell) for name, cell in zip(COLUMNS, self._columns(cells), strict=True)}
        claims = [
            _claim(take(cells))
            for code, take in zip(self._codes(cells), self._claims, strict=True)
            if code in self._wanted
        ]
        if _is_deactivated(row):
            return row[NPI]
        check_npi(row[NPI])
        updated = _iso_date(_UPDATED, row[_UPDATED])
        address = address_of([row[name] for name in _ADDRESS], _ADDRESS[4], self._locator)
        return Provider(row[NPI], _name_of(row), _kinds_of(claims), _facts_of(claims, updated), address)

    def _npi_of_another(self, line: bytes) -> str:
        """Return the NPI of a row with one code, which is not kept, or "" of any other row: most rows are such."""
        cells = self._table.split_quoted(line, self._second)
        if cells is None or cells[self._first] in self._wanted or not cells[-1].startswith(self._no_more):
            return ""
        return _present(cells[self._npi])


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
        fields = self._table.cells(line)
        npi, *address = (_present(fields[place].encode(ENCODING)) for place in self._columns.values())
        return npi, address


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
    if (_LUHN_OF_80840 + sum(map(int, npi[::2].translate(_DOUBLED) + npi[1::2]))) % 10:
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


def _present(cell: bytes) -> str:
    if not cell or (cell[0] in _MASKS and _MASKED.fullmatch(cell)):
        return ""
    return cell.decode(ENCODING).strip()


def _claim(cells: tuple[bytes, bytes, bytes, bytes]) -> _Claim:
    code, licence, state, primary = cells
    return _Claim(code.decode(ENCODING), _present(licence), _present(state), primary == b"Y")


def _is_deactivated(row: dict[str, str]) -> bool:
    if not row[_DEACTIVATED]:
        return False
    if not row[_REACTIVATED]:
        return True
    return _iso_date(_REACTIVATED, row[_REACTIVATED]) < _iso_date(_DEACTIVATED, row[_DEACTIVATED])


def _kinds_of(claims: Iterable[_Claim]) -> tuple[str, ...]:
    """Return the kinds that the codes stand for, that of the primary code first."""
    taxonomies = load_directory_data().taxonomies
    in_order = sorted(claims, key=lambda claim: not claim.is_primary)
    return tuple(dict.fromkeys(taxonomies[claim.code].kind for claim in in_order))


def _name_of(row: dict[str, str]) -> str:
    person = " ".join(part for part in (row[_FIRST], row[_LAST]) if part)
    if person:
        return f"{person}, {row[_CREDENTIAL]}" if row[_CREDENTIAL] else person
    name, other = row[_ORGANISATION], row[_OTHER_ORGANISATION]
    if not name and not other:
        raise RowFault(_LAST, "there is no name")
    return f"{name} ({other})" if name and other and name != other else name or other


def _facts_of(claims: Iterable[_Claim], updated: str) -> tuple[Fact, ...]:
    listing = Fact("listing", load_directory_data().listings[SOURCE].title, "listed", updated)
    licences = dict.fromkeys(f"{claim.licence} ({claim.state})" for claim in claims if claim.licence)
    return (listing, *(Fact("licence", licence, "self_declared", updated) for licence in licences))


@lru_cache(maxsize=10_000)  # many rows name the same day
def _iso_date(field: str, text: str) -> str:
    if not text:
        return ""
    try:
        month, day, year = (int(part) for part in text.split("/"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise RowFault(field, f"{text!r} is not a date; expected MM/DD/YYYY") from None
