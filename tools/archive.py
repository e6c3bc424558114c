"""Write docs/reference/archive.md from the code, or check that it is current.

python tools/archive.py           writes it
python tools/archive.py --check   exits with 1 when it is old
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import django

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "archive.md"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unknot_app.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models can be read once Django is set up
from django.db.models import Field, ForeignKey  # noqa: E402

from unknot_app.actions.archives import opening  # noqa: E402
from unknot_app.actions.archives.manifest import (  # noqa: E402
    FOR_READING,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    REMOVALS,
    TABLES,
    Listed,
    Manifest,
    file_of,
)
from unknot_app.actions.archives.rows import LEFT_OUT, columns, label_of, tables  # noqa: E402
from unknot_app.actions.archives.writing import NOT_IN_A_COPY  # noqa: E402

INTRO = f"""# The archive

What [`unknot export`](program.md#export-and-import) and the page "Take everything with you" write, and what an empty
installation reads: an ordinary zip file, so that the data can be used without Unknot. This page is written by
`make docs` from the code. How to move with it: [here](../how-to/back-up-and-move.md).

An archive holds health data, also of people whose pages are locked with a PIN, and is **not encrypted**. A file that
the command writes is for this user only (mode 0600).

- **Everything that is kept is in it**: every table of the program, row by row, with ids, times to the microsecond,
  revisions, results with their input, output and the version of the facts, letters as they were seen, consents,
  hashed PINs and settings. The PDF of a letter is set anew from its text, so there are no other files.
- **Nothing that opens a door is in it**: no sessions, no links to enter, no key of the installation.
- **On the command line** no PIN is asked for: who may read the files of the folder can read everything in them.
  **On the page** people whose pages are locked are left out until their PIN is entered.
- A list of therapists that somebody loaded is not in it; load it again. Whom people kept for themselves is in it, and
  so is who asked to be left out of the lists.

## The files

| file | holds |
| --- | --- |
| `{MANIFEST}` | what this archive is, and size, SHA-256 and number of rows of every other file; the last file in it |
| `{TABLES}/TABLE.jsonl` | the rows of a table, one JSON object a line, in UTF-8 |
| `{FOR_READING}/TABLE.csv` | only in a copy of one person: the same for a spreadsheet |

A *copy of one person* (under People) has the same form. It is to be read and handed on, and is not brought in again:
it has no row of the user who keeps it, and lacks the columns {", ".join(f"`{name}`" for name in NOT_IN_A_COPY)}.

"""

MEANT = {
    "format": "says that it is an archive of Unknot",
    "format_version": "grows when older programs can no longer read it",
    "kind": "`everything`, or `person` for a copy of one person",
    "made_at": "when it was written",
    "program_version": "the program that wrote it",
    "knowledge_version": "its facts; each result keeps its own",
    "tables_as_of": "the last migration of each part of the program that has tables",
    "locked_left_out": "how many people were left out because of their PIN",
    "files": "the files by name",
    "size": "bytes",
    "sha256": "the hash of its bytes, in hexadecimal",
    "rows": "how many rows it has",
}

LIMITS = f"""## What is refused

All of a file is looked at before anything is touched; then all rows are stored in one transaction, or none, and with
them the requests to be left out of the lists of therapists. Refused:

- a zip file that is damaged, locked with a password, or packed other than by storing or deflating;
- any name that is not `{MANIFEST}`, `{TABLES}/TABLE.jsonl` or `{FOR_READING}/TABLE.csv`: no absolute path, no way
  upwards, no folder; names twice, links; nothing is unpacked onto the disk anyway;
- more than {opening.MOST_FILES} files or {opening.MOST_BYTES / 1e9:g} GB, a line of more than
  {opening.LONGEST_LINE / 1e6:g} MB, a file that grows more than {opening.MOST_SHRUNK} times;
- a manifest that does not fit: another format, a newer one, a file that is missing, not listed, or changed;
- a table or a column that is not known, a row twice, a row whose person or owner is not there, a value that this
  program would write in another way, JSON that names a thing twice or holds a number that is none;
- an installation in which somebody is kept already.

The page takes files of up to {settings.FILE_UPLOAD_MAX_MEMORY_SIZE / 1e6:g} MB; larger ones go by the command line.

## Versions

An archive is read by the version that wrote it and by later ones, as long as their tables only got more columns and
tables: what is new gets its default. Where a later version rewrote rows, the import says so, and the way is over the
old version: import there, then start the new one with that folder, which brings it up to date. An archive of a newer
program is refused.

"""

ROWS = """## The tables

Each column is a member of the row's object, under its name. Times are ISO 8601 with their zone, ids are UUIDs,
what is not known is null; columns of kind JSON hold what the program keeps in them, as it is.

"""


def build_page() -> str:
    """Return the whole page."""
    parts = [
        INTRO,
        f"## The manifest\n\nFormat `{FORMAT}`, version {FORMAT_VERSION}.\n\n",
        as_table(("member", "meaning"), ((f"`{name}`", MEANT[name]) for name in Manifest.model_fields)),
        "Each file:\n\n",
        as_table(("member", "meaning"), ((f"`{name}`", MEANT[name]) for name in Listed.model_fields)),
        LIMITS,
        ROWS,
        *(f"### {file_of(label_of(one))}\n\n{table_of(columns(one))}" for one in tables()),
        f"### {REMOVALS}\n\nWho asked to be left out of a list of therapists; no table of the database.\n\n",
        as_table(("column", "kind"), (("`source`", "text"), ("`source_id`", "text"), ("`day`", "day"))),
        "## Left out\n\n",
        as_table(("table", "why"), ((f"`{name}`", why) for name, why in sorted(LEFT_OUT.items()))),
    ]
    return "".join(parts).rstrip() + "\n"


def as_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def table_of(fields: dict[str, Field]) -> str:  # type: ignore[type-arg]
    return as_table(("column", "kind"), ((f"`{name}`", kind_of(field)) for name, field in fields.items()))


def kind_of(field: Field) -> str:  # type: ignore[type-arg]
    if isinstance(field, ForeignKey):
        return f"id of a row of `{label_of(field.related_model)}`"
    kinds = {
        "UUIDField": "id",
        "DateTimeField": "time",
        "DateField": "day",
        "JSONField": "JSON",
        "BooleanField": "true or false",
        "FloatField": "number",
        "PositiveIntegerField": "whole number from 0",
        "PositiveBigIntegerField": "whole number from 0",
        "TextField": "text",
        "CharField": f"text, at most {field.max_length} characters",
        "EmailField": f"text, at most {field.max_length} characters",
    }
    kind = kinds[field.get_internal_type() if field.get_internal_type() in kinds else type(field).__name__]
    return f"{kind}, or null" if field.null else kind


def main() -> int:
    written = build_page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == written:
            return 0
        print("docs/reference/archive.md is not current: run make docs")
        return 1
    PAGE.write_text(written, encoding="utf-8")
    print("docs/reference/archive.md is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
