"""Somebody who comes into a workshop and acts in it through the HTTP door, without a browser."""

import secrets
import uuid
from typing import Any
from urllib.parse import urlsplit

import httpx

from roleplay.live.client_doors import authorities


class Person:
    """Comes in through a link with a key, with a name where one is asked for. ``page`` is where that led."""

    def __init__(self, link: str, name: str) -> None:
        parts = urlsplit(link)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.http = httpx.Client(
            base_url=self.origin, timeout=30, headers={"Origin": self.origin}, verify=authorities()
        )
        self.http.cookies.set("csrf", secrets.token_hex(16), domain=parts.hostname or "")
        self.page = self._through("/enter/", key=parts.fragment)
        if "/come-in/" in self.page:
            self.page = self._through("/come-in/", name=name)

    def _through(self, page: str, **fields: str) -> str:
        """Post a form; the address that it sends one to."""
        self._show_token()
        address = self.http.post(page, data=fields).headers["Location"]
        self._show_token()
        return str(address)

    def _show_token(self) -> None:
        tokens = [one.value or "" for one in self.http.cookies.jar if one.name == "csrf"]
        self.http.headers["X-CSRFToken"] = tokens[-1]

    def do(self, workshop: str, do: str, /, **fields: Any) -> str:
        """Give a command that must be allowed; the id of what came of it."""
        body = {"do": do, "id": str(uuid.uuid4()), **fields}
        while (answer := self._post(workshop, body)).get("code") == "rate_limited":
            pass
        assert "ok" in answer, (do, answer)
        return str(answer["event"])

    def _post(self, workshop: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.post(f"/w/{workshop}/do/", json=body).json()
        return answer

    def accept(self) -> None:
        """Accept the ground rules of the workshop that one has come into."""
        self.do(self.page.split("/w/")[1].partition("/")[0], "accept_rules")

    def cookies(self) -> list[dict[str, str]]:
        """What a browser needs to be this person."""
        jar = self.http.cookies.jar
        return [{"name": one.name, "value": one.value or "", "url": self.origin} for one in jar]
