"""The lists of providers: which are loaded, and loading one from a file that is not too large for a page."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unknot.errors import BadInput, UnknotError
from unknot_app.actions.finding import lists_loaded, load_invented_list, load_list, take_lists_away
from unknot_app.directory import DirectoryError, Loaded, load_directory_data
from unknot_app.directory.own import COLUMNS, empty_list
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import last_person, see_other

# A page takes files up to this size; the server refuses more before a page could say why.
LARGEST_MB = 15
LARGEST_UNPACKED = 500_000_000  # bytes; a small zip may hold a lot
HOLDS: dict[str, bool | None] = {"": None, "all": False, "changes": True}


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Show which lists are loaded; load one, or take them away; hand out an empty one to fill in."""
    if request.method == "POST":
        return _change(request)
    if "template" in request.GET:
        return file_to_save(empty_list(), "text/csv; charset=utf-8", "therapists.csv")
    return _show(request)


def _change(request: HttpRequest) -> HttpResponse:
    today, what = timezone.localdate(), request.POST.get("do")
    if what == "take_away":
        take_lists_away()
        return see_other(reverse("directory:lists"))
    if what not in ("invented", "file"):
        raise BadRequest
    try:
        loaded = load_invented_list(today) if what == "invented" else _load_file(request, today)
    except UnknotError as error:
        return _show(request, fault=str(error), typed=request.POST, status=422)
    return see_other(f"{reverse('directory:lists')}?{urlencode(_said(loaded))}")


def _load_file(request: HttpRequest, today: date) -> Loaded:
    """Load a file that was sent; its name stays, because that of a provider file says what it holds."""
    sent = request.FILES.get("file")
    holds = request.POST.get("holds", "")
    if sent is None or holds not in HOLDS:
        raise BadInput(_("Choose a file first: a list as CSV, or a zip that holds it."))
    if (sent.size or 0) > LARGEST_MB * 1_000_000:
        raise BadInput(_("This file is too large for a page. Load it with the command that stands below."))
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="upload-") as folder:
        path = Path(folder, get_valid_filename(sent.name or "list.csv"))
        _write(sent, path)
        return load_list(path, today, request.POST.get("name", "").strip(), HOLDS[holds], LARGEST_UNPACKED)


def _write(sent: UploadedFile[Any], path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(sent, file)


def _said(loaded: Loaded) -> dict[str, str | int]:
    """Return what the page says after an import, as part of its address."""
    counts = loaded.counts
    return {"list": loaded.source, "providers": loaded.providers, "rejected": counts.rejected, "out": loaded.left_out}


def _show(
    request: HttpRequest, *, fault: str = "", typed: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    loaded, is_damaged = None, False
    try:
        loaded = lists_loaded()
    except DirectoryError as error:
        fault, is_damaged = fault or str(error), True
    context = {
        "person": last_person(request),
        "loaded": loaded,
        "is_damaged": is_damaged,
        "said": {name: request.GET.get(name, "") for name in ("list", "providers", "rejected", "out")},
        "fault": fault,
        "typed": typed or {},
        "columns": COLUMNS,
        "kinds": load_directory_data().kinds.values(),
        "listings": load_directory_data().listings,
        "largest_mb": LARGEST_MB,
    }
    return render(request, "directory/lists.html", context, status=status)
