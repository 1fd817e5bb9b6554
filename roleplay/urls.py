"""Where each page lives. Wiring only."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("scenarios.urls")),
    path("", include("roleplay.live.urls")),
    path("", include("roleplay.record.urls")),
]
handler400 = "roleplay.errors.bad_request"
