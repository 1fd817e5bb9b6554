"""A fan-out in plain ASGI: no Django, no database, no session. The floor of the server it runs on."""

rooms = {}


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        return
    room = rooms.setdefault(scope["path"], set())
    await receive()
    await send({"type": "websocket.accept"})
    room.add(send)
    while (event := await receive())["type"] == "websocket.receive":
        message = {"type": "websocket.send", "text": event["text"]}
        for each in list(room):
            await each(message)
    room.discard(send)
