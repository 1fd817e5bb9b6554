"""Coming in as people do, for programs: by a join code and a name, or by a link.

Uses the real pages and nothing else. Gives the ``Pass`` with which a ``Client`` connects.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import httpx

from roleplay.live.client_doors import Pass, browser

PAGE = re.compile(r"/w/([0-9a-f]{32})/(screen/)?$")


class TurnedAway(Exception):
    """A page that did not let us in; the message is its status and address."""


async def join(origin: str, code: str, name: str) -> Pass:
    """Through the join page, into the lobby. Raises TurnedAway."""
    return await _come_in(origin, "/join/", {"code": code, "name": name}, name)


async def enter(link: str, name: str) -> Pass:
    """Through a link with a key in its fragment: a seat's, the staff's, the screen's. Raises TurnedAway."""
    parts = urlsplit(link)
    origin = f"{parts.scheme}://{parts.netloc}"
    return await _come_in(origin, "/enter/", {"key": parts.fragment}, name)


async def _come_in(origin: str, page: str, fields: dict[str, str], name: str) -> Pass:
    async with browser(Pass(origin, "", "")) as http:
        answer = await http.post(page, data=fields)
        if _led_to(answer) == "/come-in/":
            answer = await http.post("/come-in/", data={"name": name}, headers=_token(http))
        found = PAGE.search(_led_to(answer))
        if found is None:
            raise TurnedAway(f"{answer.status_code} at {answer.url.path}")
        access = Pass(origin, found[1], "", page="screen" if found[2] else "")
        session = http.cookies.get(f"{access.prefix}session") or ""
        return Pass(origin, found[1], session, page=access.page)


def _led_to(answer: httpx.Response) -> str:
    if not answer.has_redirect_location:
        return ""
    return urlsplit(urljoin(str(answer.url), answer.headers["Location"])).path


def _token(http: httpx.AsyncClient) -> dict[str, str]:
    """The CSRF token changes when somebody is let in."""
    tokens = [cookie.value or "" for cookie in http.cookies.jar if cookie.name.endswith("csrf")]
    return {"X-CSRFToken": tokens[-1]}
