"""/brief: a page on one issue to hand out, as PDF and as Markdown."""

from __future__ import annotations

from typing import Any

import discord
import pypdfium2 as pdfium
import pytest

from bot.cards.attached import files_on
from bot.handouts import fonts
from knowledge.answers import comparing
from prompts import discussion
from tests.e2e.people import Group, card, quotations, text


@pytest.fixture(autouse=True, scope="module")
def fonts_are_loaded() -> None:
    """Load what makes PDFs once, outside the time that a simulated Discord gives a thread."""
    fonts.fonts()


NO_FILES = discord.PermissionOverwrite(attach_files=False)


async def brief(group: Group, where: Any = None, **options: Any) -> Any:
    return card(await group.ann.slash(where or group.channel, "brief", **options))


async def read(shown: Any) -> dict[str, str]:
    """Return the texts of the attached files by their names."""
    files = {name: await file.read() for name, file in files_on(shown.message).items()}
    texts: dict[str, str] = {}
    for name, content in files.items():
        pages: Any = pdfium.PdfDocument(content) if name.endswith(".pdf") else ()
        text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
        texts[name] = " ".join(text.split()) if pages else content.decode()
    return texts


async def test_a_page_comes_as_pdf_and_as_markdown(group: Group) -> None:
    shown = await brief(group, issue="leverage")
    assert not shown.ephemeral
    files = await read(shown)
    assert list(files) == ["leverage.pdf", "leverage.md"]
    pdf, markdown = files.values()
    issue = next(issue for issue in group.bot.shelf.shared.issues if issue.id == "leverage")
    for position in comparing.compare(group.bot.shelf.shared, issue):
        assert position.name in pdf and position.name in markdown
        for excerpt in position.excerpts:
            assert f"> {excerpt.text}" in markdown.replace("\\", "")
    for part in ("(Freeman, 2017, para. 6)", "Mastro, O. S. (2021).", issue.label):
        assert part in markdown and part in pdf
    assert f"6 passages by {issue_names(group)}" in text(shown) and str(discussion("leverage")) in text(shown)


def issue_names(group: Group) -> str:
    return ", ".join(source.author for source in group.bot.shelf.shared.sources)


async def test_it_can_be_for_one_person(group: Group) -> None:
    shown = await brief(group, issue="leverage", private=True)
    assert shown.ephemeral and len(await read(shown)) == 2


async def test_where_the_bot_may_not_attach_files_only_the_person_gets_them(group: Group) -> None:
    bare = group.guild.create_text_channel("bare", overwrites={group.guild.me: NO_FILES})  # pyright: ignore
    shown = await brief(group, bare, issue="leverage")
    assert shown.ephemeral and "may not attach files" in text(shown) and len(await read(shown)) == 2


async def test_an_issue_that_is_not_known_gets_the_nearest(group: Group) -> None:
    shown = await brief(group, issue="the price of tea")
    assert "I know no issue “the price of tea”. The nearest: " in text(shown)
    assert (await group.ann.autocomplete(group.channel, "brief", "issue", "leverage"))[0]["value"] == "leverage"


async def test_in_direct_messages(group: Group) -> None:
    shown = card(await group.env.create_user("zoe").slash("brief", issue="leverage"))
    assert len(await read(shown)) == 2 and not quotations(shown)
