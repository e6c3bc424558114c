"""How Unknot looks and speaks, and whom it says to call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from unknot_app.pages.frame.whose import last_person, user_of
from unknot_app.pages.preferences.forms import CountryForm, SettingsForm


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=user_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(reverse("preferences:settings") + "?saved")
    context = {"form": form, "person": last_person(request), "is_saved": "saved" in request.GET}
    return render(request, "preferences/settings.html", context, status=422 if form.errors else 200)


@require_POST
def country(request: HttpRequest) -> HttpResponse:
    form = CountryForm(request.POST, instance=user_of(request))
    if form.is_valid():
        form.save()
    return redirect("home:start")
