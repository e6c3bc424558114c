"""How long a search over all that is known takes, in an index of SQLite in memory.

Run: .venv/bin/python -m benchmarks.searching
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unknot_app.site.settings")
os.environ["DATABASE_URL"] = ""
django.setup()

from unknot_app.actions.searching import search, shelf_of  # noqa: E402

# A common word, one with others of the same meaning, one that is misspelt, and several that few places hold together.
QUESTIONS = ("pain", "sciatica", "trombosis", "neck dizzy massage")
TIMES = 5


def main() -> None:
    built = milliseconds(lambda: shelf_of("en"))
    texts = [document.text for document in shelf_of("en").documents]
    letters = sum(len(text.title) + len(text.text) for text in texts)
    print(f"{len(texts)} texts of {letters:,} letters; built in {built / 1000:.2f} s")
    for asked in QUESTIONS:
        best = min(milliseconds(partial(search, asked)) for _ in range(TIMES))
        print(f"  {asked:20}{best:6.1f} ms, best of {TIMES}")


def milliseconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
