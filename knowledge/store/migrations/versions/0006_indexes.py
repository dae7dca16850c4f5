"""The indexes of servers' libraries, so that their texts are not read anew after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table. Written out: a step must stay what it was when the tables change later."""
    op.create_table(
        "indexes",
        sa.Column("guild_id", sa.BigInteger, sa.ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("identity", sa.String(32), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
