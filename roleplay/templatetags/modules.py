"""Scripts of a page: the module, and beforehand a hint for every module that it imports.

Without the hints a browser learns of each import only when it has read the module that asks for it, which
on a phone with a slow network is one wait after the other.
"""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


@register.simple_tag
def module(name: str) -> SafeString:
    """A module and all that it imports, as elements for the head of a page."""
    hints = ((static(each),) for each in imported(name))
    links = format_html_join("", '<link rel="modulepreload" href="{}">', hints)
    return format_html('{}<script type="module" src="{}"></script>', links, static(name))


@cache
def imported(name: str) -> tuple[str, ...]:
    """The static imports of a module and of those that it imports, each once; read once in a process."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        here = waiting.pop(0)
        near = (normpath(join(dirname(here), path)) for path in IMPORT.findall(source(here)))
        fresh = [each for each in near if each not in found and each != name]
        found.update(dict.fromkeys(fresh))
        waiting += fresh
    return tuple(found)


def source(name: str) -> str:
    path = finders.find(name)
    return Path(str(path)).read_text(encoding="utf-8") if path else ""
