"""Pictures of the body: a view of the figure with things on it.

`figure` is the body as it is drawn, `picture` what can lie on it. `painted`, `spots`, `landmarks` and
`limits_on_body` make pictures; `layers` adds what lies under the skin, `muscles` and bones. All is in the units of
the view: millimetres from its upper left corner, x to the right, y down. Templates draw it; the colours are those of
the page.
"""
