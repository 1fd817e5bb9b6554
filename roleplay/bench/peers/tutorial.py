"""The chat of the official Channels tutorial, with what a Django team adds: each message is stored.

DATABASE_URL and, for the Redis layer, REDIS_URL say where. Settings are Django's and Channels'
own, except that the pool of redis-py may hold a connection for each socket: with its default of
100, most of the 990 could not even join.
"""

import json
import os
from urllib.parse import urlsplit

import django
from django.conf import settings

database = urlsplit(os.environ["DATABASE_URL"])
redis_url = os.environ.get("REDIS_URL")
in_memory = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
on_redis = {
    "BACKEND": "channels_redis.core.RedisChannelLayer",
    "CONFIG": {"hosts": [{"address": redis_url, "max_connections": 5000}]},
}
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of a benchmark",  # noqa: S106
    INSTALLED_APPS=[
        "daphne",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ],
    SESSION_ENGINE="django.contrib.sessions.backends.db",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database.path.strip("/"),
            "USER": database.username,
            "HOST": database.hostname,
            "PORT": database.port,
        }
    },
    CHANNEL_LAYERS={"default": on_redis if redis_url else in_memory},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.urls import re_path  # noqa: E402


class Message(models.Model):
    room = models.CharField(max_length=100, db_index=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "chat"
        db_table = "message"

    def __str__(self):
        return self.text


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.room_name = self.scope["url_route"]["kwargs"]["room_name"]
        self.room_group_name = f"chat_{self.room_name}"
        await self.channel_layer.group_add(self.room_group_name, self.channel_name)
        await self.accept()

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard(self.room_group_name, self.channel_name)

    async def receive(self, text_data):
        message = json.loads(text_data)["message"]
        await Message.objects.acreate(room=self.room_name, text=message)
        await self.channel_layer.group_send(
            self.room_group_name, {"type": "chat.message", "message": message}
        )

    async def chat_message(self, event):
        await self.send(text_data=json.dumps({"message": event["message"]}))


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([re_path(r"ws/chat/(?P<room_name>\w+)/$", ChatConsumer.as_asgi())]))
        ),
    }
)

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Message)
