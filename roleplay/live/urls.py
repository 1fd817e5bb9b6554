"""Where the pages and the HTTP door of a workshop are, and the ways in. Wiring only."""

from django.urls import path

from roleplay.live import door_http, hosting, joining, own_preview, texts, views

app_name = "live"
urlpatterns = [
    path("", hosting.home, name="home"),
    path("join/", joining.join, name="join"),
    path("return/", joining.come_back, name="return"),
    path("come-in/", joining.come_in_by_link, name="come-in"),
    path("workshops/", hosting.workshops, name="workshops"),
    path("own/<slug:key>/preview/", own_preview.choose, name="own-preview"),
    path("own/<slug:key>/preview/page/", own_preview.show, name="own-preview-page"),
    path("host/<slug:pack>/", hosting.host, name="host"),
    path("w/<slug:workshop>/", views.page, name="page"),
    path("w/<slug:workshop>/screen/", views.screen, name="screen"),
    path("w/<slug:workshop>/earlier/", views.earlier, name="earlier"),
    path("w/<slug:workshop>/do/", door_http.do, name="do"),
    path("w/<slug:workshop>/events/", door_http.events, name="events"),
    path("w/<slug:workshop>/texts/", texts.page, name="texts"),
    path("w/<slug:workshop>/links/", hosting.links_page, name="links"),
    path("w/<slug:workshop>/code/", hosting.new_code, name="code"),
    path("w/<slug:workshop>/leave/", joining.leave, name="leave"),
]
