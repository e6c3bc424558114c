"""Every rule in words, and as a document for a clinician."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

from tools import review_due

from tests.contract.test_command_line import run
from unknot.knowledge import data_folder, load_reviews, load_sources
from unknot.screen import load_screen_data
from unknot_app.actions.rules_document import HEADER, OWN_COLUMNS, rules_csv
from unknot_app.actions.rules_in_words import SEEN, all_rules
from unknot_app.actions.spreadsheet import as_csv

DATA = load_screen_data()
TODAY = date(2026, 11, 28)


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_every_rule_is_told_with_what_it_does_and_how_it_is_known():
    rules = all_rules()
    of_files = len(DATA.red_flags) + len(DATA.contraindications) + len(DATA.danger_zones) + len(DATA.sensitive_areas)

    assert len(rules) == of_files + len(("default limits", "three lists of signs to stop")) + 2
    assert {*DATA.red_flags, *DATA.contraindications, *DATA.danger_zones, "default_limits"} < rules.keys()
    assert [name for name, rule in rules.items() if not rule.sources or not str(rule.title)] == []
    # A word to the person is all that some rules do.
    assert [name for name, rule in rules.items() if not (rule.does or rule.says)] == []
    assert all(rule.condition for name, rule in rules.items() if name in DATA.when)


def test_how_far_a_source_was_read_has_words():
    assert {source.seen for source in load_sources().values()} <= SEEN.keys()


def test_the_table_holds_every_rule_with_room_for_a_judgement():
    rows = rows_of(rules_csv(TODAY))

    assert {row["id"] for row in rows} == all_rules().keys()
    assert all(row[name] == "" for row in rows for name in HEADER[-OWN_COLUMNS:])
    bladder = next(row for row in rows if row["id"] == "cauda_equina")
    assert DATA.questions["bladder_change"].text in bladder["condition"]
    assert bladder["what it does"] == "Call the emergency number now."
    assert bladder["review"] == "Not reviewed by a clinician yet."
    assert "sensitivity 0.60" in bladder["published accuracy"]


def test_a_review_that_is_overdue_says_so():
    after = max(review.next_review for review in load_reviews().values()) + timedelta(days=1)

    assert {row["review"] for row in rows_of(rules_csv(after))} == {
        "Not reviewed by a clinician yet. The review is overdue."
    }


def test_a_spreadsheet_runs_no_cell():
    (row,) = rows_of(as_csv(["=A"], [["=1+1"], ["plain"]]))[:1]

    assert row == {"'=A": "'=1+1"}
    for cell in ("+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"):
        assert as_csv([cell], []).decode("utf-8-sig").lstrip('"').startswith("'")
    assert as_csv([], [[-3, -0.5, True]]).decode("utf-8-sig").splitlines()[1:] == ["-3,-0.5,True"]


# Written beside it, and why nothing in them runs.
OTHER_TABLES = {
    "directory/importing.py": "every cell begins with a word of ours",
    "directory/own.py": "one invented row of ours",
    "directory/removals.py": "ids, for the program only",
}


def test_tables_for_spreadsheets_are_written_in_one_place():
    program = data_folder().parents[1] / "unknot_app"

    writing = {
        path.relative_to(program).as_posix()
        for path in program.rglob("*.py")
        if re.search(r"csv\.(Dict)?[wW]riter", path.read_text(encoding="utf-8"))
    }

    assert writing == {"actions/spreadsheet.py"} | OTHER_TABLES.keys()


def test_every_file_of_the_data_has_its_review():
    files = {path.relative_to(data_folder()).as_posix() for path in data_folder().rglob("*.csv")}

    assert files < load_reviews().keys()
    assert {path.relative_to(data_folder()).as_posix() for path in data_folder().rglob("*.toml")} >= {
        name for name in load_reviews() if name.endswith(".toml")
    }


def test_the_list_of_reviews_names_every_file_and_each_entry_that_waits(capsys):
    review_due.main(["--entries"])
    told = capsys.readouterr().out

    assert [name for name in load_reviews() if name not in told] == []
    assert [entry for entry in (*DATA.red_flags, *DATA.danger_zones) if f" {entry}\n" not in told] == []


def test_the_command_lists_the_rules_and_writes_both_documents(tmp_path):
    listed = run("rules")
    written = run("rules", "--csv", str(tmp_path / "r.csv"), "--pdf", str(tmp_path / "r.pdf"), "--paper", "us-letter")

    assert "[cauda_equina]" in listed.stdout
    assert listed.stdout.startswith(f"{len(all_rules())} rules, 0 of them reviewed")
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert len(rows_of((tmp_path / "r.csv").read_bytes())) == len(all_rules())
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert run("rules", "--pdf", str(tmp_path / "no" / "r.pdf")).returncode == 2
