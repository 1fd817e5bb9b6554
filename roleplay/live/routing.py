"""Where the sockets of a workshop are. Wiring only."""

from django.urls import path

from roleplay.live.consumers import Socket

socket: object = Socket.as_asgi()
websocket_urlpatterns = [
    path("ws/w/<str:workshop>/", socket),  # type: ignore[arg-type]
    path("ws/w/<str:workshop>/<str:page>/", socket),  # type: ignore[arg-type]
]
