"""Which answers count where the same question was answered again: the last of an hour, and what was finished.

All are kept and shown; none is an error. But "the average of the past 24 hours", said twice within the hour, is
one answer that was put right, and counting it twice would give that day, and that hour, twice the weight.
"""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from collections.abc import Sequence
from datetime import datetime, timedelta

from unknot.knowledge import Value
from unknot.measure.data import load_measure_data


class Given(Value):
    """An answer to one question: when it was given, by the clock of whoever gave it, and whether it was finished."""

    at: datetime
    is_finished: bool = True


def which_count(answers: Sequence[Given]) -> tuple[bool, ...]:
    """Return for each answer to one question whether it counts.

    An unfinished answer counts where its day holds no finished one. Of what then is left, answers within an hour of
    the first of them are one, and the last of these counts.

    Parameters
    ----------
    answers
        Answers to one and the same question, oldest first.

    Notes
    -----
    Source: data/measure/reporting.toml, `course`; the rule is a choice of this project.

    Examples
    --------
    >>> hours = (8, 8.5, 20)
    >>> which_count([Given(at=datetime(2026, 10, 1) + timedelta(hours=hour)) for hour in hours])
    (False, True, True)
    """
    finished_on = {one.at.date() for one in answers if one.is_finished}
    counts = [one.is_finished or one.at.date() not in finished_on for one in answers]
    within = timedelta(minutes=load_measure_data().course.same_answer_within_minutes)
    first = last = None
    for place, one in enumerate(answers):
        if not counts[place]:
            continue
        if first is not None and last is not None and one.at - first < within:
            counts[last] = False
        else:
            first = one.at
        last = place
    return tuple(counts)
