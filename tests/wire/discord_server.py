"""As much of Discord as one conversation needs, on a real HTTP and WebSocket server on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

APPLICATION, GUILD, CHANNEL, ANN, ROLE = "1001", "2001", "3001", "4001", "2001"
NOW = "2026-01-01T00:00:00+00:00"
BOT: dict[str, Any] = {"id": APPLICATION, "username": "Counterpoint", "discriminator": "0", "avatar": None, "bot": True}
MEMBER: dict[str, Any] = {"id": ANN, "username": "ann", "discriminator": "0", "avatar": None}
JOINED: dict[str, Any] = {
    "roles": [],
    "joined_at": NOW,
    "deaf": False,
    "mute": False,
    "flags": 0,
}
EVERYTHING = str((1 << 50) - 1)


class DiscordServer:
    """Answers what the bot asks, and keeps what it says until a test takes it."""

    def __init__(self) -> None:
        self.requests: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.hellos: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.commands: list[dict[str, Any]] = []
        self.refuse_next_message = False
        self._sequence, self._ids = 0, 9000
        self._socket: web.WebSocketResponse | None = None
        app = web.Application()
        app.add_routes(
            [
                web.get("/gateway/", self._gateway),
                web.get("/api/users/@me", self._always(lambda: BOT | {"mfa_enabled": False, "verified": True})),
                web.get("/api/oauth2/applications/@me", self._always(lambda: self._application())),
                web.get("/api/gateway/bot", self._always(lambda: self._way_in())),
                web.get(f"/api/applications/{APPLICATION}/commands", self._always(lambda: self.commands)),
                web.put(f"/api/applications/{APPLICATION}/commands", self._register),
                web.post("/api/interactions/{id}/{token}/callback", self._reply),
                web.post(f"/api/channels/{CHANNEL}/messages", self._message),
            ]
        )
        self._runner = web.AppRunner(app)
        self.url = ""

    async def __aenter__(self) -> DiscordServer:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def slash(self, name: str, **options: str) -> None:
        """Let Ann use a command."""
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        await self._dispatch(
            "INTERACTION_CREATE", self._interaction(2, {"id": "5", "name": name, "type": 1} | {"options": given})
        )

    async def say(self, content: str) -> None:
        """Let Ann write in the channel."""
        message = self._written(content, MEMBER) | {"mentions": [BOT], "guild_id": GUILD, "member": JOINED}
        await self._dispatch("MESSAGE_CREATE", message)

    async def drop(self) -> None:
        """Break the connection as a gateway does that wants the bot to resume."""
        assert self._socket is not None
        await self._socket.close(code=4000)

    async def _dispatch(self, event: str, data: Any) -> None:
        assert self._socket is not None
        self._sequence += 1
        await self._socket.send_json({"op": 0, "t": event, "s": self._sequence, "d": data})

    def _always(self, value: Callable[[], Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(_request: web.Request) -> web.Response:
            return self._json(value())

        return answer

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            said = json.loads(message.data)
            if said["op"] == 2:
                await self._welcome(said)
            elif said["op"] == 6:
                await self._dispatch("RESUMED", {})
                await self.hellos.put(said)
            elif said["op"] == 1:
                await socket.send_json({"op": 11})
        return socket

    async def _welcome(self, said: dict[str, Any]) -> None:
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": GUILD, "unavailable": True}],
            "shard": said["d"]["shard"],
            "session_id": "a-session",
            "resume_gateway_url": f"ws://{self.url}/gateway/",
            "application": {"id": APPLICATION, "flags": 0},
        }
        await self._dispatch("READY", ready)
        await self._dispatch("GUILD_CREATE", _guild())
        await self.hellos.put(said)

    async def _register(self, request: web.Request) -> web.Response:
        self.commands = [
            {"description": ""} | command | {"id": str(100 + n), "application_id": APPLICATION, "version": "1"}
            for n, command in enumerate(await request.json())
        ]
        return self._json(self.commands)

    async def _reply(self, request: web.Request) -> web.Response:
        body = json.loads((await request.text()) or "{}")
        await self.requests.put(("reply", body))
        message = self._written("", BOT) | {"flags": 1 << 15}
        return self._json(
            {"interaction": {"id": "7", "type": 2}, "resource": {"type": body["type"], "message": message}}
        )

    async def _message(self, request: web.Request) -> web.Response:
        if self.refuse_next_message:
            self.refuse_next_message = False
            await self.requests.put(("refused", None))
            # Discord's own limits come with a Via header; without one the library takes it for Cloudflare's ban.
            slow = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
            return self._json(slow, status=429, via="1.1 loopback")
        body = await request.json()
        await self.requests.put(("message", body))
        return self._json(self._written("", BOT) | {"flags": body.get("flags", 0)})

    def _interaction(self, kind: int, data: dict[str, Any]) -> dict[str, Any]:
        self._ids += 1
        return {
            "id": str((self._ids << 22) + (1 << 60)),
            "application_id": APPLICATION,
            "type": kind,
            "token": f"token-{self._ids}",
            "version": 1,
            "data": data,
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "channel": {"id": CHANNEL, "type": 0, "name": "seminar", "permissions": EVERYTHING},
            "member": JOINED | {"user": MEMBER, "permissions": EVERYTHING},
            "app_permissions": EVERYTHING,
            "locale": "en-US",
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {"0": GUILD},
            "context": 0,
        }

    def _written(self, content: str, author: dict[str, Any]) -> dict[str, Any]:
        self._ids += 1
        empty: dict[str, Any] = {
            name: [] for name in ("mentions", "mention_roles", "embeds", "attachments", "components")
        }
        return empty | {
            "id": str((self._ids << 22) + (1 << 60)),
            "channel_id": CHANNEL,
            "author": author,
            "content": content,
            "timestamp": NOW,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "pinned": False,
            "type": 0,
        }

    def _application(self) -> dict[str, Any]:
        return {"id": APPLICATION, "name": "Counterpoint", "description": "", "icon": None, "bot_public": True} | {
            "bot_require_code_grant": False,
            "verify_key": "",
            "owner": MEMBER,
            "team": None,
            "flags": 0,
        }

    def _way_in(self) -> dict[str, Any]:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        return {"url": f"ws://{self.url}/gateway/", "shards": 1, "session_start_limit": limit}

    @staticmethod
    def _json(value: Any, status: int = 200, via: str = "") -> web.Response:
        # The library compares the content type with exactly this, without a charset.
        headers = {"Content-Type": "application/json"} | ({"Via": via} if via else {})
        return web.Response(body=json.dumps(value).encode(), status=status, headers=headers)


def _guild() -> dict[str, Any]:
    role = {"id": ROLE, "name": "@everyone", "permissions": EVERYTHING, "position": 0, "color": 0} | {
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    channel: dict[str, Any] = {"id": CHANNEL, "type": 0, "name": "seminar", "position": 0, "permission_overwrites": []}
    lists: dict[str, Any] = {
        name: [] for name in ("emojis", "stickers", "features", "threads", "voice_states", "presences")
    }
    return lists | {
        "id": GUILD,
        "name": "Study group",
        "owner_id": ANN,
        "member_count": 2,
        "roles": [role],
        "channels": [channel],
        "members": [JOINED | {"user": BOT}],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "nsfw_level": 0,
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
