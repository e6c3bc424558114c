"""Invented providers in the full layout of the US provider file (NPPES): 330 quoted columns, most of them empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import zipcodes

from unknot_app.directory import load_directory_data

_PERSON = ("Last Name", "First Name", "Middle Name", "Name Prefix Text", "Name Suffix Text", "Credential Text")
_ADDRESS = ("Address", "Address City Name", "Address State Name", "Address Postal Code")
_NO_THERAPIST = ("207R00000X", "163W00000X", "1223G0001X", "183500000X", "104100000X", "101YM0800X")
NAMES = (
    "SMITH",
    "JOHNSON",
    "GARCIA",
    "MÜLLER",
    "NGUYEN",
    "O'BRIEN",
    "LEE",
    "KOWALSKI",
    "PATEL",
    "DÍAZ",
    "COHEN",
    "ROSS",
)
FIRST_NAMES = ("ADA", "BO", "CY", "DI", "ED", "FLO", "GUS", "HANA", "INA", "JOE", "KIM", "LOU")


def header() -> tuple[str, ...]:
    """Return the 330 columns in their order, as in the files since 2025."""
    return (
        "NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)",
        "Provider Organization Name (Legal Business Name)",
        "Provider Last Name (Legal Name)", *(f"Provider {name}" for name in _PERSON[1:]),
        "Provider Other Organization Name", "Provider Other Organization Name Type Code",
        *(f"Provider Other {name}" for name in _PERSON), "Provider Other Last Name Type Code",
        *_address("Business Mailing"), *_address("Business Practice Location"),
        "Provider Enumeration Date", "Last Update Date", "NPI Deactivation Reason Code", "NPI Deactivation Date",
        "NPI Reactivation Date", "Provider Sex Code",
        *(f"Authorized Official {name}" for name in (*_PERSON[:3], "Title or Position", "Telephone Number")),
        *(name.format(number) for number in range(1, 16) for name in (
            "Healthcare Provider Taxonomy Code_{}", "Provider License Number_{}",
            "Provider License Number State Code_{}", "Healthcare Provider Primary Taxonomy Switch_{}")),
        *(f"Other Provider Identifier{name}_{number}" for number in range(1, 51)
          for name in ("", " Type Code", " State", " Issuer")),
        "Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN", "Parent Organization TIN",
        *(f"Authorized Official {name}" for name in _PERSON[3:]),
        *(f"Healthcare Provider Taxonomy Group_{number}" for number in range(1, 16)), "Certification Date",
    )  # fmt: skip


def _address(where: str) -> Iterator[str]:
    yield from (f"Provider {line} Line {where} Address" for line in ("First", "Second"))
    yield from (f"Provider {where} {part}" for part in _ADDRESS[1:])
    yield f"Provider {where} Address Country Code (If outside U.S.)"
    yield from (f"Provider {where} Address {what} Number" for what in ("Telephone", "Fax"))


def second_header() -> tuple[str, ...]:
    """Return the columns of the file of second practice locations, with their irregular blanks."""
    of_second = "Provider Secondary Practice Location Address"
    return (
        "NPI", f"{of_second}- Address Line 1", f"{of_second}-  Address Line 2", f"{of_second} - City Name",
        f"{of_second} - State Name", f"{of_second} - Postal Code",
        f"{of_second} - Country Code (If outside U.S.)", f"{of_second} - Telephone Number",
        f"{of_second} - Telephone Extension", "Provider Practice Location Address - Fax Number",
    )  # fmt: skip


def line(columns: tuple[str, ...], cells: Mapping[str, str]) -> bytes:
    """Return a row as it stands in the file: every cell quoted, in latin-1."""
    unknown = cells.keys() - set(columns)
    assert not unknown, unknown
    quoted = (cells.get(name, "").replace('"', '""') for name in columns)
    return ('"' + '","'.join(quoted) + '"\n').encode("latin-1")


def npi(number: int) -> str:
    """Return the NPI with this number: nine digits and the check digit."""
    digits = f"80840{100_000_000 + number}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return f"{digits[5:]}{-total % 10}"


def provider(number: int, **cells: str) -> dict[str, str]:
    """Return the cells of a massage therapist in Boulder; other cells may be given by `_cells` of their names."""
    place = "Provider Business Practice Location Address"
    return {
        "NPI": npi(number),
        "Entity Type Code": "1",
        "Provider Last Name (Legal Name)": "NOBODY",
        "Provider First Name": "INVENTED",
        "Provider First Line Business Practice Location Address": f"{number} NOWHERE ST",
        f"{place} City Name": "BOULDER",
        f"{place} State Name": "CO",
        f"{place} Postal Code": "803021234",
        f"{place} Country Code (If outside U.S.)": "US",
        f"{place} Telephone Number": "3035550100",
        "Last Update Date": "05/07/2025",
        "Healthcare Provider Taxonomy Code_1": "225700000X",
        "Provider License Number_1": f"MT.{number:07d}",
        "Provider License Number State Code_1": "CO",
        "Healthcare Provider Primary Taxonomy Switch_1": "Y",
        **cells,
    }


def weights_of_postcodes(generator: np.random.Generator) -> np.ndarray:
    """Return the share of each postcode: few hold very many, as in towns."""
    weights = generator.lognormal(0, 1.5, len(zipcodes.list_all()))
    return np.asarray(weights / weights.sum())


def write_file(path: Path, megabytes: float, share: float = 0.1, seed: int = 7) -> int:
    """Write a file of about so many megabytes, of which a share are of kinds that are kept; return its rows.

    People are spread over the postcodes of the US unevenly, as towns are.
    """
    columns, generator = header(), np.random.default_rng(seed)
    postcodes = zipcodes.list_all()
    weights = weights_of_postcodes(generator)
    codes = list(load_directory_data().taxonomies)
    rows = 0
    with path.open("wb") as file:
        file.write(('"' + '","'.join(columns) + '"\n').encode())
        while file.tell() < megabytes * 1e6:
            count = 5000
            places = generator.choice(len(postcodes), count, p=weights)
            wanted = generator.random(count) < share
            names = generator.integers(0, len(NAMES), (count, 2))
            taxonomies = generator.integers(0, len(codes), count)
            for at in range(count):
                code = codes[taxonomies[at]] if wanted[at] else _NO_THERAPIST[taxonomies[at] % len(_NO_THERAPIST)]
                where = postcodes[places[at]]
                file.write(line(columns, _invented(rows + at, where, names[at], code)))
            rows += count
    return rows


def _invented(number: int, where: Mapping[str, str], names: np.ndarray, code: str) -> dict[str, str]:
    practice, mailing = "Provider Business Practice Location Address", "Provider Business Mailing Address"
    return provider(
        number,
        **{
            "Provider Last Name (Legal Name)": NAMES[names[0]],
            "Provider First Name": FIRST_NAMES[names[1]],
            "Provider First Line Business Mailing Address": f"PO BOX {number}",
            f"{mailing} City Name": where["city"].upper(),
            f"{mailing} State Name": where["state"],
            f"{mailing} Postal Code": where["zip_code"],
            f"{practice} City Name": where["city"].upper(),
            f"{practice} State Name": where["state"],
            f"{practice} Postal Code": where["zip_code"],
            "Provider Enumeration Date": "07/08/2010",
            "Provider Sex Code": "F",
            "Healthcare Provider Taxonomy Code_1": code,
            "Is Sole Proprietor": "X",
            "Certification Date": "05/07/2025",
        },
    )
