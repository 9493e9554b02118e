"""The top of the command: its subcommands, and faults of input as one line and exit code 2."""

import sys
from importlib import import_module
from typing import Any, ClassVar

import click

from gigascale.errors import InputError


class Commands(click.Group):
    """A group whose commands are imported only when one is asked for."""

    modules: ClassVar = {
        "data": "gigascale.cli.data",
        "growth": "gigascale.cli.growth",
        "spec-curve": "gigascale.cli.spec_curve",
        "published": "gigascale.cli.published",
        "cluster": "gigascale.cli.cluster",
        "run": "gigascale.cli.run",
        "project": "gigascale.cli.project",
        "forecast": "gigascale.cli.forecast",
        "claims": "gigascale.cli.claims",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in reading order."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in self.modules:
            known = ", ".join(self.modules)
            raise InputError(f"command {cmd_name!r} is unknown; there are: {known}")
        command: click.Command = getattr(
            import_module(self.modules[cmd_name]), cmd_name.replace("-", "_")
        )
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; say a fault of input in one line and leave with code 2."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as bare:
            bare.show()
            sys.exit(2)
        except (InputError, click.ClickException) as fault:
            said = str(fault) if isinstance(fault, InputError) else fault.format_message()
            click.echo(f"gigascale: {' '.join(said.split())}", err=True)
            sys.exit(2)
        except click.Abort:
            sys.exit(130)
        sys.exit(code if isinstance(code, int) else 0)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gigascale")
def app() -> None:
    """Dated data on AI compute, growth with honest intervals, and what clusters take.

    Every command answers in text, or in JSON with --json; keys and columns end in their unit.
    Input that cannot be used gets one line and exit code 2.
    """


def main() -> None:
    """Run the command."""
    try:
        app(prog_name="gigascale")
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as fault:
        sys.exit(f"gigascale: the answer cannot be written: {fault.strerror}")
