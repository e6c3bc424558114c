"""The `unknot` command: one file a command."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

import click

from unknot.errors import BadInput, UnknotError
from unknot_app.cli.locate import locate_command
from unknot_app.cli.plan import plan_command
from unknot_app.cli.screen import screen_command

BAD_INPUT, FAILED = 2, 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("unknot"), prog_name="unknot")
def unknot() -> None:
    """From a pain drawing and screening answers to trigger points and a session plan.

    Not a diagnosis and not a medical device. Everything stays on this computer.
    """


unknot.add_command(locate_command)
unknot.add_command(screen_command)
unknot.add_command(plan_command)


def main() -> None:
    """Run the command; every error is one clear line, never a traceback."""
    try:
        unknot.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(FAILED)
    except UnknotError as error:
        click.echo(f"unknot: {error}", err=True)
        sys.exit(BAD_INPUT if isinstance(error, BadInput) else FAILED)
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        sys.exit(FAILED)
    except Exception as error:
        if os.environ.get("UNKNOT_DEBUG"):
            raise
        # Only the kind of error: its text could hold what a person entered.
        click.echo(f"unknot: that did not work, and it is our fault ({type(error).__name__}).", err=True)
        sys.exit(FAILED)
