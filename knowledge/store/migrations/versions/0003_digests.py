"""The week of a server's latest digest."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("guilds", sa.Column("digest_week", sa.Date))
