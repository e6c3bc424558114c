"""Files to save. Their names tell nothing of a person or their health."""

from __future__ import annotations

from django.http import HttpResponse


def file_to_save(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
