"""Everything out, everything in, and a copy of what is kept of one person.

Whose pages are locked with a PIN is not in a file that is made here: to save one is to read everything.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unknot.errors import BadInput, UnknotError
from unknot_app.accounts.models import local_owner
from unknot_app.actions.archives.opening import open_archive
from unknot_app.actions.archives.restoring import StillListed, is_empty, restore
from unknot_app.actions.archives.writing import write_archive, write_copy
from unknot_app.pages.frame.lock import is_open
from unknot_app.pages.frame.whose import last_person, person_or_404, see_other, user_of
from unknot_app.records.models import Person
from unknot_app.records.queries import people_of

# A page has to answer while somebody waits; what is larger goes by the command line.
MOST_BYTES = 500_000_000


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    people, locked = _open_and_locked(request)
    now = timezone.now()
    chosen = Person.objects.filter(id__in=[person.id for person in people])
    return _to_save(
        lambda file: write_archive(file, now, chosen, locked_left_out=len(locked)), f"unknot-{_today()}.zip"
    )


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    try:
        sent = request.FILES.get("archive")
        if sent is None or sent.file is None:
            raise BadInput("Choose the file first. Its name ends with .zip.")
        with open_archive(sent.file, MOST_BYTES) as archive:
            restore(archive)
    except StillListed as fault:
        login(request, local_owner())
        return _page(request, error=str(fault))
    except UnknotError as fault:
        return _page(request, error=str(fault))
    login(request, local_owner())  # the owner that was in the archive
    return see_other(reverse("home:start"))


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, person_id: UUID) -> HttpResponseBase:
    """Give a person what is kept of them, in forms that other programs read."""
    person = person_or_404(request, person_id)
    if request.method == "POST":
        now = timezone.now()
        return _to_save(lambda file: write_copy(file, now, person), f"copy-{_today()}.zip")
    return render(request, "archive/copy.html", {"person": person})


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    people, locked = _open_and_locked(request)
    context = {
        "person": last_person(request),
        "people": people,
        "locked": locked,
        "is_empty": is_empty(),
        "error": error,
        "largest": settings.FILE_UPLOAD_MAX_MEMORY_SIZE,
        "largest_mb": settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000,
    }
    return render(request, "archive/everything.html", context, status=422 if error else 200)


def _open_and_locked(request: HttpRequest) -> tuple[list[Person], list[Person]]:
    people = list(people_of(user_of(request)))
    return [one for one in people if is_open(request, one)], [one for one in people if not is_open(request, one)]


def _to_save(write: Callable[[BinaryIO], object], name: str) -> FileResponse:
    # It has no name in the folder and is gone with the answer, also when the program is killed.
    file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 - closed by the answer
    try:
        write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _today() -> str:
    return f"{timezone.localdate():%Y-%m-%d}"
