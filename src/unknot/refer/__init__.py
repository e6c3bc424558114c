"""Stage 7, referring: emergency numbers, resources, choosing a therapist, and what a letter holds."""

from unknot.refer.choosing import CheckKind, CheckWay, ChoosingData, load_choosing_data
from unknot.refer.data import Country, Elsewhere, PhoneNumber, ReferData, load_refer_data
from unknot.refer.letter import FILE, LETTER_KINDS, AtHand, LetterItem, LetterKind, letter_items, question_asked

__all__ = [
    "FILE",
    "LETTER_KINDS",
    "AtHand",
    "CheckKind",
    "CheckWay",
    "ChoosingData",
    "Country",
    "Elsewhere",
    "LetterItem",
    "LetterKind",
    "PhoneNumber",
    "ReferData",
    "letter_items",
    "load_choosing_data",
    "load_refer_data",
    "question_asked",
]
