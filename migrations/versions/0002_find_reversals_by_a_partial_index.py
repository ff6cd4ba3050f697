"""Find reversals by a partial index."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    change_table(op.get_bind(), TableChange(
        "mileage_transfers",
        drop_constraints=['uq_mileage_transfers_reversed_once'],
    ))
    op.create_index('uq_mileage_transfers_reversed_once', 'mileage_transfers', ['reverses_id'], unique=True, sqlite_where=sa.text('reverses_id IS NOT NULL'), postgresql_where=sa.text('reverses_id IS NOT NULL'))


def downgrade() -> None:
    op.drop_index('uq_mileage_transfers_reversed_once', table_name='mileage_transfers', sqlite_where=sa.text('reverses_id IS NOT NULL'), postgresql_where=sa.text('reverses_id IS NOT NULL'))
    change_table(op.get_bind(), TableChange(
        "mileage_transfers",
        add_constraints={
            'uq_mileage_transfers_reversed_once': 'UNIQUE (reverses_id)',
        },
    ))
