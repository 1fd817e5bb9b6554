"""The doors: HTTP to Django, websockets to Channels after an exact check of their origin."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")
http = get_asgi_application()

from django.conf import settings  # noqa: E402 - the apps must be loaded first

websocket = OriginValidator(AuthMiddlewareStack(URLRouter([])), settings.ORIGINS)
application = ProtocolTypeRouter({"http": http, "websocket": websocket})
