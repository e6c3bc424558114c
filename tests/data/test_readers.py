"""The readers of the data files report all faults of all stages at once, each with its file and its entry."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from unknot import knowledge
from unknot.errors import KnowledgeError
from unknot_app.actions.checking import check_knowledge

REFERRAL_ZONES = "body/referral_zones.csv"
RED_FLAGS = "screen/red_flags.toml"
CONTRAINDICATIONS = "screen/contraindications.toml"
STRETCHES = "plan/stretches.toml"
APPLICATORS = "plan/applicators.toml"
ITEMS = "screen/items.csv"
OPTION_LABELS = "screen/option_labels.csv"

# One planted fault: file, what stands there once, what is put there, and what the message must name.
FAULTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "unknown region": (
        REFERRAL_ZONES,
        "multifidus_lumborum.upper_lumbar,upper_abdomen,same",
        "multifidus_lumborum.upper_lumbar,uper_abdomen,same",
        (REFERRAL_ZONES, "multifidus_lumborum.upper_lumbar", "unknown region 'uper_abdomen'; nearest: upper_abdomen"),
    ),
    "bad number in a row": (
        "locate/priors.csv",
        "low_back,piriformis,muscle,0.02269,",
        "low_back,piriformis,muscle,0.02x69,",
        ("locate/priors.csv", "row 3", "main", "'0.02x69'"),
    ),
    "unknown source of a row": (
        "locate/priors.csv",
        "low_back,quadratus_lumborum,muscle,0.02296,0.2125,42.5,active,monclus2025",
        "low_back,quadratus_lumborum,muscle,0.02296,0.2125,42.5,active,monklus2025",
        ("locate/priors.csv", "quadratus_lumborum", "unknown source 'monklus2025'; nearest: monclus2025"),
    ),
    "unknown tool in a ban": (
        CONTRAINDICATIONS,
        'no_tools = ["oil", "scented_product", "latex"]',
        'no_tools = ["oil", "scented_produkt", "latex"]',
        (CONTRAINDICATIONS, "allergy", "unknown tool 'scented_produkt'; nearest: scented_product"),
    ),
    "unknown action in a ban": (
        CONTRAINDICATIONS,
        'no_actions = ["deep_knee_bend"]',
        'no_actions = ["deep_knee_band"]',
        (CONTRAINDICATIONS, "unknown action 'deep_knee_band'; nearest: deep_knee_bend"),
    ),
    "unknown position in a ban": (
        CONTRAINDICATIONS,
        'avoid_positions = ["kneeling", "hands_and_knees"]',
        'avoid_positions = ["kneling", "hands_and_knees"]',
        (CONTRAINDICATIONS, "unknown position 'kneling'; nearest: kneeling"),
    ),
    "unknown surface in a ban": (
        CONTRAINDICATIONS,
        'avoid_surfaces = ["floor"]',
        'avoid_surfaces = ["flor"]',
        (CONTRAINDICATIONS, "unknown surface 'flor'; nearest: floor"),
    ),
    "misspelt question of a contraindication": (
        CONTRAINDICATIONS,
        'when = "product_allergy"',
        'when = "produkt_allergy"',
        (CONTRAINDICATIONS, "allergy", "unknown question 'produkt_allergy'", "nearest: product_allergy"),
    ),
    "words of an unknown item": (
        ITEMS,
        "danger_ill_leg,fever,",
        "danger_ill_leg,fevr,",
        (ITEMS, "danger_ill_leg.fevr", "unknown item of its card 'fevr'; nearest: fever"),
    ),
    "words on an unknown card": (
        ITEMS,
        "pain_pattern,pain_night,",
        "pain_patern,pain_night,",
        (ITEMS, "pain_patern.pain_night", "unknown card 'pain_patern'; nearest: pain_pattern"),
    ),
    "item without words": (
        ITEMS,
        "health_pressure_clots,smoking,",
        "health_medicines,smoking,",
        (ITEMS, "health_pressure_clots.smoking", "has no row"),
    ),
    "item with words twice": (
        ITEMS,
        "coping,yf_stress,",
        "coping,yf_sleep,,Bad sleep\ncoping,yf_stress,",
        (ITEMS, "coping.yf_sleep", "stands twice"),
    ),
    "item with no text": (
        ITEMS,
        "stiffness_pattern,ibp_better_with_exercise,,Exercise makes it better",
        "stiffness_pattern,ibp_better_with_exercise,,",
        (ITEMS, "text", "Field required"),
    ),
    "words of an unknown option": (
        OPTION_LABELS,
        "leg_swelling_signs,swollen,",
        "leg_swelling_signs,swolen,",
        (OPTION_LABELS, "leg_swelling_signs.swolen", "unknown option of its question 'swolen'; nearest: swollen"),
    ),
    "words of an unknown question": (
        OPTION_LABELS,
        "sex,female,",
        "sexx,female,",
        (OPTION_LABELS, "sexx.female", "unknown question 'sexx'; nearest: sex"),
    ),
    "option without words": (
        OPTION_LABELS,
        "medicines,insulin,Insulin\n",
        "",
        (OPTION_LABELS, "medicines.insulin", "has no row"),
    ),
    "what a doctor may allow without words": (
        OPTION_LABELS,
        "*,heat,Heat\n",
        "",
        (OPTION_LABELS, "doctor_ok_crps.heat", "has no row"),
    ),
    "option with words twice": (
        OPTION_LABELS,
        "smoking,now,",
        "smoking,past,Before\nsmoking,now,",
        (OPTION_LABELS, "smoking.past", "stands twice"),
    ),
    "words that no option takes": (
        OPTION_LABELS,
        "*,unsure,Not sure\n",
        "*,unsure,Not sure\n*,perhaps,Perhaps\n",
        (OPTION_LABELS, "*.perhaps", "is the label of no option"),
    ),
    "words for places": (
        OPTION_LABELS,
        "start_back_result,low,",
        "skin_regions,foot,The foot\nstart_back_result,low,",
        (OPTION_LABELS, "skin_regions.foot", "unknown option of its question 'foot'"),
    ),
    "unknown source of words": (
        OPTION_LABELS.replace(".csv", ".columns.toml"),
        'sources = ["unknot_consensus"]',
        'sources = ["unknot_consensuss"]',
        (OPTION_LABELS, "*.unsure", "unknown source 'unknot_consensuss'"),
    ),
    "id used twice": (
        "screen/sensitive_areas.toml",
        "",
        "",
        ("screen/sensitive_areas.toml", "stands twice"),
    ),
    "unknown muscle": (
        STRETCHES,
        'lengthens = ["iliopsoas"]',
        'lengthens = ["iliopsoaz"]',
        (STRETCHES, "half_kneeling_hip_flexor", "unknown muscle 'iliopsoaz'; nearest: iliopsoas"),
    ),
    "unknown technique of a choice rule": (
        APPLICATORS,
        "",
        "",
        (APPLICATORS, "unknown technique 'ball_presure'"),
    ),
    "threshold of an unknown instrument": (
        "measure/change.toml",
        'instrument = "odi"\nuse = "spine surgery"',
        'instrument = "ody"\nuse = "spine surgery"',
        ("measure/change.toml", "odi.surgery", "unknown instrument 'ody'; nearest: odi"),
    ),
    "instrument without a default threshold": (
        "measure/change.toml",
        'use = "chronic tension-type headache"\ndefault = true',
        'use = "chronic tension-type headache"',
        ("measure/change.toml", "hit6", "has 0 default thresholds, expected 1"),
    ),
    "wording that may not be shown": (
        "measure/instruments.toml",
        'licence = "measurement; use an own body chart"\nlicence_status = "recalled"\nitems_included = true',
        'licence = "measurement; use an own body chart"\nlicence_status = "recalled"\nitems_included = false',
        ("measure/instruments.toml", "pain_extent", "its wording may not be shown, but items stand here"),
    ),
    "unknown word in an effect": (
        "treat/adverse_events.toml",
        'no_actions = ["stretch_to_end_range"]',
        'no_actions = ["stretch_to_end_rage"]',
        ("treat/adverse_events.toml", "unknown action 'stretch_to_end_rage'; nearest: stretch_to_end_range"),
    ),
}

# Faults in the condition of a red flag, each planted in a rule of its own, and what the message must say.
CONDITIONS = {
    "misspelt question": ('"pain_nigth = yes"', "unknown question 'pain_nigth'"),
    "unknown operator": ('"cancer ~ now"', "unknown operator '~'"),
    "unknown option": ('"cancer = nevr"', "nevr"),
    "operator that does not suit": ('"cancer has never"', "does not suit a choice question"),
    "number where there is none": ('"cancer >= 3"', "cancer >= 3"),
    "no expression": ('{ some = ["pain_night"] }', "expected a condition, or one of all, any, not"),
}


def clear_caches():
    """Forget everything that was read or reckoned from the data files."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("unknot", "unknot_app"):
            for part in list(vars(module).values()):
                clear = getattr(part, "cache_clear", None)
                if callable(clear) and not isinstance(part, type):
                    clear()


@pytest.fixture
def copied_data(tmp_path, monkeypatch):
    """Return a copy of all data files that every reader reads until the test ends."""
    copy = tmp_path / "data"
    shutil.copytree(knowledge.data_folder(), copy)
    monkeypatch.setattr(knowledge, "data_folder", lambda: copy)
    clear_caches()
    yield copy
    monkeypatch.undo()
    clear_caches()


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def plant(folder: Path, name: str) -> None:
    file, old, new, _ = FAULTS[name]
    if name == "id used twice":
        path = folder / file
        text = path.read_text(encoding="utf-8")
        first = text.index("[[sensitive_area]]")
        second = text.index("[[sensitive_area]]", first + 1)
        path.write_text(f"{text}\n{text[first:second]}", encoding="utf-8")
    elif name == "unknown technique of a choice rule":
        text = (folder / file).read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if line.startswith("technique = "))
        change(folder, file, line, 'technique = "ball_presure"')
    else:
        change(folder, file, old, new)


def faults_of(folder: Path) -> str:
    with pytest.raises(KnowledgeError) as caught:
        check_knowledge()
    assert str(folder) not in str(caught.value), "a message names files within the data, not on this computer"
    return str(caught.value)


def line_with(message: str, words: tuple[str, ...]) -> list[str]:
    return [line for line in message.splitlines() if all(word in line for word in words)]


def test_the_copy_without_a_fault_is_accepted(copied_data):
    check_knowledge()

    assert knowledge.data_folder() == copied_data


@pytest.mark.parametrize("stage", ["body", "locate", "screen", "plan", "treat"])
def test_the_faults_of_a_stage_come_at_once_with_file_entry_and_nearest_name(copied_data, stage):
    names = [name for name, (file, *_) in FAULTS.items() if file.startswith(f"{stage}/")]
    for name in names:
        plant(copied_data, name)
    message = faults_of(copied_data)

    assert names
    assert [name for name in names if not line_with(message, FAULTS[name][3])] == []


def test_the_faults_of_all_files_and_stages_come_at_once(copied_data):
    for name in FAULTS:
        plant(copied_data, name)
    message = faults_of(copied_data)

    assert [name for name, (_, _, _, words) in FAULTS.items() if not line_with(message, words)] == []
    listed = message.splitlines()[1:]
    assert message.startswith(f"{len(listed)} fault(s)")
    assert len(set(listed)) == len(listed), "a fault is listed once"


def test_conditions_that_do_not_resolve_are_refused_all_at_once(copied_data):
    path = copied_data / RED_FLAGS
    lines = path.read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines) if line.startswith('when = "')]
    entries = {}
    for number, (name, (written, _)) in zip(numbers, CONDITIONS.items(), strict=False):
        lines[number] = f"when = {written}"
        before = next(line for line in reversed(lines[:number]) if line.startswith("id = "))
        entries[name] = before.split('"')[1]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    message = faults_of(copied_data)

    assert len(set(entries.values())) == len(CONDITIONS)
    assert [
        name for name, (_, told) in CONDITIONS.items() if not line_with(message, (RED_FLAGS, entries[name], told))
    ] == []


def test_a_missing_status_and_a_missing_source_are_faults(copied_data):
    change(
        copied_data,
        "screen/sensitive_areas.toml",
        "[[sensitive_area]]",
        '[[sensitive_area]]\nid = "nowhere"\nplaces = []\nconsent = "never"\n\n[[sensitive_area]]',
    )
    message = faults_of(copied_data)

    assert line_with(message, ("screen/sensitive_areas.toml", "nowhere", "status"))
    assert line_with(message, ("screen/sensitive_areas.toml", "nowhere", "sources"))


def test_a_field_that_nobody_knows_is_a_fault(copied_data):
    change(copied_data, STRETCHES, "\ndifficulty = ", "\ndificulty = 1\ndifficulty = ")

    assert line_with(faults_of(copied_data), (STRETCHES, "dificulty"))


def test_a_file_that_is_no_toml_is_told_by_name(copied_data):
    change(copied_data, STRETCHES, "[[exercise]]", "[[exercise]")

    assert line_with(faults_of(copied_data), (STRETCHES,))


def test_a_row_with_a_cell_too_many_is_told_by_name(copied_data):
    change(copied_data, REFERRAL_ZONES, "upper_abdomen,same", "upper_abdomen,same,same")

    assert line_with(faults_of(copied_data), (REFERRAL_ZONES,))


def test_shares_that_do_not_add_up_are_a_fault(copied_data):
    change(
        copied_data, "locate/priors.csv", "low_back,piriformis,muscle,0.02269,", "low_back,piriformis,muscle,0.12269,"
    )

    assert line_with(faults_of(copied_data), ("locate/priors.csv", "low_back", "not 1"))


def test_a_neighbour_that_is_one_in_one_direction_only_is_a_fault(copied_data):
    path = copied_data / "body/regions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith("forehead,"))
    lines[number] = lines[number].replace("eyebrow;", "", 1).replace(";eyebrow", "", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert line_with(faults_of(copied_data), ("body/regions.csv", "eyebrow", "but not the other way"))


def test_the_version_of_the_facts_changes_with_every_file(copied_data):
    before = knowledge.knowledge_version()
    change(copied_data, STRETCHES, "difficulty = 1", "difficulty = 2")
    knowledge.knowledge_version.cache_clear()

    assert knowledge.knowledge_version() != before
    assert knowledge.knowledge_version().startswith(knowledge.CALENDAR_VERSION)


def test_the_version_does_not_depend_on_line_endings(copied_data):
    before = knowledge.knowledge_version()
    path = copied_data / STRETCHES
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    knowledge.knowledge_version.cache_clear()

    assert knowledge.knowledge_version() == before
