"""Guard decisions in the database; handling times of civil affairs, rewards and thanks."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mileage_reward_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('yearly_cap_won', sa.Integer(), nullable=True),
    sa.Column('hold_days', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_reward_terms_reason_given')),
    sa.CheckConstraint('hold_days BETWEEN 1 AND 365', name=op.f('ck_mileage_reward_terms_hold_within_a_year')),
    sa.CheckConstraint('yearly_cap_won >= 0', name=op.f('ck_mileage_reward_terms_cap_not_negative')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_mileage_reward_terms_created_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_reward_terms'))
    )
    op.create_table('mileage_rewards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('leave', 'voucher', 'training', 'post', name='reward_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('earned_needed', sa.BigInteger(), nullable=True),
    sa.Column('value_won', sa.Integer(), nullable=False),
    sa.Column('stock', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('earned_needed > 0', name=op.f('ck_mileage_rewards_earned_needed_above_zero')),
    sa.CheckConstraint('edition > 0', name=op.f('ck_mileage_rewards_editions_from_one')),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_rewards_points_above_zero')),
    sa.CheckConstraint('stock >= 0', name=op.f('ck_mileage_rewards_stock_not_negative')),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= valid_from', name=op.f('ck_mileage_rewards_validity_in_order')),
    sa.CheckConstraint('value_won >= 0', name=op.f('ck_mileage_rewards_value_not_negative')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_mileage_rewards_created_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_rewards')),
    sa.UniqueConstraint('code', 'edition', name=op.f('uq_mileage_rewards_code_and_edition'))
    )
    op.create_table('mileage_shortening_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_mileage_shortening_rules_version_above_zero')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['people.id'], name=op.f('fk_mileage_shortening_rules_saved_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_shortening_rules')),
    sa.UniqueConstraint('code', 'version', name=op.f('uq_mileage_shortening_rules_code_and_version'))
    )
    op.create_table('thanks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('sender_department_id', sa.Integer(), nullable=False),
    sa.Column('receiver_department_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('value', sa.Enum('smile', 'simple', 'soft', 'speed', 'smart', 'head', 'mouth', 'heart', 'hand', 'foot', name='value', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('nth', sa.Integer(), nullable=False),
    sa.Column('most_same_person', sa.Integer(), nullable=False),
    sa.Column('own_department_allowed', sa.Boolean(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sender_keeps_private', sa.Boolean(), nullable=False),
    sa.Column('receiver_keeps_private', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_by_id', sa.Integer(), nullable=True),
    sa.Column('hide_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("substr(CAST(month AS TEXT), 9, 2) = '01' AND substr(CAST(month AS TEXT), 1, 7) = substr(CAST(sent_on AS TEXT), 1, 7)", name=op.f('ck_thanks_month_of_the_day')),
    sa.CheckConstraint('(hidden_at IS NULL) = (hidden_by_id IS NULL)', name=op.f('ck_thanks_hidden_by_somebody')),
    sa.CheckConstraint('(hidden_at IS NULL) = (hide_reason IS NULL)', name=op.f('ck_thanks_hidden_with_reason')),
    sa.CheckConstraint('hidden_by_id <> sender_id AND hidden_by_id <> receiver_id', name=op.f('ck_thanks_hidden_by_another')),
    sa.CheckConstraint('length(body) BETWEEN 10 AND 300', name=op.f('ck_thanks_body_length')),
    sa.CheckConstraint('nth BETWEEN 1 AND most_same_person', name=op.f('ck_thanks_most_to_the_same')),
    sa.CheckConstraint('own_department_allowed OR sender_department_id <> receiver_department_id', name=op.f('ck_thanks_to_another_department')),
    sa.CheckConstraint('points >= 1', name=op.f('ck_thanks_points_above_zero')),
    sa.CheckConstraint('sender_id <> receiver_id', name=op.f('ck_thanks_to_another')),
    sa.ForeignKeyConstraint(['hidden_by_id'], ['people.id'], name=op.f('fk_thanks_hidden_by_id_people')),
    sa.ForeignKeyConstraint(['receiver_department_id'], ['departments.id'], name=op.f('fk_thanks_receiver_department_id_departments')),
    sa.ForeignKeyConstraint(['receiver_id'], ['people.id'], name=op.f('fk_thanks_receiver_id_people')),
    sa.ForeignKeyConstraint(['sender_department_id'], ['departments.id'], name=op.f('fk_thanks_sender_department_id_departments')),
    sa.ForeignKeyConstraint(['sender_id'], ['people.id'], name=op.f('fk_thanks_sender_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thanks')),
    sa.UniqueConstraint('sender_id', 'receiver_id', 'month', 'nth', name=op.f('uq_thanks_counted'))
    )
    op.create_table('thanks_limits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('monthly_grant', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('most_same_person', sa.Integer(), nullable=False),
    sa.Column('own_department_allowed', sa.Boolean(), nullable=False),
    sa.Column('set_on', sa.Date(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("valid_from > set_on AND substr(CAST(valid_from AS TEXT), 9, 2) = '01'", name=op.f('ck_thanks_limits_later_month')),
    sa.CheckConstraint('monthly_grant >= points', name=op.f('ck_thanks_limits_enough_for_one')),
    sa.CheckConstraint('points >= 1 AND most_same_person >= 1', name=op.f('ck_thanks_limits_at_least_one')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_thanks_limits_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thanks_limits'))
    )
    op.create_table('thanks_purses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('giving', 'received', 'issue', 'expired', name='purse_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('month', sa.Date(), nullable=True),
    sa.Column('balance', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'giving') = (month IS NOT NULL)", name=op.f('ck_thanks_purses_month_if_giving')),
    sa.CheckConstraint("(kind IN ('giving', 'received')) = (person_id IS NOT NULL)", name=op.f('ck_thanks_purses_person_if_personal')),
    sa.CheckConstraint("kind = 'issue' OR balance >= 0", name=op.f('ck_thanks_purses_not_below_zero')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_thanks_purses_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thanks_purses'))
    )
    op.create_table('former_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_off_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_former_members_person_id_people')),
    sa.ForeignKeyConstraint(['taken_off_by_id'], ['people.id'], name=op.f('fk_former_members_taken_off_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_former_members_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_members'))
    )
    op.create_table('lead_settings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('shares', sa.JSON(), nullable=False),
    sa.Column('responsible_head_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_lead_settings_reason_given')),
    sa.ForeignKeyConstraint(['responsible_head_id'], ['people.id'], name=op.f('fk_lead_settings_responsible_head_id_people')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_lead_settings_set_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_lead_settings_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_settings'))
    )
    op.create_table('mileage_reward_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reward_id', sa.Integer(), nullable=False),
    sa.Column('requester_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('wish', sa.Text(), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('hold_until', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('reserved', 'approved', 'consumed', 'refused', 'cancelled', 'expired', name='reward_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('approver_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('giver_id', sa.Integer(), nullable=True),
    sa.Column('handed_over_on', sa.Date(), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closer_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('close_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'consumed') = (giver_id IS NOT NULL)", name=op.f('ck_mileage_reward_requests_giver_if_handed_over')),
    sa.CheckConstraint("(state IN ('refused', 'cancelled', 'expired')) = (closed_at IS NOT NULL)", name=op.f('ck_mileage_reward_requests_closed_if_given_back')),
    sa.CheckConstraint("closed_at IS NULL OR close_reason <> ''", name=op.f('ck_mileage_reward_requests_reason_if_closed')),
    sa.CheckConstraint("state <> 'cancelled' OR closer_id = requester_id", name=op.f('ck_mileage_reward_requests_cancelled_by_the_requester')),
    sa.CheckConstraint("state <> 'refused' OR closer_id <> requester_id", name=op.f('ck_mileage_reward_requests_refused_by_another')),
    sa.CheckConstraint("state NOT IN ('approved', 'consumed') OR approver_id IS NOT NULL", name=op.f('ck_mileage_reward_requests_approver_if_approved')),
    sa.CheckConstraint("state NOT IN ('refused', 'cancelled') OR closer_id IS NOT NULL", name=op.f('ck_mileage_reward_requests_closer_known')),
    sa.CheckConstraint('(approver_id IS NULL) = (approved_at IS NULL)', name=op.f('ck_mileage_reward_requests_approved_when')),
    sa.CheckConstraint('(giver_id IS NULL) = (handed_over_on IS NULL)', name=op.f('ck_mileage_reward_requests_handed_over_when')),
    sa.CheckConstraint('approver_id <> requester_id', name=op.f('ck_mileage_reward_requests_approved_by_another')),
    sa.CheckConstraint('giver_id <> requester_id', name=op.f('ck_mileage_reward_requests_handed_over_by_another')),
    sa.CheckConstraint('handed_over_on >= requested_on', name=op.f('ck_mileage_reward_requests_handed_over_after_the_request')),
    sa.CheckConstraint('hold_until >= requested_on', name=op.f('ck_mileage_reward_requests_hold_in_order')),
    sa.ForeignKeyConstraint(['approver_id'], ['people.id'], name=op.f('fk_mileage_reward_requests_approver_id_people')),
    sa.ForeignKeyConstraint(['closer_id'], ['people.id'], name=op.f('fk_mileage_reward_requests_closer_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_reward_requests_department_id_departments')),
    sa.ForeignKeyConstraint(['giver_id'], ['people.id'], name=op.f('fk_mileage_reward_requests_giver_id_people')),
    sa.ForeignKeyConstraint(['requester_id'], ['people.id'], name=op.f('fk_mileage_reward_requests_requester_id_people')),
    sa.ForeignKeyConstraint(['reward_id'], ['mileage_rewards.id'], name=op.f('fk_mileage_reward_requests_reward_id_mileage_rewards')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_reward_requests'))
    )
    op.create_table('mileage_shortening_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'posted', 'withdrawn', name='run_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('posted_by_id', sa.Integer(), nullable=True),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdraw_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("(state = 'posted') = (posted_by_id IS NOT NULL)", name=op.f('ck_mileage_shortening_runs_poster_if_posted')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name=op.f('ck_mileage_shortening_runs_withdrawer_if_withdrawn')),
    sa.CheckConstraint('(posted_by_id IS NULL) = (digest IS NULL)', name=op.f('ck_mileage_shortening_runs_digest_if_posted')),
    sa.CheckConstraint('(posted_by_id IS NULL) = (posted_at IS NULL)', name=op.f('ck_mileage_shortening_runs_posted_when')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)', name=op.f('ck_mileage_shortening_runs_reason_if_withdrawn')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)', name=op.f('ck_mileage_shortening_runs_withdrawn_when')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_mileage_shortening_runs_days_in_order')),
    sa.CheckConstraint('posted_by_id <> drafted_by_id', name=op.f('ck_mileage_shortening_runs_posted_by_another')),
    sa.CheckConstraint('row_count > 0', name=op.f('ck_mileage_shortening_runs_rows_above_zero')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['people.id'], name=op.f('fk_mileage_shortening_runs_drafted_by_id_people')),
    sa.ForeignKeyConstraint(['posted_by_id'], ['people.id'], name=op.f('fk_mileage_shortening_runs_posted_by_id_people')),
    sa.ForeignKeyConstraint(['rule_id'], ['mileage_shortening_rules.id'], name=op.f('fk_mileage_shortening_runs_rule_id_mileage_shortening_rules')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_mileage_shortening_runs_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_shortening_runs'))
    )
    op.create_table('slogan_panel_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('left_id', sa.Integer(), nullable=False),
    sa.Column('joined_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_slogan_panel_changes_reason_given')),
    sa.CheckConstraint('left_id <> joined_id', name=op.f('ck_slogan_panel_changes_another_person')),
    sa.ForeignKeyConstraint(['joined_id'], ['people.id'], name=op.f('fk_slogan_panel_changes_joined_id_people')),
    sa.ForeignKeyConstraint(['left_id'], ['people.id'], name=op.f('fk_slogan_panel_changes_left_id_people')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_slogan_panel_changes_made_by_id_people')),
    sa.ForeignKeyConstraint(['panel_id'], ['slogan_panels.id'], name=op.f('fk_slogan_panel_changes_panel_id_slogan_panels')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_panel_changes'))
    )
    op.create_table('thanks_reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thanks_id', sa.Integer(), nullable=False),
    sa.Column('reporter_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('open', 'hidden', 'dismissed', name='thanks_report_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.CheckConstraint("(state = 'open') = (decided_by_id IS NULL)", name=op.f('ck_thanks_reports_decider_if_decided')),
    sa.CheckConstraint('(decided_by_id IS NULL) = (decided_at IS NULL)', name=op.f('ck_thanks_reports_decided_when')),
    sa.CheckConstraint('(decided_by_id IS NULL) = (decision IS NULL)', name=op.f('ck_thanks_reports_decided_why')),
    sa.CheckConstraint('decided_by_id <> reporter_id', name=op.f('ck_thanks_reports_decided_by_another')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_thanks_reports_decided_by_id_people')),
    sa.ForeignKeyConstraint(['reporter_id'], ['people.id'], name=op.f('fk_thanks_reports_reporter_id_people')),
    sa.ForeignKeyConstraint(['thanks_id'], ['thanks.id'], name=op.f('fk_thanks_reports_thanks_id_thanks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thanks_reports')),
    sa.UniqueConstraint('thanks_id', 'reporter_id', name=op.f('uq_thanks_reports_once_each'))
    )
    op.create_table('thanks_transfers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('grant', 'thanks', 'expiry', 'taken_back', name='thanks_transfer_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('debit_purse_id', sa.Integer(), nullable=False),
    sa.Column('credit_purse_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('debit_balance', sa.Integer(), nullable=False),
    sa.Column('credit_balance', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('thanks_id', sa.Integer(), nullable=True),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.CheckConstraint("(kind IN ('thanks', 'taken_back')) = (thanks_id IS NOT NULL)", name=op.f('ck_thanks_transfers_thanks_if_about_one')),
    sa.CheckConstraint("substr(CAST(month AS TEXT), 9, 2) = '01'", name=op.f('ck_thanks_transfers_first_of_month')),
    sa.CheckConstraint('debit_purse_id <> credit_purse_id', name=op.f('ck_thanks_transfers_two_purses')),
    sa.CheckConstraint('points > 0', name=op.f('ck_thanks_transfers_points_above_zero')),
    sa.ForeignKeyConstraint(['actor_id'], ['people.id'], name=op.f('fk_thanks_transfers_actor_id_people')),
    sa.ForeignKeyConstraint(['credit_purse_id'], ['thanks_purses.id'], name=op.f('fk_thanks_transfers_credit_purse_id_thanks_purses')),
    sa.ForeignKeyConstraint(['debit_purse_id'], ['thanks_purses.id'], name=op.f('fk_thanks_transfers_debit_purse_id_thanks_purses')),
    sa.ForeignKeyConstraint(['thanks_id'], ['thanks.id'], name=op.f('fk_thanks_transfers_thanks_id_thanks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thanks_transfers'))
    )
    op.create_table('mileage_shortening_cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('affair', sa.String(length=200), nullable=False),
    sa.Column('statutory', sa.Integer(), nullable=False),
    sa.Column('actual', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('compound', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=200), nullable=False),
    sa.Column('receipt_no', sa.String(length=200), nullable=True),
    sa.Column('case_key', sa.String(length=64), nullable=False),
    sa.Column('likeness', sa.String(length=64), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=True),
    sa.Column('formula', sa.Text(), nullable=False),
    sa.Column('excluded', sa.Enum('outcome', 'too_few_days', 'too_many_days', 'no_band', 'not_compound', 'counted_before', 'looks_counted', name='exclusion', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.CheckConstraint('(points IS NULL) = (excluded IS NOT NULL)', name=op.f('ck_mileage_shortening_cases_points_or_reason')),
    sa.CheckConstraint('statutory > 0', name=op.f('ck_mileage_shortening_cases_statutory_above_zero')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_shortening_cases_department_id_departments')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_shortening_cases_person_id_people')),
    sa.ForeignKeyConstraint(['run_id'], ['mileage_shortening_runs.id'], name=op.f('fk_mileage_shortening_cases_run_id_mileage_shortening_runs')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_shortening_cases')),
    sa.UniqueConstraint('run_id', 'case_key', name=op.f('uq_mileage_shortening_cases_case_once_in_a_run')),
    sa.UniqueConstraint('run_id', 'row_number', name=op.f('uq_mileage_shortening_cases_run_and_row'))
    )
    op.create_table('mileage_shortening_counts',
    sa.Column('case_key', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mileage_shortening_cases.id'], name=op.f('fk_mileage_shortening_counts_case_id_mileage_shortening_cases')),
    sa.PrimaryKeyConstraint('case_key', name=op.f('pk_mileage_shortening_counts')),
    sa.UniqueConstraint('case_id', name=op.f('uq_mileage_shortening_counts_case'))
    )
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        add_constraints={
            'ck_mileage_items_event_code': "CHECK (event_code IN ('issue_adopted', 'stage_reached', 'plan_approved', 'opinion_in_time', 'obstacle_removed', 'report_on_time', 'task_completed', 'lesson_recorded', 'slogan_approved', 'case_published', 'shortening_counted'))",
        },
        drop_constraints=['ck_mileage_items_event_code'],
    ))
    change_table(op.get_bind(), TableChange(
        "cases",
        add_columns=[
            sa.Column('no_task_reason', sa.Text(), server_default='', nullable=False),
        ],
    ))
    change_table(op.get_bind(), TableChange(
        "contest_jurors",
        add_columns=[
            sa.Column('stood_down_at', sa.DateTime(timezone=True), nullable=True),
            sa.Column('replaces_id', sa.Integer(), nullable=True),
        ],
        add_constraints={
            'uq_contest_jurors_replaces': 'UNIQUE (replaces_id)',
            'fk_contest_jurors_replaces_id_contest_jurors': 'FOREIGN KEY(replaces_id) REFERENCES contest_jurors (id)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_transfers",
        add_constraints={
            'ck_mileage_transfers_reversal_reason': "CHECK (reason_code IN ('fact_wrong', 'paid_twice', 'wrong_account', 'reward_not_given', 'other'))",
        },
        drop_constraints=['ck_mileage_transfers_reversal_reason'],
    ))
    op.create_index(op.f('ix_mileage_shortening_rules_saved_by_id'), 'mileage_shortening_rules', ['saved_by_id'], unique=False)
    op.create_index(op.f('ix_thanks_month'), 'thanks', ['month'], unique=False)
    op.create_index('ix_thanks_receiver_id_id', 'thanks', ['receiver_id', 'id'], unique=False)
    op.create_index('ix_thanks_sender_id_id', 'thanks', ['sender_id', 'id'], unique=False)
    op.create_index(op.f('ix_thanks_limits_valid_from'), 'thanks_limits', ['valid_from'], unique=False)
    op.create_index('ix_thanks_purses_unspent', 'thanks_purses', ['month'], unique=False, sqlite_where=sa.text("kind = 'giving' AND balance > 0"), postgresql_where=sa.text("kind = 'giving' AND balance > 0"))
    op.create_index('uq_thanks_purses_giving', 'thanks_purses', ['person_id', 'month'], unique=True, sqlite_where=sa.text("kind = 'giving'"), postgresql_where=sa.text("kind = 'giving'"))
    op.create_index('uq_thanks_purses_pool', 'thanks_purses', ['kind'], unique=True, sqlite_where=sa.text('person_id IS NULL'), postgresql_where=sa.text('person_id IS NULL'))
    op.create_index('uq_thanks_purses_received', 'thanks_purses', ['person_id'], unique=True, sqlite_where=sa.text("kind = 'received'"), postgresql_where=sa.text("kind = 'received'"))
    op.create_index(op.f('ix_former_members_task_id'), 'former_members', ['task_id'], unique=False)
    op.create_index(op.f('ix_lead_settings_task_id'), 'lead_settings', ['task_id'], unique=False)
    op.create_index('ix_mileage_reward_requests_handed_over_on', 'mileage_reward_requests', ['handed_over_on'], unique=False)
    op.create_index('ix_mileage_reward_requests_requester_id_requested_on', 'mileage_reward_requests', ['requester_id', 'requested_on'], unique=False)
    op.create_index(op.f('ix_mileage_reward_requests_reward_id'), 'mileage_reward_requests', ['reward_id'], unique=False)
    op.create_index('ix_mileage_reward_requests_waiting', 'mileage_reward_requests', ['state'], unique=False, sqlite_where=sa.text("state IN ('reserved', 'approved')"), postgresql_where=sa.text("state IN ('reserved', 'approved')"))
    op.create_index(op.f('ix_mileage_shortening_runs_drafted_by_id'), 'mileage_shortening_runs', ['drafted_by_id'], unique=False)
    op.create_index(op.f('ix_mileage_shortening_runs_rule_id'), 'mileage_shortening_runs', ['rule_id'], unique=False)
    op.create_index(op.f('ix_mileage_shortening_runs_sha256'), 'mileage_shortening_runs', ['sha256'], unique=False)
    op.create_index('uq_mileage_shortening_runs_one_draft', 'mileage_shortening_runs', ['sha256', 'rule_id', 'starts_on', 'ends_on'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
    op.create_index(op.f('ix_slogan_panel_changes_panel_id'), 'slogan_panel_changes', ['panel_id'], unique=False)
    op.create_index('ix_thanks_reports_open', 'thanks_reports', ['thanks_id'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_index(op.f('ix_thanks_reports_reporter_id'), 'thanks_reports', ['reporter_id'], unique=False)
    op.create_index(op.f('ix_thanks_transfers_credit_purse_id'), 'thanks_transfers', ['credit_purse_id'], unique=False)
    op.create_index(op.f('ix_thanks_transfers_debit_purse_id'), 'thanks_transfers', ['debit_purse_id'], unique=False)
    op.create_index('uq_thanks_transfers_expired_once', 'thanks_transfers', ['debit_purse_id'], unique=True, sqlite_where=sa.text("kind = 'expiry'"), postgresql_where=sa.text("kind = 'expiry'"))
    op.create_index('uq_thanks_transfers_granted_once', 'thanks_transfers', ['credit_purse_id'], unique=True, sqlite_where=sa.text("kind = 'grant'"), postgresql_where=sa.text("kind = 'grant'"))
    op.create_index('uq_thanks_transfers_thanked_once', 'thanks_transfers', ['thanks_id', 'kind'], unique=True, sqlite_where=sa.text('thanks_id IS NOT NULL'), postgresql_where=sa.text('thanks_id IS NOT NULL'))
    op.create_index('ix_mileage_shortening_cases_case_key', 'mileage_shortening_cases', ['case_key'], unique=False)
    op.create_index(op.f('ix_mileage_shortening_cases_department_id'), 'mileage_shortening_cases', ['department_id'], unique=False)
    op.create_index('ix_mileage_shortening_cases_likeness', 'mileage_shortening_cases', ['likeness'], unique=False)
    op.create_index(op.f('ix_mileage_shortening_cases_person_id'), 'mileage_shortening_cases', ['person_id'], unique=False)
    op.create_index('uq_mileage_transfers_reserved_once', 'mileage_transfers', ['source'], unique=True, sqlite_where=sa.text("kind = 'reward'"), postgresql_where=sa.text("kind = 'reward'"))


def downgrade() -> None:
    op.drop_index('uq_mileage_transfers_reserved_once', table_name='mileage_transfers', sqlite_where=sa.text("kind = 'reward'"), postgresql_where=sa.text("kind = 'reward'"))
    op.drop_index(op.f('ix_mileage_shortening_cases_person_id'), table_name='mileage_shortening_cases')
    op.drop_index('ix_mileage_shortening_cases_likeness', table_name='mileage_shortening_cases')
    op.drop_index(op.f('ix_mileage_shortening_cases_department_id'), table_name='mileage_shortening_cases')
    op.drop_index('ix_mileage_shortening_cases_case_key', table_name='mileage_shortening_cases')
    op.drop_index('uq_thanks_transfers_thanked_once', table_name='thanks_transfers', sqlite_where=sa.text('thanks_id IS NOT NULL'), postgresql_where=sa.text('thanks_id IS NOT NULL'))
    op.drop_index('uq_thanks_transfers_granted_once', table_name='thanks_transfers', sqlite_where=sa.text("kind = 'grant'"), postgresql_where=sa.text("kind = 'grant'"))
    op.drop_index('uq_thanks_transfers_expired_once', table_name='thanks_transfers', sqlite_where=sa.text("kind = 'expiry'"), postgresql_where=sa.text("kind = 'expiry'"))
    op.drop_index(op.f('ix_thanks_transfers_debit_purse_id'), table_name='thanks_transfers')
    op.drop_index(op.f('ix_thanks_transfers_credit_purse_id'), table_name='thanks_transfers')
    op.drop_index(op.f('ix_thanks_reports_reporter_id'), table_name='thanks_reports')
    op.drop_index('ix_thanks_reports_open', table_name='thanks_reports', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f('ix_slogan_panel_changes_panel_id'), table_name='slogan_panel_changes')
    op.drop_index('uq_mileage_shortening_runs_one_draft', table_name='mileage_shortening_runs', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
    op.drop_index(op.f('ix_mileage_shortening_runs_sha256'), table_name='mileage_shortening_runs')
    op.drop_index(op.f('ix_mileage_shortening_runs_rule_id'), table_name='mileage_shortening_runs')
    op.drop_index(op.f('ix_mileage_shortening_runs_drafted_by_id'), table_name='mileage_shortening_runs')
    op.drop_index('ix_mileage_reward_requests_waiting', table_name='mileage_reward_requests', sqlite_where=sa.text("state IN ('reserved', 'approved')"), postgresql_where=sa.text("state IN ('reserved', 'approved')"))
    op.drop_index(op.f('ix_mileage_reward_requests_reward_id'), table_name='mileage_reward_requests')
    op.drop_index('ix_mileage_reward_requests_requester_id_requested_on', table_name='mileage_reward_requests')
    op.drop_index('ix_mileage_reward_requests_handed_over_on', table_name='mileage_reward_requests')
    op.drop_index(op.f('ix_lead_settings_task_id'), table_name='lead_settings')
    op.drop_index(op.f('ix_former_members_task_id'), table_name='former_members')
    op.drop_index('uq_thanks_purses_received', table_name='thanks_purses', sqlite_where=sa.text("kind = 'received'"), postgresql_where=sa.text("kind = 'received'"))
    op.drop_index('uq_thanks_purses_pool', table_name='thanks_purses', sqlite_where=sa.text('person_id IS NULL'), postgresql_where=sa.text('person_id IS NULL'))
    op.drop_index('uq_thanks_purses_giving', table_name='thanks_purses', sqlite_where=sa.text("kind = 'giving'"), postgresql_where=sa.text("kind = 'giving'"))
    op.drop_index('ix_thanks_purses_unspent', table_name='thanks_purses', sqlite_where=sa.text("kind = 'giving' AND balance > 0"), postgresql_where=sa.text("kind = 'giving' AND balance > 0"))
    op.drop_index(op.f('ix_thanks_limits_valid_from'), table_name='thanks_limits')
    op.drop_index('ix_thanks_sender_id_id', table_name='thanks')
    op.drop_index('ix_thanks_receiver_id_id', table_name='thanks')
    op.drop_index(op.f('ix_thanks_month'), table_name='thanks')
    op.drop_index(op.f('ix_mileage_shortening_rules_saved_by_id'), table_name='mileage_shortening_rules')
    change_table(op.get_bind(), TableChange(
        "mileage_transfers",
        add_constraints={
            'ck_mileage_transfers_reversal_reason': "CHECK (reason_code IN ('fact_wrong', 'paid_twice', 'wrong_account', 'other'))",
        },
        drop_constraints=['ck_mileage_transfers_reversal_reason'],
    ))
    change_table(op.get_bind(), TableChange(
        "contest_jurors",
        drop_columns=['stood_down_at', 'replaces_id'],
        drop_constraints=['uq_contest_jurors_replaces', 'fk_contest_jurors_replaces_id_contest_jurors'],
    ))
    change_table(op.get_bind(), TableChange(
        "cases",
        drop_columns=['no_task_reason'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        add_constraints={
            'ck_mileage_items_event_code': "CHECK (event_code IN ('issue_adopted', 'stage_reached', 'plan_approved', 'opinion_in_time', 'obstacle_removed', 'report_on_time', 'task_completed', 'lesson_recorded', 'slogan_approved', 'case_published'))",
        },
        drop_constraints=['ck_mileage_items_event_code'],
    ))
    op.drop_table('mileage_shortening_counts')
    op.drop_table('mileage_shortening_cases')
    op.drop_table('thanks_transfers')
    op.drop_table('thanks_reports')
    op.drop_table('slogan_panel_changes')
    op.drop_table('mileage_shortening_runs')
    op.drop_table('mileage_reward_requests')
    op.drop_table('lead_settings')
    op.drop_table('former_members')
    op.drop_table('thanks_purses')
    op.drop_table('thanks_limits')
    op.drop_table('thanks')
    op.drop_table('mileage_shortening_rules')
    op.drop_table('mileage_rewards')
    op.drop_table('mileage_reward_terms')
