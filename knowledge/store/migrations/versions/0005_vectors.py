"""What the sentences of passages mean, as vectors of one model or another."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table. Written out: a step must stay what it was when the tables change later."""
    op.create_table(
        "vectors",
        sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(32), primary_key=True),
        sa.Column("texts", sa.Integer, nullable=False),
        sa.Column("numbers", sa.LargeBinary, nullable=False),
    )
