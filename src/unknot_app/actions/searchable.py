"""Everything that can be searched: what is known, never anything of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from unknot.body import load_atlas
from unknot.evidence import load_claims, load_evidence_data
from unknot.learn import load_learn_data
from unknot.plan import exercises_for, load_plan_data
from unknot.refer import load_choosing_data, load_refer_data
from unknot_app.actions.body_names import name_of_muscle, name_of_place, names_of_muscles
from unknot_app.actions.conditions_in_words import Asked, Condition, Together
from unknot_app.actions.evidence_in_words import name_of, source_of
from unknot_app.actions.full_text import Text
from unknot_app.actions.learning import filled, instruments
from unknot_app.actions.rules_in_words import all_rules

Say = Callable[[str], str]

# In the order in which they are shown, whatever ranks best.
KINDS = {
    "word": "Words",
    "page": "Pages to learn from",
    "therapist": "Choosing a therapist",
    "claim": "What studies say",
    "study": "Studies and reviews",
    "muscle": "Muscles",
    "place": "Places of the body",
    "exercise": "Stretches and movements",
    "rule": "Rules",
    "measure": "What can be measured",
    "resource": "Elsewhere on the web",
}


@dataclass(frozen=True)
class Document:
    """Something that can be found, with the page that holds it, what that page is asked, and the place on it."""

    kind: str
    text: Text
    route: str
    names: tuple[str, ...] = ()
    anchor: str = ""
    query: str = ""


def documents(say: Say) -> tuple[Document, ...]:
    """Return everything that can be found, in the language that `say` speaks."""
    to_read = (_pages, _words, _choosing, _claims, _studies, _reviews, _resources)
    to_look_up = (_muscles, _places, _exercises, _rules, _measures)
    return tuple(document for of_one_kind in (*to_read, *to_look_up) for document in of_one_kind(say))


def _text(say: Say, title: str, texts: Iterable[str]) -> Text:
    return Text(_capital(say(title)), " ".join(_closed(say(text)) for text in texts if text))


def _closed(text: str) -> str:
    """Return a text as a sentence, so that the next one may follow."""
    return _capital(text if text.endswith((".", "?", ":", "”")) else f"{text}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pages(say: Say) -> Iterator[Document]:
    for name, page in load_learn_data().pages.items():
        yield Document("page", _text(say, page.head.title, [page.head.lead]), "learn:page", (name,))
        for section in page.sections:
            told = " ".join(filled(statement).said(say) for statement in section.statements)
            text = Text(f"{say(page.head.title)}: {say(section.title)}", told)
            yield Document("page", text, "learn:page", (name,), section.id)


def _words(say: Say) -> Iterator[Document]:
    for word in load_learn_data().words.values():
        yield Document("word", _text(say, word.name, [word.text]), "learn:words", anchor=word.id)


def _choosing(say: Say) -> Iterator[Document]:
    data, guide = load_choosing_data(), "directory:guide"
    for asked in data.questions.values():
        yield Document("therapist", _text(say, asked.text, [asked.listen_for]), guide, anchor="ask")
    for sign in data.bad_signs.values():
        yield Document("therapist", _text(say, sign.text, [sign.reason]), guide, anchor="bad-signs")
    countries = load_refer_data().countries
    for licence in data.licences.values():
        title = f"{say(licence.name)} ({say(countries[licence.country].name)})"
        text, query = _text(str, title, [say(licence.text)]), f"country={licence.country}"
        yield Document("therapist", text, guide, anchor="registers", query=query)
    for certificate in data.certificates.values():
        text, query = _text(say, certificate.name, [certificate.text]), f"country={certificate.countries[0]}"
        yield Document("therapist", text, guide, anchor="registers", query=query)


def _claims(say: Say) -> Iterator[Document]:
    for claim in load_claims().claims.values():
        text = _text(say, claim.title, [claim.verdict, claim.size, claim.statement])
        yield Document("claim", text, "evidence:claim", (claim.id,))


def _studies(say: Say) -> Iterator[Document]:
    for name, study in load_evidence_data().studies.items():
        said = (text for result in study.results for text in (result.condition, result.arm_1, result.arm_2))
        # Titles stand in the language they were printed in.
        texts = [source_of(name).title, *map(say, dict.fromkeys(said))]
        yield Document("study", _text(str, name_of(name), texts), "evidence:study", (name,))


def _reviews(say: Say) -> Iterator[Document]:
    for name, review in load_evidence_data().reviews.items():
        texts = [source_of(name).title, say(review.verdict)]
        yield Document("study", _text(str, name_of(name), texts), "evidence:review", (name,))


def _muscles(say: Say) -> Iterator[Document]:
    for muscle in load_atlas().muscles.values():
        name = name_of_muscle(muscle)
        title = f"{say(name.name)} ({name.clinical_name})"
        also = ", ".join(alias.replace("_", " ") for alias in muscle.aliases)
        texts = [say(muscle.common_name), also, *map(say, (*muscle.features, *muscle.activating_causes))]
        yield Document("muscle", _text(str, title, texts), "muscles:muscle", (muscle.id,))


def _places(say: Say) -> Iterator[Document]:
    for region in load_atlas().regions.values():
        name = name_of_place(region).name
        yield Document("place", _text(say, name, ()), "muscles:place", (region.id,))


def _exercises(say: Say) -> Iterator[Document]:
    # An exercise stands on the pages of the muscles that it stretches; what stretches none has no page.
    on_pages: dict[str, list[str]] = {}
    for muscle in load_atlas().muscles:
        for exercise in exercises_for(muscle):
            on_pages.setdefault(exercise.id, []).append(muscle)
    for name, muscles in on_pages.items():
        exercise = load_plan_data().exercises[name]
        names = [f"{say(one.name)} ({one.clinical_name})" for one in names_of_muscles(muscles)]
        told = map(say, (exercise.start_position, *exercise.steps, *exercise.cautions))
        text = _text(str, say(exercise.name), [*told, *names])
        yield Document("exercise", text, "muscles:muscle", (muscles[0],), f"stretch-{name}")


def _rules(say: Say) -> Iterator[Document]:
    for rule in all_rules().values():
        title = rule.title.said(say)
        texts = [*map(say, (rule.reason, rule.says, *rule.signs)), *(one.said(say) for one in rule.does)]
        texts += _asked(say, rule.condition) if rule.condition else ()
        yield Document("rule", _text(str, title, texts), "rules:rule", (rule.id,))


def _asked(say: Say, condition: Condition) -> Iterator[str]:
    """Yield the questions behind a rule, and the answers that it is about."""
    if isinstance(condition, Together):
        for part in condition.parts:
            yield from _asked(say, part)
    elif isinstance(condition, Asked):
        yield say(condition.question)
        yield condition.answered.said(say)


def _measures(say: Say) -> Iterator[Document]:
    for one in instruments():
        text = _text(say, one.plain_name or one.name, [one.name, *(item.text for item in one.item)])
        yield Document("measure", text, "learn:measures", anchor=one.id)


def _resources(say: Say) -> Iterator[Document]:
    for one in load_refer_data().resources.values():
        text = _text(str, one.title, [one.publisher, say(one.good_for), say(one.caveat), one.domain])
        yield Document("resource", text, "learn:resources", anchor=one.id)
