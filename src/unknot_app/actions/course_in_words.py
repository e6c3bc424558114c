"""A course in one sentence first: better, about the same, worse, or can't tell yet; then what that rests on."""

from __future__ import annotations

from unknot.measure import Change, Response, Threshold, load_measure_data
from unknot.measure.change import DOMAINS
from unknot.measure.course import VERDICTS
from unknot.measure.data.instruments import Direction
from unknot_app.actions.progress import IMPRESSION, Progress, Series
from unknot_app.actions.sentences import Sentence

BETTER = "Better: %(what)s went from %(first)s to %(last)s in %(weeks)s weeks."
WORSE = "Worse: %(what)s went from %(first)s to %(last)s in %(weeks)s weeks."
SAME = "About the same: %(what)s was %(first)s and is %(last)s after %(weeks)s weeks."
# By how many weekly answers are missing.
NEEDED = {
    1: "Can’t tell yet: one more weekly answer is needed.",
    2: "Can’t tell yet: two more weekly answers are needed.",
    3: "Can’t tell yet: it takes three weekly answers.",
}
BECAUSE = {
    "last_two_differ": "Can’t tell yet: the last two weeks differ. One more weekly answer will show.",
    "mixed": "Can’t tell: one is better and the other is worse. Both are shown below.",
    "no_room_to_improve": "Can’t tell: it was so mild at the start that this measure cannot show a gain.",
    "no_threshold": "Can’t tell: nobody knows yet which change of this measure counts.",
}
# What the headline rests on.
WHY = {
    "better": "That is more than chance in the measure, and as much as people notice. The last two weeks agree.",
    "worse": (
        "That is more than chance in the measure. Look for the reason before the next session. If anything is new, "
        "such as numbness or weakness, get help."
    ),
    "same": "The difference is not more than chance in the measure, or too small to notice.",
    "cannot_tell": "One week alone may be a good or a bad one. That is why it takes more than one.",
}
BETTER_BEYOND_CHANCE = (
    "That is more than chance in the measure. Which change people notice, nobody has published for it. The last two "
    "weeks agree."
)
OLD = "The last answer is %(days)s days old. How it is now, this does not say."
LAST_WEEK_WORSE = (
    "The last week was much worse. If anything is new, such as numbness or weakness, get help. If not, "
    "wait with the next session until it is calm again."
)
NOT_BETTER = (
    "That is worth knowing. If it stays like this, think of something else: a physiotherapist, more movement, or a "
    "talk with a doctor."
)
# From where on a change counts, as the bands of the chart show it.
LESS_IS_BETTER, MORE_IS_BETTER = "Lower is better.", "Higher is better."
BOTH_WAYS = (
    "You began at %(first)s. At %(gain)s or %(better)s it is better by %(much)s, at %(loss)s or %(worse)s it is "
    "worse."
)
GAIN_ALONE = "You began at %(first)s. At %(gain)s or %(better)s it is better by %(much)s."
AS_MUCH_AS_MATTERS, MORE_THAN_CHANCE = "as much as matters", "more than chance"
BORROWED = "How much matters is taken from the pain scale, and not tested for this."
LOSS_ALONE = "You began at %(first)s, which leaves no room to show a gain. At %(loss)s or %(worse)s it is worse."
LOWER, HIGHER = "lower", "higher"
NO_ROOM_FOR_LOSS = "There is no room left to get worse by as much as matters."
ANY_LOSS = "How much worse counts is not known, so any step that way is called worse."
BETWEEN, ALL_ELSE = "What lies between may be chance.", "All else may be chance."
CHANCE_NOT_KNOWN = "How much may be chance is not known for this measure."
# Of the other form of function, which was asked before.
EARLIER = "This was asked before. Another form is asked now, and the numbers of the two cannot be compared."
# What is measured, as it stands within a sentence.
WITHIN = {
    "pain_nrs": "your average pain",
    "rmdq24": "what your back keeps you from",
    "psfs": "how well you do what matters to you",
    "wellbeing_nrs": "how well you feel",
    "stress_nrs": "your stress",
    "finger_to_floor": "how far you bend down",
    "mm_schober": "how far your low back bends",
    "lumbar_flexion_incl": "how far your low back bends forward",
    "lumbar_extension_incl": "how far your low back bends backward",
    "lumbar_side_bend_incl": "how far your low back bends to the side",
    "lumbar_side_bend_incl.left": "how far your low back bends to the left",
    "lumbar_side_bend_incl.right": "how far your low back bends to the right",
    "slr": "how far your straight leg lifts",
    "slr.left": "how far your straight left leg lifts",
    "slr.right": "how far your straight right leg lifts",
    "ppt": "the pressure that becomes pain",
}
# What a series is of, where an instrument has several.
PART_NAMES = {
    "left": "left",
    "right": "right",
    "drawn": "as painted",
    "pain_interference": "pain in the way of daily life",
    "sleep_disturbance": "disturbed sleep",
    "fatigue": "tiredness",
    "physical_function": "physical function",
}
# The answer to the global impression stands for itself; these say what a responder is.
RESPONDED = (
    "By the rule that studies use, you count as somebody who was helped: the pain fell by 30 percent or more, and so "
    "did what it keeps you from, or you said that it is much better."
)
# The same for somebody else to read.
FACT = "%(what)s (%(low)s to %(high)s): from %(first)s to %(last)s in %(weeks)s weeks. %(verdict)s."
RESPONSE = {
    True: "Helped, by the rule of studies: pain less by 30 percent, with function or global impression to match.",
    False: "Not yet helped, by the rule of studies: pain less by 30 percent, with function or impression to match.",
}
# Of a course of one measure, in a word.
IN_A_WORD = {"better": "Better", "same": "About the same", "worse": "Worse", "cannot_tell": "Can’t tell yet"}
# Of a change that no threshold judges.
NOT_JUDGED = "not judged"


def in_a_word(change: Change) -> str:
    """Return how a week compares with the first one."""
    if change.reason in ("no_threshold", "domain_not_given"):
        return NOT_JUDGED
    return IN_A_WORD[VERDICTS.get(change.classification, "cannot_tell")]


def headline(progress: Progress) -> Sentence:
    """Return the one sentence that comes first."""
    response = progress.response
    if response.verdict == "cannot_tell":
        return Sentence(_cannot_tell(response))
    return _told({"better": BETTER, "worse": WORSE, "same": SAME}[response.verdict], progress.leading)


def why(progress: Progress) -> tuple[Sentence, ...]:
    """Return what the headline rests on, and what may follow from it."""
    response = progress.response
    # What cannot be told for another reason than time has its reason in the headline.
    lines = [WHY[response.verdict]] if response.verdict != "cannot_tell" or response.needed else []
    if response.verdict == "better" and is_beyond_chance_alone(progress.leading):
        lines = [BETTER_BEYOND_CHANCE]
    if response.verdict != "worse" and _ended_badly(progress):
        lines.append(LAST_WEEK_WORSE)
    if response.verdict == "same" and len(progress.sessions) > 1:
        lines.append(NOT_BETTER)
    if response.overall:
        lines.append(RESPONDED)
    return (*_age(progress), *(Sentence(line) for line in lines))


def as_a_fact(series: Series) -> Sentence:
    """Return the course of one measure for somebody else to read."""
    weeks, instrument = series.course.weeks, load_measure_data().instruments[series.instrument]
    said = {"what": (instrument.plain_name,), "first": figure(weeks[0].score), "last": figure(weeks[-1].score)}
    return Sentence(
        FACT,
        {
            **said,
            "verdict": (IN_A_WORD[series.course.verdict],),
            "low": f"{instrument.range[0]:g}",
            "high": f"{instrument.range[1]:g}",
            "weeks": weeks[-1].number - weeks[0].number,
        },
    )


def facts_of(progress: Progress) -> tuple[Sentence, ...]:
    """Return what somebody else may want to know of the course: its age, and the response by the rule of studies."""
    response = progress.response
    told = () if response.overall is None else (Sentence(RESPONSE[response.overall]),)
    return (*_age(progress), *told)


def _age(progress: Progress) -> tuple[Sentence, ...]:
    return (Sentence(OLD, {"days": progress.days_old}),) if progress.days_old else ()


def _ended_badly(progress: Progress) -> bool:
    """Return whether pain or function was much worse in the last answered week than before it, or than at first."""
    courses = [one.course for one in (progress.pain, progress.function) if one and one.course.change]
    return any(
        (course.change is not None and course.change.classification == "worse")
        or course.weeks[-1].number in course.flares
        for course in courses
    )


def of_one(series: Series) -> Sentence:
    """Return in a sentence how the course of one measure is judged."""
    course = series.course
    if course.verdict != "cannot_tell":
        return _told({"better": BETTER, "worse": WORSE, "same": SAME}[course.verdict], series)
    return Sentence(BECAUSE.get(course.reason) or NEEDED[course.needed])


def bounds_of(series: Series) -> tuple[Sentence, ...]:
    """Return which way is better, and from where on a change counts for somebody who began where they did."""
    limits, weeks = series.course.limits, series.course.weeks
    direction = direction_of(series)
    told = [] if direction == "by_domain" else [LESS_IS_BETTER if direction == "higher_worse" else MORE_IS_BETTER]
    threshold, gain, loss = threshold_of(series), limits.gain_from, limits.loss_from
    if threshold is None or (gain is None and loss is None):
        return tuple(map(Sentence, told))
    better, worse = (LOWER, HIGHER) if direction == "higher_worse" else (HIGHER, LOWER)
    much = MORE_THAN_CHANCE if is_beyond_chance_alone(series) else AS_MUCH_AS_MATTERS
    said = {"first": figure(weeks[0].score), "better": (better,), "worse": (worse,), "much": (much,)}
    said |= {name: figure(score) for name, score in (("gain", gain), ("loss", loss)) if score is not None}
    lines = [Sentence(LOSS_ALONE if gain is None else GAIN_ALONE if loss is None else BOTH_WAYS, said)]
    if loss is None:
        knows_points = threshold.mdc or threshold.mic_abs or threshold.mic_by_baseline
        lines.append(Sentence(NO_ROOM_FOR_LOSS if knows_points else ANY_LOSS))
    chance = BETWEEN if gain is not None and loss is not None else ALL_ELSE
    lines.append(Sentence(chance if limits.error else CHANCE_NOT_KNOWN))
    if threshold.mic_from == "borrowed":
        lines.append(Sentence(BORROWED))
    return (*map(Sentence, told), *lines)


def threshold_of(series: Series) -> Threshold | None:
    """Return by what the course of a measure is judged; before anything is answered, by what it would be."""
    own = load_measure_data().thresholds_of(series.instrument)
    used = series.course.limits.threshold
    return next((one for one in own if used in (None, one.id)), None)


def is_beyond_chance_alone(series: Series) -> bool:
    """Return whether a change is known only to be more than chance, since nobody asked which one people notice."""
    threshold = threshold_of(series)
    return threshold is not None and threshold.mic_from == "measurement_error"


def direction_of(series: Series) -> Direction:
    """Return which way is better; of an instrument of several forms this hangs on the form."""
    return DOMAINS.get(series.part, load_measure_data().instruments[series.instrument].direction)


def figure(score: float) -> str:
    """Return a score as it stands in a sentence, with one decimal where it has any."""
    return f"{score:.1f}".removesuffix(".0")


def impression_of(progress: Progress) -> str:
    """Return what was said last of how it is compared with the beginning; empty where nobody asked."""
    if progress.impression is None or progress.impression.score is None:
        return ""
    options = load_measure_data().instruments[IMPRESSION].item[0].options
    return options[round(progress.impression.score) - 1]


def _told(text: str, series: Series) -> Sentence:
    weeks = series.course.weeks
    instrument = load_measure_data().instruments[series.instrument]
    name = instrument.plain_name or instrument.name
    return Sentence(
        text,
        {
            "what": (WITHIN.get(f"{series.instrument}.{series.part}") or WITHIN.get(series.instrument, name),),
            "first": figure(weeks[0].score),
            "last": figure(weeks[-1].score),
            "weeks": weeks[-1].number - weeks[0].number,
        },
    )


def _cannot_tell(response: Response) -> str:
    return BECAUSE.get(response.reason) or NEEDED[response.needed]
