"""What moderators and members add: settings, notes, aliases, issues, retired passages, suggestions, feedback."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables, and say of the revisions so far what they are about."""
    for column in (
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("moderator_role", sa.BigInteger),
        sa.Column("suggestion_channel", sa.BigInteger),
        sa.Column("private", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("keep_questions", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("digest_channel", sa.BigInteger),
        sa.Column("digest_weekday", sa.SmallInteger),
    ):
        op.add_column("guilds", column)
    op.add_column("passages", sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("sources", sa.Column("position", sa.BigInteger, nullable=False, server_default="0"))
    op.execute("ALTER TABLE revisions RENAME COLUMN source_id TO item")
    op.add_column("revisions", sa.Column("subject", sa.String(10), nullable=False, server_default="source"))
    op.execute("UPDATE revisions SET subject = 'passage' WHERE paragraph IS NOT NULL")
    op.execute("UPDATE revisions SET subject = 'settings' WHERE item IS NULL")
    op.execute(
        "UPDATE sources SET position = (SELECT coalesce(min(number), 0) FROM revisions"
        " WHERE revisions.guild_id = sources.guild_id AND revisions.item = sources.id)"
    )
    op.create_index("ix_revisions_who", "revisions", ["who"])
    _complete_passages()
    _create_tables()


def _complete_passages() -> None:
    """Passages in earlier revisions were not retired."""
    revisions = sa.table(
        "revisions",
        sa.column("guild_id", sa.BigInteger),
        sa.column("number", sa.BigInteger),
        sa.column("subject", sa.String),
        sa.column("before", sa.JSON(none_as_null=True)),
        sa.column("after", sa.JSON(none_as_null=True)),
    )
    connection = op.get_bind()
    of_sources = sa.select(revisions).where(revisions.c.subject == "source")
    for row in connection.execute(of_sources).all():
        states: dict[str, Any] = {"before": row.before, "after": row.after}
        if any(state and "passages" in state for state in states.values()):
            for state in filter(None, states.values()):
                for passage in state.get("passages", ()):
                    passage["retired"] = False
            this = sa.and_(revisions.c.guild_id == row.guild_id, revisions.c.number == row.number)
            connection.execute(sa.update(revisions).where(this).values(states))


def _create_tables() -> None:
    def guild_id() -> sa.Column[int]:
        return sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True)

    op.create_table(
        "notes",
        guild_id(),
        sa.Column("source_id", sa.String(80), primary_key=True),
        sa.Column("paragraph", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("asks", sa.JSON, nullable=False),
    )
    op.create_table(
        "aliases",
        guild_id(),
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("names", sa.JSON, nullable=False),
    )
    op.create_table(
        "issues",
        guild_id(),
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("asks", sa.JSON, nullable=False),
        sa.Column("passages", sa.JSON, nullable=False),
    )
    op.create_table(
        "suggestions",
        guild_id(),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.BigInteger, nullable=False, index=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("source_id", sa.String(80)),
        sa.Column("paragraph", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.BigInteger, index=True),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "feedback",
        guild_id(),
        sa.Column("who", sa.BigInteger, primary_key=True, autoincrement=False, index=True),
        sa.Column("answer", sa.String(80), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("question", sa.Text),
    )
