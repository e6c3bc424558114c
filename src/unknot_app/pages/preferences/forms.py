from __future__ import annotations

from typing import ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unknot_app.accounts.models import User
from unknot_app.actions.emergency import countries


class CountryForm(forms.ModelForm):  # type: ignore[type-arg]
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("Decides which emergency number is shown."),
    )

    class Meta:
        model = User
        fields: ClassVar = ["country"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        names = ((code, gettext(name)) for code, name in countries())
        field.choices = [("", _("Another country, or not chosen")), *names]


class SettingsForm(CountryForm):
    class Meta:
        model = User
        fields: ClassVar = ["country", "units", "language", "text_size", "theme", "sound"]
        labels: ClassVar = {
            "units": _("Units"),
            "language": _("Language"),
            "text_size": _("Text size"),
            "theme": _("Colours"),
            "sound": _("Sound during a session"),
        }
        widgets: ClassVar = {
            "units": forms.RadioSelect,
            "text_size": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
