"""Write the database of this version, with an invented person in it, for the tests of later versions.

Run once for each release, never again for the same one: python tools/fixture_database.py
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tests" / "web" / "databases"
DAY = datetime(2026, 11, 22, 20, 14, tzinfo=UTC)


def main() -> None:
    target = FOLDER / f"{version('unknot')}.sql"
    if target.exists():
        raise SystemExit(f"{target} is there already; a released state never changes")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(UNKNOT_DATA=folder, DATABASE_URL="", DJANGO_SETTINGS_MODULE="unknot_app.site.settings")
        import django

        django.setup()
        fill(Path(folder))
        with closing(sqlite3.connect(Path(folder) / "unknot.db")) as database:
            target.write_text("\n".join(database.iterdump()) + "\n", encoding="utf-8")
    print(f"{target.name} written")


def fill(folder: Path) -> None:
    """Make a database with somebody who finished the questions and somebody who is in the middle of them."""
    from unknot_app.accounts.models import local_owner
    from unknot_app.actions.interview import Entry, answer_card, begin_screening, interview_of
    from unknot_app.actions.people import add_person
    from unknot_app.local.database import prepare_database

    answers: dict[str, dict[str, object]] = {
        "about_you": {"age": 42, "sex": "female", "session_mode": "self"},
        "nerve_legs": {"leg_symptoms": "none"},
        "where_it_hurts": {"pain_regions": ["low_back"], "pain_now": 5},
        "how_long": {"pain_duration": "over_3_months"},
        "how_started": {"pain_onset": "slowly_over_weeks"},
        "trend": {"pain_trend": "same"},
        "worse_with": {"pain_worse_with": ["sitting"]},
        "accident": {"trauma": "none"},
        "set_off": {"pain_cause": ["unknown"]},
        "can_stop": {"can_say_stop": "yes"},
    }
    prepare_database(folder, DAY)
    owner = local_owner()
    for name, cards in (("Ana", 99), ("Ben", 5)):
        person = add_person(owner, name)
        screening = begin_screening(person, DAY)
        while (card := interview_of(screening).next_card()) and cards:
            entry, move = Entry(answers.get(card.id, {})), "next" if card.id in answers else "none"
            screening, _ = answer_card(person, card, entry, move, screening.revision, DAY)  # type: ignore[arg-type]
            cards -= 1


if __name__ == "__main__":
    main()
