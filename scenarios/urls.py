"""The library and its packs."""

from django.urls import path

from scenarios import views

app_name = "scenarios"
urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<slug:slug>/", views.pack, name="pack"),
]
