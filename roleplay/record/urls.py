"""Where the record of a workshop is. Wiring only."""

from django.urls import path

from roleplay.record import non_paper, views

app_name = "record"
urlpatterns = [
    path("w/<slug:workshop>/record/", views.main, name="main"),
    path("w/<slug:workshop>/record/shared/", views.shared, name="shared"),
    path("w/<slug:workshop>/non-paper/", non_paper.page, name="non-paper"),
    path("w/<slug:workshop>/non-paper/export/<slug:format>", non_paper.export, name="non-paper-export"),
    path("w/<slug:workshop>/record/export/<slug:view>.<slug:format>", views.export, name="export"),
]
