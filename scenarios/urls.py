"""The library, its packs and the precedent shelf."""

from django.urls import path

from scenarios import course_views, print_views, shelf_views, views, zip_views

app_name = "scenarios"
urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<slug:slug>/", views.pack, name="pack"),
    path("library/<slug:slug>/paper/", print_views.paper, name="paper"),
    path("library/<slug:slug>/paper/<slug:part>/", print_views.paper, name="paper-part"),
    path("library/<slug:slug>/zip/", zip_views.export, name="zip"),
    path("import/", zip_views.bring, name="import"),
    path("course/", course_views.course, name="course"),
    path("course/which/", course_views.which, name="which"),
    path("shelf/", shelf_views.index, name="shelf"),
    path("shelf/card/<slug:slug>/", shelf_views.card, name="shelf-card"),
    path("shelf/glossary/", shelf_views.glossary, name="shelf-glossary"),
    path("shelf/timeline/", shelf_views.timeline, name="shelf-timeline"),
]
