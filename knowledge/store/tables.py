"""The tables. Every row belongs to a server: its id is the first part of every key."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment in UTC, also where the database keeps no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store as UTC."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData()

guilds = sa.Table(
    "guilds",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("left_at", UtcDateTime),
    sa.Column("shipped", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("moderator_role", sa.BigInteger),
    sa.Column("suggestion_channel", sa.BigInteger),
    sa.Column("private", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("keep_questions", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("digest_channel", sa.BigInteger),
    sa.Column("digest_weekday", sa.SmallInteger),
    sa.Column("digest_week", sa.Date),
)
"""Servers with their settings; ``version`` is the number of the latest revision, ``left_at`` when the bot left,
``digest_week`` the Monday of the week whose digest was posted last."""

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("retired", sa.Boolean, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("outlet", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("side", sa.Text),
    sa.Column("thesis", sa.Text),
    sa.Column("extra", sa.Text, nullable=False),
)
"""``version`` is the revision that last touched the source itself, ``position`` the one that brought it, by which
sources are in order; ``extra`` is the YAML of its file."""

passages = sa.Table(
    "passages",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True),
    sa.Column("source_id", sa.String(80), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("headings", sa.JSON, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.ForeignKeyConstraint(["guild_id", "source_id"], ["sources.guild_id", "sources.id"], ondelete="CASCADE"),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("source_id", sa.String(80), primary_key=True),
    sa.Column("paragraph", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("asks", sa.JSON, nullable=False),
)
"""The questions that a passage answers; the passage may be of a shipped essay, which has no row among the sources."""

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("source_id", sa.String(80), primary_key=True),
    sa.Column("paragraph", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
)
"""What moderators noted of the facts of a passage, as for notes."""

aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("names", sa.JSON, nullable=False),
)
"""Groups of names of one thing; the id is the first name, folded."""

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("asks", sa.JSON, nullable=False),
    sa.Column("passages", sa.JSON, nullable=False),
)
"""Issues of the server, and what it changed of shipped ones: another label, further questions and passages."""

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("who", sa.BigInteger, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("subject", sa.String(10), nullable=False, server_default="source"),
    sa.Column("item", sa.String(80)),
    sa.Column("paragraph", sa.Integer),
    sa.Column("undoes", sa.BigInteger),
    sa.Column("before", sa.JSON(none_as_null=True)),
    sa.Column("after", sa.JSON(none_as_null=True)),
)
"""Append-only: ``before`` and ``after`` hold the fields that changed; null where the subject was not there.

What a change is about is in ``subject`` (its kind), ``item`` (its id) and ``paragraph``."""

suggestions = sa.Table(
    "suggestions",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("who", sa.BigInteger, nullable=False, index=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("source_id", sa.String(80)),
    sa.Column("paragraph", sa.Integer),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("decided_by", sa.BigInteger, index=True),
    sa.Column("decided_at", UtcDateTime),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
    sa.Column("who", sa.BigInteger, primary_key=True, autoincrement=False, index=True),
    sa.Column("answer", sa.String(80), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("verdict", sa.String(20), nullable=False),
    sa.Column("question", sa.Text),
)
"""One vote of a member on an answer; ``question`` is null unless the server keeps the texts of questions."""
"""Append-only: ``before`` and ``after`` hold the fields that changed; null where the source was not there."""

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("model", sa.String(64), primary_key=True),
    sa.Column("digest", sa.String(32), primary_key=True),
    sa.Column("texts", sa.Integer, nullable=False),
    sa.Column("numbers", sa.LargeBinary, nullable=False),
)
"""What the sentences of passages mean to a model, by the digest of the sentences: they can be made anew at any time."""

indexes = sa.Table(
    "indexes",
    metadata,
    sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("identity", sa.String(32), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
"""The index of a server's library, by what it was made by: it can be made anew at any time."""
