"""What the terminal shows when the server is up: where to join, and the host's way in."""

import io
import sys
from dataclasses import dataclass

import segno
from rich.console import Console
from rich.panel import Panel
from rich.text import Text


@dataclass(frozen=True)
class Invitation:
    address: str
    entrance: str

    @property
    def join(self) -> str:
        return f"{self.address}/join/"

    @property
    def enter(self) -> str:
        return f"{self.address}{self.entrance}"


def words(invitation: Invitation) -> str:
    """Coloured, with a code for phones, on a terminal; a few plain lines when piped."""
    return pretty(invitation) if sys.stdout.isatty() else plain(invitation)


def plain(invitation: Invitation) -> str:
    return (
        f"Baithak is running.\n"
        f"Students join at  {invitation.join}\n"
        f"You come in by    {invitation.enter}\n"
        f"(That link opens once, within 12 hours. Then set a password, or start again for a new link.)\n"
        f"Ctrl-C stops it. Everything is kept."
    )


def pretty(invitation: Invitation) -> str:
    text = Text.assemble(
        ("Students join at\n", "bold"),
        (f"{invitation.join}\n\n", "bold cyan"),
        ("You come in by this link", "bold"),
        (" (once, within 12 hours; keep it to yourself)\n", "dim"),
        (f"{invitation.enter}\n\n", "cyan"),
        ("Ctrl-C stops the server. Everything is kept.", "dim"),
    )
    console = Console()
    with console.capture() as capture:
        console.print(Panel(text, title="Baithak", expand=False, padding=(1, 2)), soft_wrap=True)
    return f"{qr(invitation.join)}\n{capture.get()}"


def qr(address: str) -> str:
    out = io.StringIO()
    segno.make(address, error="m").terminal(out=out, compact=True, border=2)
    return out.getvalue()
