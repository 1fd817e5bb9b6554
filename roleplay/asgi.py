"""The doors: HTTP to Django, websockets to Channels after an exact check of their origin."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")
http = get_asgi_application()

from django.conf import settings  # noqa: E402 - the apps must be loaded first

from roleplay.health import Health  # noqa: E402
from roleplay.live.routing import websocket_urlpatterns  # noqa: E402
from roleplay.logs import Numbered  # noqa: E402
from roleplay.origins import ExactOrigin  # noqa: E402
from roleplay.proxies import Proxies  # noqa: E402

elsewhere = [re_path("", WebsocketDenier.as_asgi())]
routes = URLRouter([*websocket_urlpatterns, *elsewhere])
# No session around the sockets: a socket reads its own once, and its frames leave by the server's own send.
websocket = ExactOrigin(routes, settings.ORIGINS)
inside = Proxies(ProtocolTypeRouter({"http": http, "websocket": websocket}), settings.TRUSTED_PROXIES)
application = Numbered(Health(inside, settings.ENV["METRICS_TOKEN"]))
