"""What the bot sends, against Discord's own description of its API, where that file is beside the checkout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest

from bot.registration import payload
from tests.e2e.people import Group, card, disabled, labels, press

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Discord's API description is not here")


@cache
def description() -> dict[str, Any]:
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


@cache
def validator(method: str, path: str) -> Any:
    schema = description()["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
    return jsonschema.Draft202012Validator(schema | {"components": description()["components"]})


def route(path: str) -> str | None:
    """Return the described path that a real one is an instance of."""
    for known in description()["paths"]:
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", known), path.partition("?")[0]):
            return known
    return None


def wire(value: Any) -> Any:
    """Return a body as it is on the wire, with the snowflakes that the library sends as numbers in quotes."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        ids = ("id",) if "filename" in fields or fields.get("type") in ("role", "channel") else ()
        return {
            k: str(v) if isinstance(v, int) and (k.endswith("_id") or k in ids) else wire(v) for k, v in fields.items()
        }
    return [wire(item) for item in cast("list[Any]", value)] if isinstance(value, list | tuple) else value


def complaints(method: str, path: str, body: Any) -> Iterator[str]:
    known = route(path)
    assert known is not None, path
    for error in validator(method, known).iter_errors(wire(body)):
        yield f"{method} {known}: {error.message[:300]} at {error.json_path}"


async def test_every_body_that_is_sent_is_as_described(group: Group) -> None:
    await tour(group)
    sent = [r for r in group.env.http_requests if r.method in ("POST", "PUT", "PATCH") and r.json is not None]
    assert len(sent) > 20
    assert [c for r in sent for c in complaints(r.method, r.path, r.json)] == []


async def test_the_commands_are_as_described(group: Group) -> None:
    commands = json.loads(json.dumps(await payload(group.bot.tree)))
    assert list(complaints("PUT", "/applications/1/commands", commands)) == []


def test_a_wrong_body_is_complained_of() -> None:
    assert list(complaints("POST", "/channels/1/messages", {"content": "x" * 4001}))
    assert list(complaints("POST", "/channels/1/messages", {"components": [{"type": 10}]}))


async def tour(group: Group) -> None:
    """Use every door once, and every button of what is shown."""
    assert group.bot.user is not None
    message = await group.ben.send(group.channel, "Sanctions on North Korea only backfire.")
    cards = [
        await group.ask("why does China resist sanctions?", private=True),
        await group.ask("what is the best pizza in Rome?"),
        card(await group.ann.context_menu(group.channel, "Find the other side", message)),
        card(await group.ann.context_menu(group.channel, "Find sources", message)),
        card(await group.ann.slash(group.channel, "compare", issue="sanctions-enforcement", private=True)),
        card(await group.ann.slash(group.channel, "sources")),
        card(await group.ann.slash(group.channel, "read", source="mastro-2021", paragraph=2)),
        card(await group.ann.slash(group.channel, "cite", source="mastro-2021", paragraph=2)),
        card(await group.ann.slash(group.channel, "help")),
        card(await group.ann.slash(group.channel, "fact", query="trade", private=True)),
        card(await group.ann.slash(group.channel, "who", name="Kim", private=True)),
        card(await group.ann.slash(group.channel, "timeline", private=True)),
        card(await group.ann.slash(group.channel, "define", term="THAAD", private=True)),
        card(await group.ann.slash(group.channel, "quote", speaker="Xi", private=True)),
    ]
    for shown in cards:
        for label in dict.fromkeys(labels(shown)):
            if label != "APA" and label in labels(shown) and label not in disabled(shown):
                await press(group.ann, shown, label)
    await group.ann.autocomplete(group.channel, "compare", "issue", "sanc")
    await group.ann.send(group.channel, f"{group.bot.user.mention} why does China resist sanctions?")
    await group.ann.send_dm("why does China resist sanctions?")
