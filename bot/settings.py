"""Every setting of the Discord bot, from the environment or a .env file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from prompts import say

if TYPE_CHECKING:
    from knowledge.meaning.encoder import Encoder


class Settings(BaseSettings):
    """What a host can set. ``DISCORD_TOKEN`` has Discord's usual name; all others begin with ``COUNTERPOINT_``."""

    model_config = SettingsConfigDict(env_prefix="COUNTERPOINT_", env_file=".env", extra="ignore", frozen=True)

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    api_url: str | None = None
    """Where Discord's API is reached, for a rate-limiting proxy; Discord itself where it is not set."""
    database_url: SecretStr | None = None
    """``postgresql://user:password@host/name``, for several processes; a SQLite file where it is not set."""
    data_folder: Path = Path("data")
    """Where that file is."""
    shard_ids: Annotated[tuple[int, ...] | None, NoDecode] = None
    """The shards that this process runs, as ``0,1``; all of them where it is not set."""
    shard_count: int | None = Field(default=None, ge=1)
    """The number of shards over all processes; as many as Discord advises where it is not set."""
    cooldown_uses: int = Field(default=8, ge=1)
    """How often one person may ask or press within ``cooldown_seconds``."""
    cooldown_seconds: float = Field(default=20, gt=0)
    semantic: Literal["on", "off"] = "on"
    """Whether questions are answered by meaning too, where the extra ``semantic`` is installed."""
    semantic_model: Path | None = None
    """A folder with a model in the place of the packaged one: ``model.onnx`` and ``tokenizer.json``."""
    semantic_sha256: str | None = None
    """What the model's file must have."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["auto", "json", "text"] = "auto"
    """``auto`` writes text to a terminal and JSON lines elsewhere."""

    @property
    def database(self) -> str:
        """The address of the database."""
        from knowledge.store.database import sqlite_url  # loads what a question in the terminal does without

        url = self.database_url.get_secret_value().strip() if self.database_url else ""
        return url or sqlite_url(self.database_file)

    @property
    def database_file(self) -> Path:
        """Where the database is unless an address says otherwise."""
        return self.data_folder / "counterpoint.sqlite"

    def encoder(self) -> Encoder | None:
        """Return what tells the meaning of texts; None where it is off or not installed. Raises ModelError."""
        from knowledge.meaning.encoder import find

        return find(self.semantic_model, self.semantic_sha256) if self.semantic == "on" else None

    @field_validator("semantic_model", "semantic_sha256", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("discord_token", mode="after")
    @classmethod
    def _blank_is_none(cls, token: SecretStr | None) -> SecretStr | None:
        return token if token is not None and token.get_secret_value().strip() else None

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip()) or None

    @model_validator(mode="after")
    def _shards_are_some_of_all(self) -> Self:
        if self.shard_ids is not None and (self.shard_count is None or not max(self.shard_ids) < self.shard_count):
            raise ValueError("COUNTERPOINT_SHARD_IDS needs a COUNTERPOINT_SHARD_COUNT larger than each of them")
        return self


def settings_or_complaint() -> Settings | None:
    """Return the settings; where one cannot be read, say which and return None."""
    try:
        return Settings()
    except ValidationError as error:
        print(say("host.bad_settings", reason="; ".join(map(_reason, error.errors()))), file=sys.stderr)
        return None


def _reason(error: ErrorDetails) -> str:
    message = error["msg"].removeprefix("Value error, ")
    return f"COUNTERPOINT_{str(error['loc'][0]).upper()}: {message}" if error["loc"] else message
