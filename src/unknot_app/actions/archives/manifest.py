"""What an archive says of itself: the table of its files, with the size and the hash of each."""

import datetime
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

FORMAT: Final = "unknot-archive"
FORMAT_VERSION: Final = 1  # grows when an archive written from then on cannot be read by the programs before
MANIFEST = "manifest.json"
TABLES = "tables"  # the folder of what is restored: one file of JSON Lines for each table
FOR_READING = "csv"  # the folder of the same tables for a spreadsheet, in a copy of one person

Kind = Literal["everything", "person"]
Count = Annotated[int, Field(ge=0)]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Listed(_Told):
    """One file: its size in bytes, its hash, and how many rows it holds."""

    size: Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Count


class Manifest(_Told):
    """The whole table, and what has to be known to read the rows.

    `tables_as_of` names the last migration of each part of the program that has tables. `locked_left_out` counts
    people whose pages were locked with a PIN when the archive was made from the pages.
    """

    format: Literal["unknot-archive"]
    format_version: Literal[1]
    kind: Kind
    made_at: Annotated[AwareDatetime, Field(strict=False)]
    program_version: str
    knowledge_version: str
    tables_as_of: dict[str, str]
    locked_left_out: Count
    files: dict[str, Listed]


class Removal(_Told):
    """Somebody who asked to be left out of a list of therapists; it has to outlive a move to another computer."""

    source: Annotated[str, Field(min_length=1, max_length=200)]
    source_id: Annotated[str, Field(min_length=1, max_length=200)]
    day: Annotated[datetime.date, Field(strict=False)]

    @field_validator("source", "source_id")
    @classmethod
    def _is_printable(cls, text: str) -> str:
        if not text.isprintable():
            raise ValueError("holds hidden signs")
        return text


def file_of(table: str) -> str:
    """Return the name of the file that holds a table such as "records.person"."""
    return f"{TABLES}/{table}.jsonl"


# No table of the database: requests lie in the folder, beside the lists that they hold for.
REMOVALS = file_of("directory.removal")
