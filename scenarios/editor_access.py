"""The door of the editor: whose pack it is, and what a page of it begins with.

Whoever may not see a pack finds nothing there, as if there were none. Who may only read cannot post.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from scenarios.editor_check import Checked, check_version
from scenarios.models import OwnPack, PackVersion
from scenarios.own_packs import Files, head_of, may_edit, open_asides, pack_for, texts_of

P = ParamSpec("P")
AUTOSAVE = "X-Autosave"
SIGNED_OUT = "You are signed out. Sign in again in another tab; what you wrote is kept in this browser."
READ_ONLY = "This pack is shared with you for reading only."


@dataclass
class Desk:
    """A pack as one person has it before them."""

    request: HttpRequest
    pack: OwnPack
    writable: bool

    @property
    def user(self) -> Any:
        return self.request.user

    @property
    def owned(self) -> bool:
        return bool(self.pack.owner_id == self.user.pk)

    @cached_property
    def head(self) -> PackVersion:
        return head_of(self.pack)

    @cached_property
    def texts(self) -> Files:
        return texts_of(self.head)

    @property
    def checked(self) -> Checked:
        return check_version(self.head.pk, self.pack.pk)

    def version(self, number: int) -> PackVersion:
        found = self.pack.versions.select_related("author").filter(number=number).first()
        if found is None:
            raise Http404
        return found

    def page(self, **more: Any) -> dict[str, Any]:
        """What every page of the editor shows."""
        asides = open_asides(self.pack).select_related("author").order_by("number")
        basic = {"own": self.pack, "desk": self, "head": self.head, "checked": self.checked, "asides": asides}
        return basic | more


View = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def at_desk(view: Callable[Concatenate[Desk, P], HttpResponseBase]) -> View[P]:
    """A page of a pack. It gets a ``Desk``; a post by somebody who may only read is refused before."""

    @wraps(view)
    def page(request: HttpRequest, key: str, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if AUTOSAVE in request.headers:
                return JsonResponse({"state": "refused", "says": SIGNED_OUT}, status=401)
            return redirect_to_login(request.get_full_path())
        try:
            pack = pack_for(request.user, key)
        except OwnPack.DoesNotExist:
            raise Http404 from None
        desk = Desk(request, pack, may_edit(request.user, pack))
        if request.method == "POST" and not desk.writable:
            return HttpResponse(READ_ONLY, status=403, content_type="text/plain")
        return view(desk, *arguments, **named)

    return cast(View[P], page)
