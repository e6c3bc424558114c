"""Draws the body chart of the project from the free MakeHuman body. See docs/how-to/rebuild-the-chart.md."""
