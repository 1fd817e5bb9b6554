"""Where the pages and the HTTP door of a workshop are. Wiring only."""

from django.urls import path

from roleplay.live import door_http, views

app_name = "live"
urlpatterns = [
    path("w/<str:workshop>/", views.page, name="page"),
    path("w/<str:workshop>/screen/", views.screen, name="screen"),
    path("w/<str:workshop>/earlier/", views.earlier, name="earlier"),
    path("w/<str:workshop>/do/", door_http.do, name="do"),
    path("w/<str:workshop>/events/", door_http.events, name="events"),
]
