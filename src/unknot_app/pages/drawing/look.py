"""How the body looks to a person: its figure, its skin, and whether it is dressed."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from unknot_app.records.models import Person

FIGURES = (("neutral", _("Neutral")), ("female", _("Female")), ("male", _("Male")))
SKINS = (
    ("clay", _("Grey clay")),
    ("pale", _("Pale")),
    ("fair", _("Fair")),
    ("tan", _("Tan")),
    ("brown", _("Brown")),
    ("dark", _("Dark")),
)


class LookForm(forms.ModelForm):  # type: ignore[type-arg]
    figure = forms.ChoiceField(label=_("Figure"), choices=FIGURES)
    skin = forms.ChoiceField(label=_("Skin"), choices=SKINS)

    class Meta:
        model = Person
        fields: ClassVar = ["figure", "skin", "is_dressed"]
        labels: ClassVar = {"is_dressed": _("Shorts and top")}
