"""The library, its packs and the precedent shelf."""

from django.urls import path

from scenarios import (
    course_views,
    editor_choosing,
    editor_history,
    editor_sharing,
    editor_views,
    print_views,
    shelf_views,
    views,
    zip_views,
)

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
    path("library/<slug:slug>/copy/", editor_views.copy, name="copy"),
    path("own/rendered/", editor_views.rendered, name="rendered"),
    path("own/<slug:key>/", editor_views.overview, name="own"),
    path("own/<slug:key>/form/<slug:section>/", editor_views.form, name="own-form"),
    path("own/<slug:key>/text/<path:name>", editor_views.text, name="own-text"),
    path("own/<slug:key>/history/", editor_history.history, name="own-history"),
    path("own/<slug:key>/history/<int:number>/", editor_history.version, name="own-version"),
    path("own/<slug:key>/history/<int:number>/restore/", editor_history.restore, name="own-restore"),
    path("own/<slug:key>/choose/<int:number>/", editor_choosing.choose, name="own-choose"),
    path("own/<slug:key>/original/", editor_history.original, name="own-original"),
    path("own/<slug:key>/share/", editor_sharing.share, name="own-share"),
    path("own/<slug:key>/mend/", editor_sharing.mend, name="own-mend"),
    path("own/<slug:key>/delete/", editor_sharing.delete, name="own-delete"),
    path("shelf/", shelf_views.index, name="shelf"),
    path("shelf/card/<slug:slug>/", shelf_views.card, name="shelf-card"),
    path("shelf/glossary/", shelf_views.glossary, name="shelf-glossary"),
    path("shelf/timeline/", shelf_views.timeline, name="shelf-timeline"),
]
