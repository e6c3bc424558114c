"""`python -m unknot_app` is the `unknot` command."""

from unknot_app.cli import main

main()
