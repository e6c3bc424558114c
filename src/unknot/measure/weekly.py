"""What is asked once a week: few questions, chosen by what hurts."""

from __future__ import annotations

from unknot.errors import BadInput, nearest
from unknot.measure.change import change
from unknot.measure.data import find_instrument, load_measure_data

# It asks how it is compared with the beginning, so that it has no place in the first set.
SINCE_THE_BEGINNING = "pgic"


def weekly_set(complaint: str, *, is_first: bool = False, first_function: float | None = None) -> tuple[str, ...]:
    """Return the instruments of a weekly set, in the order in which they are asked.

    Parameters
    ----------
    complaint
        `low_back`, `neck`, `head` or `widespread`.
    is_first
        Whether nothing was asked before: then there is nothing to compare with.
    first_function
        The first score of the instrument of function. Where it leaves no room to show a gain, another one is asked.

    Raises
    ------
    BadInput
        If the complaint is unknown, or the score lies beyond its instrument's range.

    Notes
    -----
    Source: data/measure/reporting.toml, `weekly`; the choice is this project's, and holds only instruments whose
    wording may be shown.

    Examples
    --------
    >>> weekly_set("neck", is_first=True)
    ('pain_nrs', 'psfs', 'wellbeing_nrs', 'stress_nrs')
    """
    known = load_measure_data().weekly
    if complaint not in known:
        raise BadInput(
            f"complaint: expected one of {', '.join(known)}, got {complaint!r:.40}{nearest(complaint, known)}"
        )
    chosen = known[complaint]
    asked = [name for name in chosen.measures if not (is_first and name == SINCE_THE_BEGINNING)]
    if chosen.instead and first_function is not None and _has_no_room(chosen.function, first_function):
        asked = [chosen.instead if name == chosen.function else name for name in asked]
    return tuple(asked)


def _has_no_room(instrument: str, first: float) -> bool:
    """Return whether not even the best score would be a gain that can be told from chance."""
    asked = find_instrument(instrument)
    worst_to_best = asked.range if asked.direction == "higher_better" else asked.range[::-1]
    return change(instrument, first, worst_to_best[1]).reason == "no_room_to_improve"
