"""The page of the instruments is what the data say."""

from __future__ import annotations

from tools.instruments import PAGE, build_page

from unknot.measure import load_measure_data


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run: make docs"


def test_every_instrument_has_its_section_and_its_licence():
    text = PAGE.read_text(encoding="utf-8")

    for name, instrument in load_measure_data().instruments.items():
        assert f"\n## {name}\n" in text
        assert instrument.licence in text
