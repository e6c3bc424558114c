"""The lists of providers: which are loaded, and loading one from a file that is not too large for a page."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unknot.errors import BadInput, UnknotError
from unknot_app.actions.finding import (
    list_called,
    lists_loaded,
    load_invented_list,
    load_list,
    rejected_of,
    rejected_rows_of,
    take_list_away,
    take_lists_away,
)
from unknot_app.actions.spreadsheet import as_csv
from unknot_app.directory import DirectoryError, ListStatus, Loaded, Rejected, Status, load_directory_data
from unknot_app.directory.own import COLUMNS, empty_list
from unknot_app.directory.rejects import COLUMNS as COLUMNS_OF_REJECTS
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import last_person, see_other

# A page takes files up to this size; the server refuses more before a page could say why.
LARGEST_MB = 15
LARGEST_UNPACKED = 500_000_000  # bytes; a small zip may hold a lot
# Of rows that could not be used: kinds of reasons on the page, rows in the file.
REASONS_SHOWN, MOST_REJECTS = 5, 200_000
HOLDS: dict[str, bool | None] = {"": None, "all": False, "changes": True}


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Show which lists are loaded; load one, or take them away; hand out an empty one to fill in."""
    if request.method == "POST":
        return _change(request)
    if "template" in request.GET:
        return file_to_save(empty_list(), "text/csv; charset=utf-8", "therapists.csv")
    return _show(request)


@require_safe
def rejected(request: HttpRequest) -> HttpResponse:
    """Hand out the rows of a list that could not be used, with the reasons."""
    source = _list_or_404(request).source
    try:
        content = as_csv(COLUMNS_OF_REJECTS, islice(rejected_rows_of(source), MOST_REJECTS))
    except DirectoryError as error:
        return _show(request, fault=str(error), status=503)
    return file_to_save(content, "text/csv; charset=utf-8", f"rejected_{source}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest) -> HttpResponse:
    """Ask whether one list shall be taken away; once it is said, do so."""
    if request.method == "POST":
        try:
            take_list_away(request.GET.get("list", ""))
        except UnknotError as error:
            return _show(request, fault=str(error), status=503)
        return see_other(reverse("directory:lists"))
    return render(request, "directory/take_away.html", {"person": last_person(request), "one": _list_or_404(request)})


def _list_or_404(request: HttpRequest) -> ListStatus:
    """Return the list that is asked for; only one that is loaded, so that no name leads to another file."""
    try:
        found = list_called(request.GET.get("list", ""))
    except DirectoryError:
        found = None
    if found is None:
        raise Http404
    return found


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
    loaded, rejects, is_damaged = None, dict[str, Rejected](), False
    try:
        loaded = lists_loaded()
        rejects = _rejects_of(loaded)
    except DirectoryError as error:
        fault, is_damaged = fault or str(error), True
    context = {
        "person": last_person(request),
        "loaded": loaded,
        "rejects": rejects,
        "reasons_shown": REASONS_SHOWN,
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


def _rejects_of(loaded: Status | None) -> dict[str, Rejected]:
    """Return what could not be used of each list of which something could not."""
    found = {}
    for one in loaded.lists if loaded else ():
        with suppress(DirectoryError):  # the list itself can be read; loaded again, its file of these is made anew
            found[one.source] = rejected_of(one.source)
    return {source: rejected for source, rejected in found.items() if rejected}
