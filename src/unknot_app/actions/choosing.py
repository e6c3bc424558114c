"""What helps to choose a therapist in one country, and the message that asks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from unknot.refer import load_choosing_data, load_refer_data
from unknot.refer.choosing import Certificate, Licence, NegativeCheck, Register
from unknot_app.actions.emergency import countries

# How much a certificate says of trigger points.
TRIGGER_POINT = {
    "strong": "Says much about trigger point work.",
    "moderate": "Says something about trigger point work.",
    "weak": "Says little about trigger point work.",
    "none": "Says nothing about trigger point work.",
}


@dataclass(frozen=True)
class InCountry:
    """What is known of therapists in a country; where nothing is, what holds anywhere."""

    code: str
    name: str
    registers: Sequence[Licence | Register]
    certificates: Sequence[Certificate]
    negative_checks: Sequence[NegativeCheck]


def in_country(code: str) -> InCountry:
    """Return the registers and certificates of a country; of one that is not listed, what holds anywhere."""
    data = load_choosing_data()
    licences = [one for one in data.licences.values() if one.country == code]
    return InCountry(
        code=code if code in data.countries else "",
        name=load_refer_data().countries[code].name if code in data.countries else data.elsewhere.name,
        registers=licences or [data.elsewhere],
        certificates=[one for one in data.certificates.values() if code in one.countries],
        negative_checks=[one for one in data.negative_checks.values() if one.country == code],
    )


def countries_with_registers() -> tuple[tuple[str, str], ...]:
    """Return the code and name of each country of which something is known, by name."""
    known = load_choosing_data().countries
    return tuple((code, name) for code, name in countries() if code in known)


def message_to_a_therapist() -> str:
    """Return a message that asks before booking, in the language of the page; nothing of a person is in it."""
    data = load_choosing_data()
    asked = [gettext(question.text) for question in data.questions.values() if question.in_message]
    numbered = [f"{number}. {text}" for number, text in enumerate(asked, 1)]
    return "\n\n".join((gettext(data.message.opening), "\n".join(numbered), gettext(data.message.closing)))
