"""Users: people who log in. The people whose pain is recorded are in `records`, apart from them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

LOCAL_OWNER = "owner"
LONGEST_TOKEN_NAME = 60


class User(AbstractUser):
    """Somebody who uses this installation, with how they like it to look and speak."""

    class Units(models.TextChoices):
        METRIC = "metric", _("Centimetres and kilograms")
        IMPERIAL = "imperial", _("Inches and pounds")

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Large")
        LARGER = "larger", _("Larger")
        LARGEST = "largest", _("Largest")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As this device is set")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Two letters, or nothing while it was not chosen: a guess may not decide which number is called.
    country = models.CharField(max_length=2, blank=True)
    units = models.CharField(max_length=10, choices=Units, default=Units.METRIC)
    language = models.CharField(max_length=10, default="en")
    text_size = models.CharField(max_length=10, choices=TextSize, default=TextSize.NORMAL)
    sound = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)


class ApiToken(models.Model):
    """What lets a script use the API as a user, within its scope; `digest` is a hash of it."""

    class Scope(models.TextChoices):
        """What a token is good for; each scope holds those before it."""

        SCIENCE = "science", _("science only, no records")
        READ = "read", _("read records")
        WRITE = "write", _("read and change records")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_TOKEN_NAME)
    scope = models.CharField(max_length=10, choices=Scope)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="token_is_named_once"),)

    def __str__(self) -> str:
        return str(self.id)

    def allows(self, scope: Scope) -> bool:
        ordered = list(self.Scope)
        return ordered.index(self.Scope(self.scope)) >= ordered.index(scope)


def local_owner() -> User:
    """Return the one user of a local installation, made when first asked for."""
    owner, is_new = User.objects.get_or_create(username=LOCAL_OWNER)
    if is_new:
        owner.set_unusable_password()
        owner.save()
    return owner
