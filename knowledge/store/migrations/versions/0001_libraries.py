"""Servers, their sources with passages, and the revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables. Written out: a step must stay what it was when the tables change later."""
    op.create_table(
        "guilds",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("shipped", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "sources",
        sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
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
    op.create_table(
        "passages",
        sa.Column("guild_id", sa.BigInteger, primary_key=True),
        sa.Column("source_id", sa.String(80), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("headings", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["guild_id", "source_id"], ["sources.guild_id", "sources.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "revisions",
        sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.BigInteger),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source_id", sa.String(80)),
        sa.Column("paragraph", sa.Integer),
        sa.Column("undoes", sa.BigInteger),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
    )
