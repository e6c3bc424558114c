"""A file for another program as it is saved: its values, with the pictures of its drawing."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from unknot.exchange import Pictured
from unknot_app.actions.charts import can_draw_charts, svg_as_png
from unknot_app.actions.fhir_file import bundle_of
from unknot_app.actions.pictures.picture import Picture
from unknot_app.pages.chart.paper import whole_svg
from unknot_app.records.models import Letter

HEIGHT_PX = 900.0


def fhir_text(letter: Letter, pictures: Sequence[Picture]) -> str:
    """Return the document of a file that was kept, as JSON."""
    return json.dumps(bundle_of(letter, tuple(_pictured(pictures))), ensure_ascii=False, indent=1)


def _pictured(pictures: Sequence[Picture]) -> Iterator[Pictured]:
    """Yield pictures as PNG, which any program shows; as SVG where nothing is installed that makes one."""
    for number, picture in enumerate(pictures):
        width_px = HEIGHT_PX * picture.box.width / picture.box.height
        shown = replace(picture, shown_px=width_px * 2 / 3)  # so that its numbers are read at two thirds of the size
        svg = whole_svg(shown, f"view-{number}", width=width_px, height=HEIGHT_PX)
        is_png = can_draw_charts()
        data = b64encode(svg_as_png(svg) if is_png else svg.encode()).decode()
        title = gettext("Pain drawing: %(view)s") % {"view": gettext(picture.view.title)}
        yield Pictured(title=title, content_type="image/png" if is_png else "image/svg+xml", data=data)
