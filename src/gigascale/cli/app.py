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
        "cluster": "gigascale.cli.cluster",
        "run": "gigascale.cli.cluster",
        "project": "gigascale.cli.project",
        "claims": "gigascale.cli.claims",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in reading order."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in self.modules:
            return None
        command: click.Command = getattr(import_module(self.modules[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run; say a fault of input in one line and leave with code 2."""
        try:
            return super().invoke(ctx)
        except InputError as fault:
            click.echo(f"gigascale: {' '.join(str(fault).split())}", err=True)
            ctx.exit(2)


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
