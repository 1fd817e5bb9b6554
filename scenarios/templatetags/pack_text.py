"""Template filters for the texts of a pack."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from scenarios.known import gate_says, gates_of
from scenarios.markdown import render, without_title
from scenarios.public_part import PublicPhase
from scenarios.schema import Phase
from scenarios.shelf_links import linked

register = template.Library()
register.filter(without_title)


@register.filter
def markdown(text: str, shift: int = 1) -> SafeString:
    """Safe HTML of an author's Markdown, its headings lowered by ``shift`` levels."""
    return mark_safe(render(text, shift))  # noqa: S308 - render() cleans with an allow-list


@register.filter
def on_the_shelf(html: SafeString) -> SafeString:
    """The same with links to the precedent shelf, each thing once."""
    return mark_safe(linked(html))  # noqa: S308 - the HTML is safe, and so are the links


@register.filter
def waits_for(phase: Phase) -> list[str]:
    """What must be so before the next phase opens, in a few words each."""
    return [gate_says(name) for name in gates_of(phase)]


@register.filter
def titles_in(ids: list[str], agenda: list[Phase]) -> list[str]:
    """What the steps of these ids are called, in their order in the agenda."""
    return [phase.title for phase in agenda if phase.id in ids]


@register.filter
def minutes_by(phase: PublicPhase, forms: tuple[int, ...]) -> list[str]:
    """A phase's minutes in each form, one after the other; a dash where it is not in the form."""
    minutes = dict(phase.minutes)
    return [str(minutes.get(form, "–")) for form in forms]
