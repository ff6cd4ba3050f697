"""Items in versions with reasons, claims from workbooks, the year of the ledger closed by two offices."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mileage_claim_uploads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uploader_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('handed_in', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_mileage_claim_uploads_hash_is_whole')),
    sa.CheckConstraint('row_count > 0', name=op.f('ck_mileage_claim_uploads_has_rows')),
    sa.ForeignKeyConstraint(['uploader_id'], ['people.id'], name=op.f('fk_mileage_claim_uploads_uploader_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_claim_uploads')),
    sa.UniqueConstraint('sha256', name=op.f('uq_mileage_claim_uploads_file'))
    )
    op.create_table('mileage_item_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('new', 'changed', 'ended', name='item_change_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('takes_effect_on', sa.Date(), nullable=False),
    sa.Column('feeds_promotion', sa.Boolean(), nullable=False),
    sa.Column('disclosed_on', sa.Date(), nullable=True),
    sa.Column('opinions', sa.Text(), nullable=True),
    sa.Column('changed_on', sa.Date(), nullable=True),
    sa.Column('earliest_on', sa.Date(), nullable=True),
    sa.Column('disaster', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(changed_on IS NULL) = (disclosed_on IS NULL)', name=op.f('ck_mileage_item_changes_disclosed_when')),
    sa.CheckConstraint('(changed_on IS NULL) = (earliest_on IS NULL)', name=op.f('ck_mileage_item_changes_earliest_if_disclosed')),
    sa.CheckConstraint('(changed_on IS NULL) = (opinions IS NULL)', name=op.f('ck_mileage_item_changes_opinions_if_disclosed')),
    sa.CheckConstraint('NOT feeds_promotion OR changed_on IS NOT NULL', name=op.f('ck_mileage_item_changes_promotion_is_disclosed')),
    sa.CheckConstraint('disaster IS NOT NULL OR takes_effect_on >= earliest_on', name=op.f('ck_mileage_item_changes_year_has_passed')),
    sa.CheckConstraint('disaster IS NULL OR changed_on IS NOT NULL', name=op.f('ck_mileage_item_changes_disaster_of_a_disclosure')),
    sa.CheckConstraint('disclosed_on < changed_on', name=op.f('ck_mileage_item_changes_disclosed_before_change')),
    sa.CheckConstraint('earliest_on > changed_on', name=op.f('ck_mileage_item_changes_year_after_change')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_mileage_item_changes_reason_long_enough')),
    sa.CheckConstraint('takes_effect_on >= changed_on', name=op.f('ck_mileage_item_changes_effect_after_change')),
    sa.ForeignKeyConstraint(['item_id'], ['mileage_items.id'], name=op.f('fk_mileage_item_changes_item_id_mileage_items')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_mileage_item_changes_made_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_item_changes'))
    )
    op.create_table('mileage_year_closings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'confirmed', 'withdrawn', name='closing_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposing_department_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('second_department_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdraw_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f('ck_mileage_year_closings_moment_if_confirmed')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name=op.f('ck_mileage_year_closings_withdrawer_if_withdrawn')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (content IS NULL)', name=op.f('ck_mileage_year_closings_report_if_confirmed')),
    sa.CheckConstraint('(content IS NULL) = (sha256 IS NULL)', name=op.f('ck_mileage_year_closings_hash_if_report')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)', name=op.f('ck_mileage_year_closings_reason_if_withdrawn')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)', name=op.f('ck_mileage_year_closings_withdrawn_when')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_mileage_year_closings_days_in_order')),
    sa.CheckConstraint('second_department_id <> proposing_department_id', name=op.f('ck_mileage_year_closings_two_offices')),
    sa.CheckConstraint('second_id <> proposed_by_id', name=op.f('ck_mileage_year_closings_confirmed_by_another')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['people.id'], name=op.f('fk_mileage_year_closings_proposed_by_id_people')),
    sa.ForeignKeyConstraint(['proposing_department_id'], ['departments.id'], name=op.f('fk_mileage_year_closings_proposing_department_id_departments')),
    sa.ForeignKeyConstraint(['second_department_id'], ['departments.id'], name=op.f('fk_mileage_year_closings_second_department_id_departments')),
    sa.ForeignKeyConstraint(['second_id'], ['people.id'], name=op.f('fk_mileage_year_closings_second_id_people')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_mileage_year_closings_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_year_closings'))
    )
    op.create_table('mileage_year_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('subject', sa.Enum('person', 'department', name='item_subject', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kind', sa.Enum('carry_all', 'carry_up_to', 'expire_all', name='year_end_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('most', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_on', sa.Date(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'carry_up_to') = (most IS NOT NULL)", name=op.f('ck_mileage_year_rules_most_if_limited')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_year_rules_reason_given')),
    sa.CheckConstraint('most IS NULL OR most > 0', name=op.f('ck_mileage_year_rules_most_above_zero')),
    sa.CheckConstraint('set_on <= ends_on', name=op.f('ck_mileage_year_rules_set_before_the_year_ends')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_mileage_year_rules_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_year_rules'))
    )
    op.create_table('mileage_claim_entries',
    sa.Column('claim_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['mileage_claims.id'], name=op.f('fk_mileage_claim_entries_claim_id_mileage_claims')),
    sa.ForeignKeyConstraint(['upload_id'], ['mileage_claim_uploads.id'], name=op.f('fk_mileage_claim_entries_upload_id_mileage_claim_uploads')),
    sa.PrimaryKeyConstraint('claim_id', name=op.f('pk_mileage_claim_entries'))
    )
    op.create_table('mileage_closing_lines',
    sa.Column('closing_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('earned', sa.BigInteger(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('expired', sa.BigInteger(), nullable=False),
    sa.Column('carried', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('carried >= 0', name=op.f('ck_mileage_closing_lines_carried_not_negative')),
    sa.CheckConstraint('expired >= 0', name=op.f('ck_mileage_closing_lines_expired_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_closing_lines_account_id_mileage_accounts')),
    sa.ForeignKeyConstraint(['closing_id'], ['mileage_year_closings.id'], name=op.f('fk_mileage_closing_lines_closing_id_mileage_year_closings')),
    sa.PrimaryKeyConstraint('closing_id', 'account_id', name=op.f('pk_mileage_closing_lines'))
    )
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        add_columns=[
            sa.Column('highest_group', sa.String(length=20), nullable=True),
        ],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_cap_cuts",
        add_constraints={
            'ck_mileage_cap_cuts_cap_period': "CHECK (cut_by IN ('case', 'day', 'month', 'year', 'group'))",
        },
        drop_constraints=['ck_mileage_cap_cuts_cap_period'],
    ))
    op.create_index(op.f('ix_mileage_claim_uploads_uploader_id'), 'mileage_claim_uploads', ['uploader_id'], unique=False)
    op.create_index(op.f('ix_mileage_item_changes_item_id'), 'mileage_item_changes', ['item_id'], unique=False)
    op.create_index(op.f('ix_mileage_year_closings_second_id'), 'mileage_year_closings', ['second_id'], unique=False)
    op.create_index('uq_mileage_year_closings_once', 'mileage_year_closings', ['year'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'confirmed')"), postgresql_where=sa.text("state IN ('proposed', 'confirmed')"))
    op.create_index('ix_mileage_year_rules_year_subject', 'mileage_year_rules', ['year', 'subject'], unique=False)
    op.create_index(op.f('ix_mileage_claim_entries_upload_id'), 'mileage_claim_entries', ['upload_id'], unique=False)
    op.create_index(op.f('ix_mileage_closing_lines_account_id'), 'mileage_closing_lines', ['account_id'], unique=False)
    op.create_index('uq_mileage_transfers_expired_once', 'mileage_transfers', ['source'], unique=True, sqlite_where=sa.text("kind = 'expiry' AND reverses_id IS NULL"), postgresql_where=sa.text("kind = 'expiry' AND reverses_id IS NULL"))


def downgrade() -> None:
    op.drop_index('uq_mileage_transfers_expired_once', table_name='mileage_transfers', sqlite_where=sa.text("kind = 'expiry' AND reverses_id IS NULL"), postgresql_where=sa.text("kind = 'expiry' AND reverses_id IS NULL"))
    op.drop_index(op.f('ix_mileage_closing_lines_account_id'), table_name='mileage_closing_lines')
    op.drop_index(op.f('ix_mileage_claim_entries_upload_id'), table_name='mileage_claim_entries')
    op.drop_index('ix_mileage_year_rules_year_subject', table_name='mileage_year_rules')
    op.drop_index('uq_mileage_year_closings_once', table_name='mileage_year_closings', sqlite_where=sa.text("state IN ('proposed', 'confirmed')"), postgresql_where=sa.text("state IN ('proposed', 'confirmed')"))
    op.drop_index(op.f('ix_mileage_year_closings_second_id'), table_name='mileage_year_closings')
    op.drop_index(op.f('ix_mileage_item_changes_item_id'), table_name='mileage_item_changes')
    op.drop_index(op.f('ix_mileage_claim_uploads_uploader_id'), table_name='mileage_claim_uploads')
    change_table(op.get_bind(), TableChange(
        "mileage_cap_cuts",
        add_constraints={
            'ck_mileage_cap_cuts_cap_period': "CHECK (cut_by IN ('case', 'day', 'month', 'year'))",
        },
        drop_constraints=['ck_mileage_cap_cuts_cap_period'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        drop_columns=['highest_group'],
    ))
    op.drop_table('mileage_closing_lines')
    op.drop_table('mileage_claim_entries')
    op.drop_table('mileage_year_rules')
    op.drop_table('mileage_year_closings')
    op.drop_table('mileage_item_changes')
    op.drop_table('mileage_claim_uploads')
