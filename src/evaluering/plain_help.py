"""Help in plain text, with every command's sentence in full."""

from typing import Any

from typer.core import TyperGroup


class PlainGroup(TyperGroup):
    """Commands in the order they are declared, their sentences wrapped and never cut short."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.help or "") for name, command in commands if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
