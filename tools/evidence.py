"""Work out pooled results anew from the rows of the studies, and list the claims whose numbers changed.

python -m tools.evidence                    writes src/unknot/data/evidence/pooled.json
python -m tools.evidence --check            exits with 1 when it is not current
python -m tools.evidence --reviewed pain    takes claims from the list, after somebody has read them again
"""

from __future__ import annotations

import argparse
import sys

from unknot.evidence import load_claims, load_evidence_data
from unknot.evidence.sets import RESULTS, Results, SetResult, load_pooling_data, work_out_all
from unknot.knowledge import data_folder

PATH = data_folder() / "evidence" / RESULTS


def kept() -> Results | None:
    """Return the results that are kept, current or not."""
    return Results.model_validate_json(PATH.read_text(encoding="utf-8")) if PATH.exists() else None


def as_text(results: Results) -> str:
    return results.model_dump_json(indent=1) + "\n"


def describe(name: str, result: SetResult) -> str:
    """Return what a set comes to in one line."""
    found = result.pooled
    if found is None:
        count = f"{len(result.effects)} studies give numbers, {len(result.without_numbers)} do not"
        return f"{name}: not enough data ({count}; least {load_pooling_data().sets[name].least})"
    return f"{name}: {found.k} studies, {found.estimate:.2f} ({found.ci_low:.2f} to {found.ci_high:.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when it is not current")
    parser.add_argument("--reviewed", nargs="+", default=[], metavar="CLAIM", help="claims that were read again")
    wanted = parser.parse_args()
    claims, before = load_claims().claims, kept()
    results = work_out_all(load_evidence_data(), load_claims(), before)
    unknown = [name for name in wanted.reviewed if name not in results.to_review]
    if unknown:
        print(f"{', '.join(unknown)}: no such claim waits for a review")
        return 2
    waiting = {name: records for name, records in results.to_review.items() if name not in wanted.reviewed}
    results = results.model_copy(update={"to_review": waiting})
    if wanted.check:
        if before is None or as_text(before) != as_text(results):
            print(f"{RESULTS} is not current: run make evidence")
            return 1
        return 0
    PATH.write_text(as_text(results), encoding="utf-8")
    for name, result in results.sets.items():
        print(describe(name, result))
    for name, records in waiting.items():
        print(f"Read the claim {name!r} again ({claims[name].title}): numbers changed in {', '.join(records)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
