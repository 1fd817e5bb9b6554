"""What the kinds of news are called on the page, and what a line of news tells whom.

Which kinds there are, the rules and the pack's schema say.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.scene import Scene
from roleplay.rules.injects import Injects
from roleplay.rules.talk import Line

SORTS: dict[str, Any] = {
    "news": _("news"),
    "leak": _("leak"),
    "statement": _("official statement"),
    "incident": _("incident"),
    "spoiler": _("spoiler"),
    "opportunity": _("opportunity"),
    "humanitarian": _("humanitarian case"),
    "rumour": _("rumour"),
}


def news_context(scene: Scene, line: Line, staff: bool) -> dict[str, Any]:
    """What kind of news it is, staff alone know; that it was a leak everybody, once it is disclosed."""
    news = scene.state[Injects].out.get(line.id)
    return {
        "outlet": line.outlet,
        "correction": line.correction,
        "corrected": line.corrected,
        "disclosed": line.disclosed,
        "sort": SORTS[news.sort] if news and staff else "",
    }
