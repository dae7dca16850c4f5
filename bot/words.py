"""Names and descriptions of commands and options: one catalogue, ``[commands]`` in each file of ``prompts``."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from prompts import ENGLISH, say, translation


def word(key: str) -> app_commands.locale_str:
    """Return a name or description in English that the translator can look up in other languages."""
    return app_commands.locale_str(say(f"commands.{key}"), key=f"commands.{key}")


def command(key: str) -> Callable[[Callable[..., Coroutine[Any, Any, None]]], app_commands.Command[Any, ..., None]]:
    """Make a slash command of a function, named and described by the catalogue."""
    return app_commands.command(name=word(f"{key}.name"), description=word(f"{key}.about"))


class CatalogueTranslator(app_commands.Translator):
    """Translates what ``word`` made; a language or entry that is not shipped stays English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words of a locale, None where there are none."""
        key, language = string.extras.get("key"), locale.value.partition("-")[0]
        return None if key is None or language == ENGLISH else translation(key, language)
