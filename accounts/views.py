"""Pages about who you are: sign in, sign out, set a password, come in by a key."""

from typing import Any

from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import keys
from accounts.forms import Enter, SignIn
from accounts.limits import allow
from accounts.models import User

WAIT = "Too many tries from here. Please wait a minute and try again."
NOT_OPEN = "This link does not open anything: it may have been used already, or its time is over."


def address(request: HttpRequest) -> str:
    """Whom the limiter counts; a proxy's word was weighed before (`roleplay.proxies`)."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")


class SignInPage(views.LoginView):
    """Counts tries by address and by name, before the password is looked at."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        name = request.POST.get("username", "").strip().lower()[:200]
        few_here = allow(f"sign-in from {address(request)}", 60, 60)
        if few_here and allow(f"sign-in as {name}", 10, 60):
            return super().post(request, *arguments, **named)
        form = SignIn(request, initial={"username": name})
        return self.render_to_response(self.get_context_data(form=form, refused=WAIT), status=429)


class SignOut(views.LogoutView):
    """Also asks the browser to forget what it kept, for the next person at a shared computer."""

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        response = super().post(request, *arguments, **named)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set a first password, or change it knowing the old one."""
    form = password_form(request)
    if request.method == "POST":
        if not allow(f"password of {request.user.pk}", 10, 60):
            return render(request, "accounts/password.html", {"form": form, "refused": WAIT}, status=429)
        if form.is_valid():
            update_session_auth_hash(request, form.save())
            return redirect(f"{reverse('accounts:password')}?saved=yes")
    return render(request, "accounts/password.html", {"form": form, "saved": "saved" in request.GET})


def password_form(request: HttpRequest) -> "SetPasswordForm[User]":
    user = request.user
    assert isinstance(user, User)  # the page asks for a sign-in first
    kind = PasswordChangeForm if user.has_usable_password() else SetPasswordForm
    return kind(user, request.POST or None)


@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponseBase:
    """Come in by a key. Opening the page spends nothing: a preview of a link is only a GET."""
    form = Enter(request.POST or None)
    if request.method == "GET":
        return render(request, "accounts/enter.html", {"form": form})
    if not allow(f"keys from {address(request)}", 120, 60):
        return render(request, "accounts/enter.html", {"form": Enter(), "refused": WAIT}, status=429)
    token = form.cleaned_data["key"] if form.is_valid() else ""
    if response := keys.open_door(request, token):
        return response
    return render(request, "accounts/enter.html", {"form": Enter(), "refused": NOT_OPEN}, status=404)
