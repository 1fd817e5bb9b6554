"""The doors: HTTP to Django, websockets to Channels after an exact check of their origin."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")
http = get_asgi_application()

from django.conf import settings  # noqa: E402 - the apps must be loaded first

from roleplay.origins import ExactOrigin  # noqa: E402
from roleplay.proxies import Proxies  # noqa: E402

elsewhere = [re_path("", WebsocketDenier.as_asgi())]
websocket = ExactOrigin(AuthMiddlewareStack(URLRouter([*elsewhere])), settings.ORIGINS)
application = Proxies(ProtocolTypeRouter({"http": http, "websocket": websocket}), settings.TRUSTED_PROXIES)
