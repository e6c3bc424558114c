"""The `unknot` command: one file a command."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

import click

from unknot.errors import BadInput, UnknotError

BAD_INPUT, FAILED = 2, 1

# Each command's own file is read only when the command is called: `unknot locate` starts without the rest.
COMMANDS = (
    "serve",
    "demo",
    "drawing",
    "locate",
    "screen",
    "plan",
    "score",
    "change",
    "pool",
    "rules",
    "claims",
    "export",
    "import",
    "fhir",
    "pin",
    "directory",
    "api",
)
# `import` cannot be the name of a file of Python, and it is the way back of `export`.
FILES = {"export": "archive", "import": "archive"}
# Read before a command's own file, while few calls are open. Python keeps open calls in pieces of 16 kB; NumPy, read
# from deep within our modules, runs over the end of a piece, and there every call asks the system for new memory.
LIBRARIES = ("numpy", "pydantic")


class Commands(click.Group):
    """A group that reads a command's file when it is first needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        for library in LIBRARIES:
            import_module(library)
        file = import_module(f"unknot_app.cli.{FILES.get(cmd_name, cmd_name)}")
        command: click.Command = getattr(file, f"{cmd_name}_command")
        return command


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="unknot", prog_name="unknot")
@click.pass_context
def unknot(ctx: click.Context) -> None:
    """From a pain drawing and screening answers to trigger points and a session plan.

    Without a command it starts the local program, as serve does. Not a diagnosis and not a medical device. Everything
    stays on this computer.
    """
    if ctx.invoked_subcommand is None:
        serve: click.Command = import_module("unknot_app.cli.serve").serve_command
        # A context of its own, so that its options are read from the environment as they are by `unknot serve`.
        with serve.make_context("serve", [], parent=ctx) as own:
            serve.invoke(own)


def main() -> None:
    """Run the command; every error is one clear line, never a traceback."""
    # Nearly all that a command makes at its start lives to its end; to look for garbage there only costs time.
    gc.set_threshold(100_000)
    # For large matrices NumPy would start a thread for each processor, busy while it waits; ours are small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # We have no plugins of pydantic; it would look for some in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        # Without its own error handling, click returns the status that a command asked for.
        status = unknot.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.ClickException as error:
        click.echo(f"unknot: {error.format_message()}", err=True)
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
    finally:
        # Python would look for garbage once more, in all that now goes with the process.
        gc.freeze()
