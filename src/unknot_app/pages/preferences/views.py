"""How Unknot looks and speaks, and whom it says to call."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from unknot_app.accounts.tokens import tokens_of
from unknot_app.pages.frame.whose import last_person, user_of
from unknot_app.pages.preferences.forms import CountryForm, SettingsForm


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=user_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(reverse("preferences:settings") + "?saved")
    context = {
        "form": form,
        "person": last_person(request),
        "is_saved": "saved" in request.GET,
        "tokens": tokens_of(user_of(request)),
        "is_revoked": "revoked" in request.GET,
    }
    return render(request, "preferences/settings.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Revoke a token of this user; one that is gone already is as good as revoked."""
    tokens_of(user_of(request)).filter(id=token_id).delete()
    return redirect(reverse("preferences:settings") + "?revoked#tokens")


@require_POST
def country(request: HttpRequest) -> HttpResponse:
    form = CountryForm(request.POST, instance=user_of(request))
    if form.is_valid():
        form.save()
    return redirect("home:start")
