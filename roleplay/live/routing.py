"""Where the sockets of a workshop are. Wiring only."""

from typing import Any

from django.urls import path

from roleplay.live.consumers import Socket

socket: Any = Socket.as_asgi()
websocket_urlpatterns = [
    path("ws/w/<str:workshop>/", socket),
    path("ws/w/<str:workshop>/<str:page>/", socket),
]
