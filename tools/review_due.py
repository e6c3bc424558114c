"""List which data files wait for a clinician's review, and which reviews are overdue.

python tools/review_due.py             a line for each file
python tools/review_due.py --entries   also each entry that nobody has reviewed
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from unknot.knowledge import data_folder, load_reviews

# Tables of a file that are no entries.
NO_ENTRIES = ("defaults", "review", "columns", "about", "rank")


def main(arguments: list[str]) -> int:
    today, folder = date.today(), data_folder()
    print(f"{'to be read again':18}{'not reviewed':>14}  file")
    for name, review in sorted(load_reviews().items(), key=lambda found: (found[1].next_review, found[0])):
        entries = list(entries_of(folder / name))
        waiting = [] if review.reviewed else [entry for entry, is_reviewed in entries if not is_reviewed]
        mark = " OVERDUE" if review.is_overdue(today) else ""
        print(f"{review.next_review.isoformat() + mark:18}{f'{len(waiting)} of {len(entries)}':>14}  {name}")
        if "--entries" in arguments:
            for entry in waiting:
                print(f"{'':34}{entry}")
    return 0


def entries_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the name of every entry of a file, and whether it was reviewed itself."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                yield row.get("id") or f"row {number}", False
        return
    for table, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if isinstance(content, list):
            yield from (named(table, number, entry) for number, entry in enumerate(content, 1))
        elif table not in NO_ENTRIES:
            yield table, bool(content.get("reviewed"))


def named(table: str, number: int, entry: dict[str, Any]) -> tuple[str, bool]:
    return str(entry.get("id", f"{table} {number}")), bool(entry.get("reviewed"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
