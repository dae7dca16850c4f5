"""/privacy: what is kept about somebody is told to them, and forgotten when they say so."""

from __future__ import annotations

from knowledge.store.store import Store
from tests.e2e.people import Group, card, labels, markup, press, text


async def busy(group: Group, user_id: int) -> Store:
    """Let a person change, decide, suggest and vote, in two servers."""
    store, guild = group.bot.shelf.store, group.guild.id
    await store.retire(guild, "mastro-2021", user_id)
    await store.retire(guild + 1, "mastro-2021", user_id)
    await store.suggest(guild, user_id, "passage", None, None, "A passage.")
    theirs = await store.suggest(guild, group.ben.id, "passage", None, None, "Another passage.")
    await store.decide(guild, theirs.id, user_id, "declined")
    await store.feedback(guild, user_id, "key", False, "why?", "answered")
    return store


async def test_who_did_nothing_reads_that_nothing_is_kept(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "privacy"))
    assert shown.ephemeral and "Nothing is kept about you." in text(shown) and labels(shown) == []
    shown = card(await group.ann.slash(group.channel, "privacy", forget=True))
    assert "Nothing is kept about you." in text(shown) and labels(shown) == []


async def test_what_is_kept_is_listed_exactly(group: Group) -> None:
    await busy(group, group.ann.id)
    read = text(card(await group.ann.slash(group.channel, "privacy")))
    kept = [line for line in read.split("\n") if line.startswith("- ")]
    assert kept == [
        "- changes to libraries: 2",
        "- suggestions: 1",
        "- decisions on suggestions: 1",
        "- votes on answers: 1",
    ]


async def test_to_be_forgotten_is_asked_for_twice_and_then_done(group: Group) -> None:
    store = await busy(group, group.ann.id)
    shown = await group.ann.slash(group.channel, "privacy", forget=True)
    assert card(shown).ephemeral and "cannot be undone" in text(card(shown))
    assert any(await store.what_is_kept(group.ann.id))
    await press(group.ann, card(shown), "Forget me now")
    assert "Nothing is kept about you any more." in text(card(shown)) and labels(card(shown)) == []
    assert not any(await store.what_is_kept(group.ann.id))
    assert [revision.who for revision in await store.history(group.guild.id)] == [0]
    assert [s.who for s in await store.suggestions(group.guild.id)] == []
    assert any(await store.what_is_kept(group.ben.id))
    assert "Nothing is kept about you." in text(card(await group.ann.slash(group.channel, "privacy")))


async def test_the_page_has_the_button_too_and_works_where_there_is_no_server(group: Group) -> None:
    store = await busy(group, group.ann.id)
    user = group.ann.user
    page = card(await user.slash("privacy"))
    asked = card(await user.click(page, custom_id="cp:forget:"))
    await user.click(asked, custom_id="cp:forgetnow:")
    assert not any(await store.what_is_kept(group.ann.id))


async def test_a_button_forgets_who_presses_it_and_nobody_else(group: Group) -> None:
    store = await busy(group, group.ann.id)
    await store.retire(group.guild.id, "freeman-2017", group.ben.id)
    shown = await group.ben.slash(group.channel, "privacy", forget=True)
    await press(group.ben, card(shown), "Forget me now")
    assert any(await store.what_is_kept(group.ann.id)) and not any(await store.what_is_kept(group.ben.id))


async def test_the_page_fits_and_names_what_it_speaks_of(group: Group) -> None:
    await busy(group, group.ann.id)
    shown = card(await group.ann.slash(group.channel, "privacy"))
    assert len(markup(shown)) < 4000 and "</suggest:" in markup(shown)
