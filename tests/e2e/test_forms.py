"""Forms where the one reply that can open one is spent."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from bot import forms
from bot.forms import Field, Form, Kind
from bot.pressing import CardButton


async def _build(_interaction: object, state: str) -> Form:
    return Form(f"A form for {state}", [Field("text")])


async def _submit(*_: object) -> None:
    raise AssertionError


async def test_after_a_library_that_was_slow_to_load_a_button_opens_the_form() -> None:
    sent: list[dict[str, Any]] = []

    async def send(**what: Any) -> None:
        sent.append(what)

    interaction = SimpleNamespace(
        client=SimpleNamespace(forms={"some": Kind(_build, _submit, for_moderators=False)}),
        response=SimpleNamespace(is_done=lambda: True),
        followup=SimpleNamespace(send=send),
    )
    await forms.present(cast("Any", interaction), "some", "1:2")
    (reply,) = sent
    assert reply["ephemeral"]
    buttons = [item for item in reply["view"].walk_children() if isinstance(item, CardButton)]
    assert [button.custom_id for button in buttons] == ["cp:form:some:1:2"]
