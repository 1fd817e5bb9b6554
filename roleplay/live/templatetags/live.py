"""What the templates of the live pages need: parts in their places, seats, clocks, codes, commands.

Commands work without scripts too: a form carries its own fields, a button made by ``does`` posts the
page's one form ``#act``. What is shown to whom is decided in ``parts`` and ``render``.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import segno
from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roleplay.live import codes
from roleplay.live.models import Participant
from roleplay.live.scene import STAFF_LETTER, RoomView, Scene, SeatView
from roleplay.rules.attribution import rule_in as rule_of_room
from roleplay.rules.constituency import audiences_of
from roleplay.rules.phases import Agenda
from roleplay.rules.setting import AudienceSetting, Setting
from roleplay.rules.workshop import Workshop

register = template.Library()
register.filter("grouped", codes.grouped)
EVERYWHERE = ("0.0.0.0", "::")
WORDS_A_MINUTE = 180


@register.simple_tag(takes_context=True)
def part(
    context: Context, name: str, room: str | None = None, tag: str = "div", **attributes: str
) -> SafeString:
    """The place of a part, with its HTML as it is now. Underscores in attributes become dashes."""
    full = name if room is None else f"{name}:{room}"
    html = (context.get("parts") or {}).get(full, "")
    return format_html(
        '<{tag} data-part="{full}"{attributes}>{html}</{tag}>',
        tag=tag,
        full=full,
        attributes=_attributes(attributes),
        html=mark_safe(html),  # noqa: S308 - rendered and escaped by the part's own template
    )


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    return format_html_join(
        "", ' {}="{}"', ((name.replace("_", "-"), value) for name, value in attributes.items())
    )


@register.simple_tag
def seat(who: SeatView | None, words: str = "title") -> SafeString:
    """A seat by colour, shape, letter and role label; None is the facilitator. The side is told aloud."""
    if who is None:
        return mark(None, _("Facilitator"))
    label = who.short if words == "short" else who.title
    return format_html(
        '<span class="seat seat-{}" data-letter="{}"><span>{}<span class="unseen"> ({})</span></span></span>',
        who.number,
        who.letter,
        label,
        who.side_name,
    )


@register.simple_tag
def mark(side: Any, words: str = "") -> SafeString:
    """The mark of a side, a seat or a room (whatever has a number and a letter); None is the staff's."""
    tone, letter = (side.number, side.letter) if side and side.number else ("staff", STAFF_LETTER)
    return format_html('<span class="seat seat-{}" data-letter="{}">{}</span>', tone, letter, words)


@register.simple_tag
def room_name(room: RoomView) -> SafeString:
    """The name of a room, with the mark of whoever it belongs to; a plenary or a group has none."""
    return format_html("{}", room.name) if room.kind in ("plenary", "group") else mark(room, room.name)


@register.simple_tag(takes_context=True)
def clock(context: Context) -> SafeString:
    """The clock of the phase: counted down by the browser while it runs, still while it stands.

    Nothing here changes by itself, so that the part stays the same until something happens.
    """
    ends_at, left = context.get("ends_at"), context.get("left")
    if ends_at is None and left is None:
        return SafeString("")
    running = format_html(' data-ends-at="{}"', ends_at) if ends_at else ""
    return format_html(
        '<span class="unseen">{} </span><span class="clock" role="timer"{}>{}</span>',
        _("Time left in this phase:"),
        running,
        _("until {time}").format(time=_hours(ends_at)) if ends_at else _minutes_and_seconds(left or 0),
    )


@register.simple_tag
def count(time: Mapping[str, int]) -> SafeString:
    """A clock of the floor as ``floor_parts`` hands it over: it counts down, counts up, or stands."""
    if "ends_at" in time:
        words = _("until {time}").format(time=_hours(time["ends_at"]))
        return format_html(
            '<span class="clock" data-turn data-ends-at="{}">{}</span>', time["ends_at"], words
        )
    if "began" in time:
        words = _("since {time}").format(time=_hours(time["began"]))
        return format_html('<span class="clock" data-began="{}">{}</span>', time["began"], words)
    stands = time.get("left", time.get("used", 0))
    over = ("clock clock-over", "+") if stands < 0 else ("clock", "")
    return format_html('<span class="{}">{}{}</span>', *over, _minutes_and_seconds(abs(stands)))


def _minutes_and_seconds(milliseconds: int) -> str:
    seconds = -(-milliseconds // 1000)
    return f"{seconds // 60:02}:{seconds % 60:02}"


def _hours(at: int) -> str:
    return timezone.localtime(datetime.fromtimestamp(at / 1000, UTC)).strftime("%H:%M")


@register.filter
def moment(at: int | None) -> SafeString:
    """A time of day from Unix milliseconds; the browser shows it in its own time zone."""
    return SafeString("") if at is None else _second(at // 1000)


@lru_cache(maxsize=1000)
def _second(at: int) -> SafeString:
    iso = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
    return format_html('<time datetime="{}" data-at>{}</time>', iso, _hours(at * 1000))


@register.simple_tag
def reading_time(html: str) -> SafeString:
    """How long a text takes to read in a second language, in whole minutes."""
    minutes = -(-len(strip_tags(html).split()) // WORDS_A_MINUTE)
    words = ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
    return format_html('<span class="small soft">{}</span>', words)


@register.simple_tag
def first_open(rooms: list[RoomView]) -> str:
    """The room to show first: the first one where one may talk now."""
    return next((room.id for room in rooms if room.open), rooms[0].id if rooms else "")


@register.filter
def of(values: Mapping[str, Any], key: str) -> Any:
    """The value under this key, or nothing."""
    return values.get(key, "")


@register.filter
def started(scene: Scene) -> bool:
    """Whether the first phase has begun."""
    return scene.state[Agenda].index is not None


@register.filter
def rule_in(scene: Scene, room: str) -> str:
    """The rule of attribution that holds in this room now, or in a room that comes later."""
    return rule_of_room(scene.state, room)


@register.filter
def attribution(scene: Scene) -> str:
    """The rule under which people came, for the whole workshop."""
    return scene.state[Workshop].attribution


@register.filter
def audiences(setting: Setting, side: str) -> tuple[AudienceSetting, ...]:
    """Who asks the delegates of this side at home."""
    return audiences_of(setting, side)


@register.filter
def return_ticket(person: Participant) -> str:
    """What a student notes down to come back at another device."""
    return codes.return_ticket(person)


@register.simple_tag
def join_address(code: str = "") -> str:
    """Where students join, under the address that others can reach; the code stays in the fragment."""
    host = settings.HOST
    named = [origin for origin in settings.ORIGINS if host not in EVERYWHERE and host in origin]
    origin = (named or settings.ORIGINS)[0]
    return f"{origin}/join/#{code}" if code else f"{origin}/join/"


@register.simple_tag
def qr(address: str) -> SafeString:
    """A QR code as inline SVG: no file, no style, no script."""
    svg = segno.make(address, error="m").svg_inline(omitsize=True, border=1, svgclass=None, lineclass=None)
    label = _("QR code of the address where students join")
    return format_html(
        '<div class="qr" role="img" aria-label="{}">{}</div>',
        label,
        mark_safe(svg),  # noqa: S308 - made here, of squares
    )


# Commands ----------------------------------------------------------------------------------------


@register.simple_tag
def command_id() -> str:
    """A fresh id, under which a form's command takes effect at most once."""
    return str(uuid.uuid4())


@register.simple_tag(takes_context=True)
def command(context: Context, do: str, **fields: str) -> SafeString:
    """The hidden fields of a command form: token, command, id, and what is fixed of its fields."""
    hidden = {"csrfmiddlewaretoken": context.get("csrf_token", ""), "do": do, "id": command_id(), **fields}
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden.items())


@register.simple_tag
def does(do: str, **fields: str) -> SafeString:
    """The attributes of a button that is a command; without scripts it posts the form ``#act``."""
    value = f"{do}?{urlencode(fields)}" if fields else do
    return format_html(
        'form="act" name="do" value="{}" data-do="{}"{}',
        value,
        do,
        _attributes({f"data-{name}": value for name, value in fields.items()}),
    )
