"""Whether the minutes of the agenda add up, form by form; also of an agenda that is not finished."""

from dataclasses import dataclass
from typing import Any

from scenarios.editor_fields import FORMS


@dataclass(frozen=True)
class Sum:
    """The minutes of one form: what it is to have, and what its steps have together."""

    form: int
    steps: int
    total: int

    @property
    def says(self) -> str:
        over = self.total - self.form
        if not over:
            return f"{self.form} minutes: the steps add up."
        short = "1 minute" if abs(over) == 1 else f"{abs(over)} minutes"
        too = f"{short} too many" if over > 0 else f"{short} missing"
        return f"The steps of the {self.form}-minute form add up to {self.total}: {too}."


def sums(data: dict[str, Any]) -> list[Sum]:
    """The forms that any step belongs to."""
    steps = data.get("agenda")
    minutes = (
        [step.get("minutes") for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
    )
    found = []
    for form in FORMS:
        these = [each[form] for each in minutes if isinstance(each, dict) and isinstance(each.get(form), int)]
        if these:
            found.append(Sum(form, len(these), sum(these)))
    return found
