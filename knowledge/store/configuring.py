"""The settings of servers."""

from __future__ import annotations

from typing import Any

from knowledge.store.desk import Desk
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.keepers import read_settings
from knowledge.store.subjects import SETTINGS, Revision


class Configuring(Desk):
    """Reads and changes settings."""

    async def settings(self, guild_id: int) -> GuildSettings:
        """Return the settings of a server, which is one row."""
        async with self._database.reading() as connection:
            return (await read_settings(connection, guild_id))[1]

    async def change_settings(self, guild_id: int, who: int | None, **fields: Any) -> Revision:
        """Change some of the fields of GuildSettings; raises NothingToChangeError, UnstorableError."""
        async with self._change(guild_id) as change:
            change.settings._replace(**fields)  # a name that is no setting is a mistake of the caller
            return await change.make("settings", who, SETTINGS, fields)
