"""The library, its packs and the precedent shelf."""

from django.urls import path

from scenarios import shelf_views, views

app_name = "scenarios"
urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<slug:slug>/", views.pack, name="pack"),
    path("shelf/", shelf_views.index, name="shelf"),
    path("shelf/card/<slug:slug>/", shelf_views.card, name="shelf-card"),
    path("shelf/glossary/", shelf_views.glossary, name="shelf-glossary"),
    path("shelf/timeline/", shelf_views.timeline, name="shelf-timeline"),
]
