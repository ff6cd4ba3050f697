"""Deputies and panels for claims, hearings before deductions, years opened again, objections, hand-over to HR."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table
from app.mileage.rules.shortening import Case
from app.mileage.rules.shortening_runs import key_of_likeness, key_of_receipt, likeness_of

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


UNKNOWN_BEFORE = (
    ("mileage_transfers", "kind = 'deduction' OR reason_code = 'year_reopened'"),
    ("mileage_accounts", "kind = 'deducted_pool'"),
    ("mileage_year_closings", "number > 1"),
    ("mileage_claim_uploads", "uploader_id IS NULL"),
    ("mileage_items", "formula <> 'fixed'"),
    (
        "mileage_claims",
        "figure IS NOT NULL OR confirmed_for_id IS NOT NULL OR verified_for_id IS NOT NULL "
        "OR returned_for_id IS NOT NULL OR panel_reason IS NOT NULL",
    ),
    ("mileage_claim_deputies", "TRUE"),
    ("mileage_claim_panels", "TRUE"),
    ("mileage_deductions", "TRUE"),
    ("mileage_objections", "TRUE"),
    ("mileage_year_reopenings", "TRUE"),
    ("incentive_rule_versions", "TRUE"),
    ("incentive_fact_sheets", "TRUE"),
    ("incentive_handovers", "TRUE"),
    ("combinations", "TRUE"),
    ("measures", "units IS NOT NULL"),
    ("point_adjustments", "inside <> ''"),
)
"""What the version before has no word for, would read as something else, or has no table for, and is never deleted."""

ROOTS = (
    ("'task:' || f.task_id", "progress_reports f ON t.source = 'report:' || f.id || ':on-time'"),
    ("'task:' || f.task_id", "opinions f ON t.source = 'opinion:' || f.id || ':in-time'"),
    ("'task:' || f.task_id", "issues f ON t.source = 'issue:' || f.id || ':adopted' AND f.task_id IS NOT NULL"),
    (
        "CASE WHEN f.task_id IS NULL THEN 'issue:' || f.issue_id ELSE 'task:' || f.task_id END",
        "obstacles f ON t.source = 'obstacle:' || f.id || ':removed' AND COALESCE(f.task_id, f.issue_id) IS NOT NULL",
    ),
)
"""The task behind each fact whose source does not name it, and where it stands."""


def upgrade() -> None:
    change_table(op.get_bind(), TableChange("mileage_claim_uploads", drop_not_null=['uploader_id']))
    op.create_table('mileage_fact_roots',
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('root', sa.String(length=200), nullable=False),
    sa.CheckConstraint('source <> root', name=op.f('ck_mileage_fact_roots_another_word')),
    sa.PrimaryKeyConstraint('source', name=op.f('pk_mileage_fact_roots'))
    )
    op.create_table('combinations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('digits', sa.Integer(), nullable=False),
    sa.Column('rounding', sa.Enum('half_up', 'half_even', 'ceiling', 'floor', 'truncate', name='rounding_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_combinations_name_is_given')),
    sa.CheckConstraint('digits BETWEEN 0 AND 10', name=op.f('ck_combinations_digits_in_range')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_combinations_created_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_combinations')),
    sa.UniqueConstraint('name', name=op.f('uq_combinations_name'))
    )
    op.create_table('incentive_rule_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("code <> ''", name=op.f('ck_incentive_rule_versions_code_given')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_incentive_rule_versions_hash_is_whole')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_incentive_rule_versions_version_from_one')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_incentive_rule_versions_entered_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incentive_rule_versions')),
    sa.UniqueConstraint('code', 'version', name=op.f('uq_incentive_rule_versions_version'))
    )
    op.create_table('mileage_claim_deputies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office', sa.Enum('head', 'tower', name='deputy_office', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('principal_id', sa.Integer(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_claim_deputies_reason_given')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name=op.f('ck_mileage_claim_deputies_ended_by_somebody')),
    sa.CheckConstraint('deputy_id <> principal_id', name=op.f('ck_mileage_claim_deputies_somebody_else')),
    sa.CheckConstraint('ended_by_id IS NULL OR ended_by_id IN (principal_id, deputy_id)', name=op.f('ck_mileage_claim_deputies_ended_by_the_two')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_mileage_claim_deputies_days_in_order')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_claim_deputies_department_id_departments')),
    sa.ForeignKeyConstraint(['deputy_id'], ['people.id'], name=op.f('fk_mileage_claim_deputies_deputy_id_people')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['people.id'], name=op.f('fk_mileage_claim_deputies_ended_by_id_people')),
    sa.ForeignKeyConstraint(['principal_id'], ['people.id'], name=op.f('fk_mileage_claim_deputies_principal_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_claim_deputies'))
    )
    op.create_table('mileage_ledger_exports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('unmasked', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'broken_off', 'removed', name='ledger_export_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('done_rows', sa.Integer(), nullable=False),
    sa.Column('total_rows', sa.Integer(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state IN ('done', 'removed')) = (sha256 IS NOT NULL)", name=op.f('ck_mileage_ledger_exports_hash_if_made')),
    sa.CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name=op.f('ck_mileage_ledger_exports_ended_if_not_under_way')),
    sa.CheckConstraint('(sha256 IS NULL) = (size IS NULL)', name=op.f('ck_mileage_ledger_exports_size_if_made')),
    sa.CheckConstraint('attempt > 0', name=op.f('ck_mileage_ledger_exports_attempt_above_zero')),
    sa.CheckConstraint('done_rows >= 0', name=op.f('ck_mileage_ledger_exports_done_not_negative')),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_mileage_ledger_exports_days_in_order')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_mileage_ledger_exports_reason_is_given')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_ledger_exports_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_ledger_exports'))
    )
    op.create_table('mileage_panel_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('above_points', sa.BigInteger(), nullable=True),
    sa.Column('item_codes', sa.JSON(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_panel_terms_reason_given')),
    sa.CheckConstraint('above_points > 0', name=op.f('ck_mileage_panel_terms_points_above_zero')),
    sa.CheckConstraint('days BETWEEN 1 AND 60', name=op.f('ck_mileage_panel_terms_days_to_vote')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_mileage_panel_terms_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_panel_terms'))
    )
    op.create_table('mileage_showings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_showings_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_showings'))
    )
    op.create_table('mileage_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('objection_days', sa.Integer(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('personal_board', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_terms_reason_given')),
    sa.CheckConstraint('answer_days BETWEEN 1 AND 60', name=op.f('ck_mileage_terms_days_to_answer')),
    sa.CheckConstraint('objection_days BETWEEN 7 AND 365', name=op.f('ck_mileage_terms_days_to_object')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_mileage_terms_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_terms'))
    )
    op.create_table('combination_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('combination_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('weight', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('CAST(weight AS NUMERIC) <= 1', name=op.f('ck_combination_parts_weight_at_most_one')),
    sa.CheckConstraint('CAST(weight AS NUMERIC) > 0', name=op.f('ck_combination_parts_weight_above_zero')),
    sa.ForeignKeyConstraint(['combination_id'], ['combinations.id'], name=op.f('fk_combination_parts_combination_id_combinations')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_combination_parts_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_combination_parts')),
    sa.UniqueConstraint('combination_id', 'round_id', name=op.f('uq_combination_parts_round_once'))
    )
    op.create_table('incentive_fact_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_incentive_fact_sheets_hash_is_whole')),
    sa.CheckConstraint('people >= 1', name=op.f('ck_incentive_fact_sheets_somebody')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_incentive_fact_sheets_version_from_one')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_incentive_fact_sheets_entered_by_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_incentive_fact_sheets_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incentive_fact_sheets')),
    sa.UniqueConstraint('round_id', 'version', name=op.f('uq_incentive_fact_sheets_version'))
    )
    op.create_table('mileage_claim_panels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('convened_by_id', sa.Integer(), nullable=False),
    sa.Column('convened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('for', 'against', 'none', name='panel_outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(closed_at IS NULL) = (outcome IS NULL)', name=op.f('ck_mileage_claim_panels_outcome_if_closed')),
    sa.ForeignKeyConstraint(['claim_id'], ['mileage_claims.id'], name=op.f('fk_mileage_claim_panels_claim_id_mileage_claims')),
    sa.ForeignKeyConstraint(['convened_by_id'], ['people.id'], name=op.f('fk_mileage_claim_panels_convened_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_claim_panels'))
    )
    op.create_table('mileage_year_reopenings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('closing_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'agreed', 'ended', 'withdrawn', name='reopening_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposing_department_id', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('second_department_id', sa.Integer(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_back', sa.BigInteger(), nullable=True),
    sa.Column('accounts', sa.Integer(), nullable=True),
    sa.Column('closed_again_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdraw_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("(state = 'ended') = (closed_again_id IS NOT NULL)", name=op.f('ck_mileage_year_reopenings_closing_if_ended')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name=op.f('ck_mileage_year_reopenings_withdrawer_if_withdrawn')),
    sa.CheckConstraint("(state IN ('agreed', 'ended')) = (agreed_at IS NOT NULL)", name=op.f('ck_mileage_year_reopenings_moment_if_agreed')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_year_reopenings_reason_given')),
    sa.CheckConstraint('(agreed_at IS NULL) = (accounts IS NULL)', name=op.f('ck_mileage_year_reopenings_accounts_if_agreed')),
    sa.CheckConstraint('(agreed_at IS NULL) = (agreed_on IS NULL)', name=op.f('ck_mileage_year_reopenings_agreed_when')),
    sa.CheckConstraint('(agreed_at IS NULL) = (given_back IS NULL)', name=op.f('ck_mileage_year_reopenings_sum_if_agreed')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)', name=op.f('ck_mileage_year_reopenings_reason_if_withdrawn')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)', name=op.f('ck_mileage_year_reopenings_withdrawn_when')),
    sa.CheckConstraint('given_back IS NULL OR given_back >= 0', name=op.f('ck_mileage_year_reopenings_sum_not_negative')),
    sa.CheckConstraint('second_department_id <> proposing_department_id', name=op.f('ck_mileage_year_reopenings_two_offices')),
    sa.CheckConstraint('second_id <> proposed_by_id', name=op.f('ck_mileage_year_reopenings_agreed_by_another')),
    sa.ForeignKeyConstraint(['closed_again_id'], ['mileage_year_closings.id'], name=op.f('fk_mileage_year_reopenings_closed_again_id_mileage_year_closings')),
    sa.ForeignKeyConstraint(['closing_id'], ['mileage_year_closings.id'], name=op.f('fk_mileage_year_reopenings_closing_id_mileage_year_closings')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['people.id'], name=op.f('fk_mileage_year_reopenings_proposed_by_id_people')),
    sa.ForeignKeyConstraint(['proposing_department_id'], ['departments.id'], name=op.f('fk_mileage_year_reopenings_proposing_department_id_departments')),
    sa.ForeignKeyConstraint(['second_department_id'], ['departments.id'], name=op.f('fk_mileage_year_reopenings_second_department_id_departments')),
    sa.ForeignKeyConstraint(['second_id'], ['people.id'], name=op.f('fk_mileage_year_reopenings_second_id_people')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_mileage_year_reopenings_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_year_reopenings')),
    sa.UniqueConstraint('closed_again_id', name=op.f('uq_mileage_year_reopenings_closed_again_once'))
    )
    op.create_table('mileage_deductions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('ground', sa.Enum('false_claim', 'borrowed_work', 'duty_neglected', 'discipline', 'other', name='deduction_ground', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'decided', 'objected', 'rejected', 'posted', 'upheld', 'dropped', 'withdrawn', name='deduction_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opinions_until', sa.Date(), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('opinion_by_id', sa.Integer(), nullable=True),
    sa.Column('opinion_on', sa.Date(), nullable=True),
    sa.Column('decider_id', sa.Integer(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_points', sa.BigInteger(), nullable=True),
    sa.Column('objections_until', sa.Date(), nullable=True),
    sa.Column('objection', sa.Text(), nullable=True),
    sa.Column('objected_by_id', sa.Integer(), nullable=True),
    sa.Column('objected_on', sa.Date(), nullable=True),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('posted_on', sa.Date(), nullable=True),
    sa.Column('taken', sa.BigInteger(), nullable=True),
    sa.Column('transfer_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('withdraw_reason', sa.Text(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'posted') = (posted_on IS NOT NULL)", name=op.f('ck_mileage_deductions_day_if_posted')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name=op.f('ck_mileage_deductions_withdrawer_if_withdrawn')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_mileage_deductions_reason_given')),
    sa.CheckConstraint("state <> 'decided' OR objection IS NULL", name=op.f('ck_mileage_deductions_decided_without_objection')),
    sa.CheckConstraint("state <> 'dropped' OR decided_points IS NULL", name=op.f('ck_mileage_deductions_no_points_if_dropped')),
    sa.CheckConstraint("state <> 'proposed' OR decision IS NULL", name=op.f('ck_mileage_deductions_proposed_is_undecided')),
    sa.CheckConstraint("state IN ('proposed', 'withdrawn') OR decision IS NOT NULL", name=op.f('ck_mileage_deductions_decision_if_decided')),
    sa.CheckConstraint("state IN ('proposed', 'withdrawn', 'dropped') OR decided_points IS NOT NULL", name=op.f('ck_mileage_deductions_points_if_decided')),
    sa.CheckConstraint("state NOT IN ('objected', 'rejected', 'upheld') OR objection IS NOT NULL", name=op.f('ck_mileage_deductions_objection_if_objected')),
    sa.CheckConstraint("state NOT IN ('rejected', 'upheld') OR answer IS NOT NULL", name=op.f('ck_mileage_deductions_answer_if_answered')),
    sa.CheckConstraint('(answer IS NULL) = (answered_on IS NULL)', name=op.f('ck_mileage_deductions_answered_when')),
    sa.CheckConstraint('(decided_points IS NULL) = (objections_until IS NULL)', name=op.f('ck_mileage_deductions_time_to_object')),
    sa.CheckConstraint('(decision IS NULL) = (decided_on IS NULL)', name=op.f('ck_mileage_deductions_decided_when')),
    sa.CheckConstraint('(objection IS NULL) = (objected_by_id IS NULL)', name=op.f('ck_mileage_deductions_objection_of_somebody')),
    sa.CheckConstraint('(objection IS NULL) = (objected_on IS NULL)', name=op.f('ck_mileage_deductions_objection_when')),
    sa.CheckConstraint('(opinion IS NULL) = (opinion_by_id IS NULL)', name=op.f('ck_mileage_deductions_opinion_of_somebody')),
    sa.CheckConstraint('(opinion IS NULL) = (opinion_on IS NULL)', name=op.f('ck_mileage_deductions_opinion_when')),
    sa.CheckConstraint('(person_id IS NULL) <> (department_id IS NULL)', name=op.f('ck_mileage_deductions_of_a_person_or_department')),
    sa.CheckConstraint('(posted_on IS NULL) = (taken IS NULL)', name=op.f('ck_mileage_deductions_taken_if_posted')),
    sa.CheckConstraint('(transfer_id IS NULL) = (COALESCE(taken, 0) = 0)', name=op.f('ck_mileage_deductions_row_if_taken')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)', name=op.f('ck_mileage_deductions_reason_if_withdrawn')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdrawn_on IS NULL)', name=op.f('ck_mileage_deductions_withdrawn_when')),
    sa.CheckConstraint('answer IS NULL OR objection IS NOT NULL', name=op.f('ck_mileage_deductions_answer_to_an_objection')),
    sa.CheckConstraint('decided_on IS NULL OR opinion IS NOT NULL OR decided_on > opinions_until', name=op.f('ck_mileage_deductions_heard_before_decided')),
    sa.CheckConstraint('decided_points IS NULL OR (decided_points > 0 AND decided_points <= points)', name=op.f('ck_mileage_deductions_never_more_than_asked')),
    sa.CheckConstraint('decider_id <> proposed_by_id', name=op.f('ck_mileage_deductions_decided_by_another')),
    sa.CheckConstraint('objected_on IS NULL OR objected_on <= objections_until', name=op.f('ck_mileage_deductions_objection_in_time')),
    sa.CheckConstraint('objections_until IS NULL OR objections_until > decided_on', name=op.f('ck_mileage_deductions_days_to_object')),
    sa.CheckConstraint('opinion_on IS NULL OR opinion_on <= opinions_until', name=op.f('ck_mileage_deductions_opinion_in_time')),
    sa.CheckConstraint('opinions_until > proposed_on', name=op.f('ck_mileage_deductions_time_to_answer')),
    sa.CheckConstraint('person_id IS NULL OR (person_id <> proposed_by_id AND person_id <> decider_id AND person_id <> reviewer_id)', name=op.f('ck_mileage_deductions_nobody_for_oneself')),
    sa.CheckConstraint('person_id IS NULL OR objected_by_id IS NULL OR objected_by_id = person_id', name=op.f('ck_mileage_deductions_own_objection')),
    sa.CheckConstraint('person_id IS NULL OR opinion_by_id IS NULL OR opinion_by_id = person_id', name=op.f('ck_mileage_deductions_own_opinion')),
    sa.CheckConstraint('person_id IS NULL OR withdrawn_by_id <> person_id', name=op.f('ck_mileage_deductions_not_withdrawn_for_oneself')),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_deductions_points_above_zero')),
    sa.CheckConstraint('posted_on IS NULL OR answer IS NOT NULL OR (objection IS NULL AND posted_on > objections_until)', name=op.f('ck_mileage_deductions_posted_after_the_objections')),
    sa.CheckConstraint('reviewer_id <> proposed_by_id AND reviewer_id <> decider_id', name=op.f('ck_mileage_deductions_reviewed_by_a_third')),
    sa.CheckConstraint('taken IS NULL OR (taken >= 0 AND taken <= decided_points)', name=op.f('ck_mileage_deductions_never_more_than_decided')),
    sa.ForeignKeyConstraint(['account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_deductions_account_id_mileage_accounts')),
    sa.ForeignKeyConstraint(['decider_id'], ['people.id'], name=op.f('fk_mileage_deductions_decider_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_deductions_department_id_departments')),
    sa.ForeignKeyConstraint(['objected_by_id'], ['people.id'], name=op.f('fk_mileage_deductions_objected_by_id_people')),
    sa.ForeignKeyConstraint(['opinion_by_id'], ['people.id'], name=op.f('fk_mileage_deductions_opinion_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_deductions_person_id_people')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['people.id'], name=op.f('fk_mileage_deductions_proposed_by_id_people')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['people.id'], name=op.f('fk_mileage_deductions_reviewer_id_people')),
    sa.ForeignKeyConstraint(['transfer_id'], ['mileage_transfers.id'], name=op.f('fk_mileage_deductions_transfer_id_mileage_transfers')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_mileage_deductions_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_deductions')),
    sa.UniqueConstraint('transfer_id', name=op.f('uq_mileage_deductions_transfer'))
    )
    op.create_table('mileage_objections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('row', 'cut', 'missing', name='objection_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('transfer_id', sa.Integer(), nullable=True),
    sa.Column('cap_cut_id', sa.Integer(), nullable=True),
    sa.Column('fact', sa.String(length=200), nullable=True),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('objector_id', sa.Integer(), nullable=False),
    sa.Column('objector_department_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('received', 'answered', 'withdrawn', name='objection_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('answerer_id', sa.Integer(), nullable=True),
    sa.Column('answerer_department_id', sa.Integer(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('upheld', 'rejected', name='objection_result', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('remedy', sa.Enum('reversal', 'claim', 'both', name='remedy', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('points', sa.BigInteger(), nullable=True),
    sa.Column('reversal_id', sa.Integer(), nullable=True),
    sa.Column('claim_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(item_id IS NOT NULL) = (remedy IS NOT NULL AND remedy IN ('claim', 'both'))", name=op.f('ck_mileage_objections_item_if_claimed')),
    sa.CheckConstraint("(kind = 'cut') = (cap_cut_id IS NOT NULL)", name=op.f('ck_mileage_objections_cut_if_cut')),
    sa.CheckConstraint("(kind = 'missing') = (fact IS NOT NULL)", name=op.f('ck_mileage_objections_fact_if_missing')),
    sa.CheckConstraint("(kind = 'row') = (transfer_id IS NOT NULL)", name=op.f('ck_mileage_objections_transfer_if_row')),
    sa.CheckConstraint("(remedy IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'upheld')", name=op.f('ck_mileage_objections_remedy_if_upheld')),
    sa.CheckConstraint("(reversal_id IS NOT NULL) = (remedy IS NOT NULL AND remedy IN ('reversal', 'both'))", name=op.f('ck_mileage_objections_reversed_if_said')),
    sa.CheckConstraint("(state = 'answered') = (answerer_id IS NOT NULL)", name=op.f('ck_mileage_objections_answerer_if_answered')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f('ck_mileage_objections_withdrawn_when')),
    sa.CheckConstraint('(answerer_id IS NULL) = (answer IS NULL)', name=op.f('ck_mileage_objections_answered_with_words')),
    sa.CheckConstraint('(answerer_id IS NULL) = (answered_at IS NULL)', name=op.f('ck_mileage_objections_answered_when')),
    sa.CheckConstraint('(answerer_id IS NULL) = (answerer_department_id IS NULL)', name=op.f('ck_mileage_objections_answerer_of_an_office')),
    sa.CheckConstraint('(answerer_id IS NULL) = (outcome IS NULL)', name=op.f('ck_mileage_objections_answered_how')),
    sa.CheckConstraint('(item_id IS NULL) = (points IS NULL)', name=op.f('ck_mileage_objections_points_if_claimed')),
    sa.CheckConstraint('answer_by > received_on', name=op.f('ck_mileage_objections_time_to_answer')),
    sa.CheckConstraint('answerer_department_id <> objector_department_id', name=op.f('ck_mileage_objections_answered_by_another_office')),
    sa.CheckConstraint('answerer_id <> objector_id', name=op.f('ck_mileage_objections_answered_by_another')),
    sa.CheckConstraint('claim_id IS NULL OR item_id IS NOT NULL', name=op.f('ck_mileage_objections_claim_if_said')),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_objections_points_above_zero')),
    sa.CheckConstraint('received_on <= last_day', name=op.f('ck_mileage_objections_handed_in_in_time')),
    sa.ForeignKeyConstraint(['account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_objections_account_id_mileage_accounts')),
    sa.ForeignKeyConstraint(['answerer_department_id'], ['departments.id'], name=op.f('fk_mileage_objections_answerer_department_id_departments')),
    sa.ForeignKeyConstraint(['answerer_id'], ['people.id'], name=op.f('fk_mileage_objections_answerer_id_people')),
    sa.ForeignKeyConstraint(['cap_cut_id'], ['mileage_cap_cuts.id'], name=op.f('fk_mileage_objections_cap_cut_id_mileage_cap_cuts')),
    sa.ForeignKeyConstraint(['claim_id'], ['mileage_claims.id'], name=op.f('fk_mileage_objections_claim_id_mileage_claims')),
    sa.ForeignKeyConstraint(['item_id'], ['mileage_items.id'], name=op.f('fk_mileage_objections_item_id_mileage_items')),
    sa.ForeignKeyConstraint(['objector_department_id'], ['departments.id'], name=op.f('fk_mileage_objections_objector_department_id_departments')),
    sa.ForeignKeyConstraint(['objector_id'], ['people.id'], name=op.f('fk_mileage_objections_objector_id_people')),
    sa.ForeignKeyConstraint(['reversal_id'], ['mileage_transfers.id'], name=op.f('fk_mileage_objections_reversal_id_mileage_transfers')),
    sa.ForeignKeyConstraint(['transfer_id'], ['mileage_transfers.id'], name=op.f('fk_mileage_objections_transfer_id_mileage_transfers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_objections'))
    )
    op.create_table('mileage_panel_seats',
    sa.Column('panel_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('vote', sa.Enum('for', 'against', name='panel_vote', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('voted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(vote IS NULL) = (reason IS NULL)', name=op.f('ck_mileage_panel_seats_reason_if_voted')),
    sa.CheckConstraint('(vote IS NULL) = (voted_at IS NULL)', name=op.f('ck_mileage_panel_seats_voted_when')),
    sa.ForeignKeyConstraint(['panel_id'], ['mileage_claim_panels.id'], name=op.f('fk_mileage_panel_seats_panel_id_mileage_claim_panels')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_panel_seats_person_id_people')),
    sa.PrimaryKeyConstraint('panel_id', 'person_id', name=op.f('pk_mileage_panel_seats'))
    )
    op.create_table('incentive_handovers',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('round_code', sa.String(length=40), nullable=False),
    sa.Column('rule_code', sa.String(length=40), nullable=False),
    sa.Column('rule_version_id', sa.Integer(), nullable=False),
    sa.Column('fact_sheet_id', sa.Integer(), nullable=True),
    sa.Column('adjusts_id', sa.Integer(), nullable=True),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('adjusts_id <> batch_id', name=op.f('ck_incentive_handovers_adjusts_another')),
    sa.CheckConstraint('adjusts_id <> replaces_id', name=op.f('ck_incentive_handovers_never_both')),
    sa.CheckConstraint('replaces_id <> batch_id', name=op.f('ck_incentive_handovers_replaces_another')),
    sa.ForeignKeyConstraint(['adjusts_id'], ['incentive_handovers.batch_id'], name=op.f('fk_incentive_handovers_adjusts_id_incentive_handovers')),
    sa.ForeignKeyConstraint(['batch_id'], ['incentive_batches.id'], name=op.f('fk_incentive_handovers_batch_id_incentive_batches')),
    sa.ForeignKeyConstraint(['fact_sheet_id'], ['incentive_fact_sheets.id'], name=op.f('fk_incentive_handovers_fact_sheet_id_incentive_fact_sheets')),
    sa.ForeignKeyConstraint(['replaces_id'], ['incentive_handovers.batch_id'], name=op.f('fk_incentive_handovers_replaces_id_incentive_handovers')),
    sa.ForeignKeyConstraint(['rule_version_id'], ['incentive_rule_versions.id'], name=op.f('fk_incentive_handovers_rule_version_id_incentive_rule_versions')),
    sa.PrimaryKeyConstraint('batch_id', name=op.f('pk_incentive_handovers')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_incentive_handovers_replaced_once'))
    )
    op.create_table('incentive_decisions',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('accepted', 'returned', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('settles_round', sa.String(length=40), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("settles_round IS NULL OR verdict = 'accepted'", name=op.f('ck_incentive_decisions_settled_by_acceptance')),
    sa.CheckConstraint("verdict = 'accepted' OR length(reason) >= 10", name=op.f('ck_incentive_decisions_reason_if_returned')),
    sa.ForeignKeyConstraint(['batch_id'], ['incentive_handovers.batch_id'], name=op.f('fk_incentive_decisions_batch_id_incentive_handovers')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_incentive_decisions_decided_by_id_people')),
    sa.PrimaryKeyConstraint('batch_id', name=op.f('pk_incentive_decisions')),
    sa.UniqueConstraint('settles_round', name=op.f('uq_incentive_decisions_round_settled_once'))
    )
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        add_columns=[
            sa.Column('formula', sa.Enum('fixed', 'per_unit', 'bands', name='item_formula', native_enum=False, create_constraint=True, length=40), server_default='fixed', nullable=False),
            sa.Column('figure_name', sa.String(length=200), nullable=True),
            sa.Column('bands', sa.JSON(none_as_null=True), nullable=True),
        ],
        add_constraints={
            'ck_mileage_items_figure_if_formula': "CHECK ((formula = 'fixed') = (figure_name IS NULL))",
            'ck_mileage_items_bands_if_banded': "CHECK ((formula = 'bands') = (bands IS NOT NULL))",
            'ck_mileage_items_cap_if_per_unit': "CHECK (formula <> 'per_unit' OR cap_case IS NOT NULL)",
            'ck_mileage_items_item_formula': "CHECK (formula IN ('fixed', 'per_unit', 'bands'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "settings",
        add_constraints={
            'ck_settings_setting_key': 'CHECK ("key" IN (\'office_name\', \'control_tower\', \'password_preset\', \'deduction_opinion_days\', \'deduction_objection_days\', \'demo_personas\'))',
        },
        drop_constraints=['ck_settings_setting_key'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_accounts",
        add_constraints={
            'ck_mileage_accounts_account_kind': "CHECK (kind IN ('person', 'department', 'issue_pool', 'reward_pool', 'expired_pool', 'deducted_pool'))",
        },
        drop_constraints=['ck_mileage_accounts_account_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_claims",
        add_columns=[
            sa.Column('figure', sa.BigInteger(), nullable=True),
            sa.Column('confirmed_for_id', sa.Integer(), nullable=True),
            sa.Column('verified_for_id', sa.Integer(), nullable=True),
            sa.Column('panel_reason', sa.Text(), nullable=True),
            sa.Column('returned_for_id', sa.Integer(), nullable=True),
            sa.Column('decided_on', sa.Date(), nullable=True),
        ],
        add_constraints={
            'ck_mileage_claims_figure_above_zero': 'CHECK (figure > 0)',
            'fk_mileage_claims_confirmed_for_id_people': 'FOREIGN KEY(confirmed_for_id) REFERENCES people (id)',
            'fk_mileage_claims_verified_for_id_people': 'FOREIGN KEY(verified_for_id) REFERENCES people (id)',
            'fk_mileage_claims_returned_for_id_people': 'FOREIGN KEY(returned_for_id) REFERENCES people (id)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_year_closings",
        add_columns=[
            sa.Column('number', sa.Integer(), server_default='1', nullable=False),
            sa.Column('proposed_on', sa.Date(), nullable=True),
            sa.Column('confirmed_on', sa.Date(), nullable=True),
        ],
        add_constraints={
            'ck_mileage_year_closings_number_from_one': 'CHECK (number >= 1)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "measures",
        add_columns=[
            sa.Column('units', sa.JSON(none_as_null=True), nullable=True),
        ],
        add_constraints={
            'ck_measures_units_have_their_mean': 'CHECK (units IS NULL OR value IS NOT NULL)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_transfers",
        add_constraints={
            'ck_mileage_transfers_transfer_kind': "CHECK (kind IN ('award', 'reversal', 'reward', 'expiry', 'deduction'))",
            'ck_mileage_transfers_reversal_reason': "CHECK (reason_code IN ('fact_wrong', 'paid_twice', 'wrong_account', 'reward_not_given', 'year_reopened', 'other'))",
        },
        drop_constraints=['ck_mileage_transfers_transfer_kind', 'ck_mileage_transfers_reversal_reason'],
    ))
    change_table(op.get_bind(), TableChange(
        "point_adjustments",
        add_columns=[
            sa.Column('inside', sa.String(length=40), server_default='', nullable=False),
        ],
    ))
    op.create_index(op.f('ix_mileage_fact_roots_root'), 'mileage_fact_roots', ['root'], unique=False)
    op.create_index(op.f('ix_combinations_created_by_id'), 'combinations', ['created_by_id'], unique=False)
    op.create_index(op.f('ix_mileage_claim_deputies_deputy_id'), 'mileage_claim_deputies', ['deputy_id'], unique=False)
    op.create_index(op.f('ix_mileage_claim_deputies_principal_id'), 'mileage_claim_deputies', ['principal_id'], unique=False)
    op.create_index('ix_mileage_ledger_exports_person_id_id', 'mileage_ledger_exports', ['person_id', 'id'], unique=False)
    op.create_index('uq_mileage_ledger_exports_one_at_a_time', 'mileage_ledger_exports', ['person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_index('ix_mileage_showings_person_id_id', 'mileage_showings', ['person_id', 'id'], unique=False)
    op.create_index(op.f('ix_combination_parts_combination_id'), 'combination_parts', ['combination_id'], unique=False)
    op.create_index(op.f('ix_combination_parts_round_id'), 'combination_parts', ['round_id'], unique=False)
    op.create_index(op.f('ix_mileage_claim_panels_claim_id'), 'mileage_claim_panels', ['claim_id'], unique=False)
    op.create_index('uq_mileage_claim_panels_open', 'mileage_claim_panels', ['claim_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_index(op.f('ix_mileage_year_reopenings_second_id'), 'mileage_year_reopenings', ['second_id'], unique=False)
    op.create_index('ix_mileage_year_reopenings_year', 'mileage_year_reopenings', ['year'], unique=False)
    op.create_index('uq_mileage_year_reopenings_once', 'mileage_year_reopenings', ['closing_id'], unique=True, sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))
    op.create_index(op.f('ix_mileage_deductions_account_id'), 'mileage_deductions', ['account_id'], unique=False)
    op.create_index(op.f('ix_mileage_deductions_decider_id'), 'mileage_deductions', ['decider_id'], unique=False)
    op.create_index(op.f('ix_mileage_deductions_department_id'), 'mileage_deductions', ['department_id'], unique=False)
    op.create_index(op.f('ix_mileage_deductions_person_id'), 'mileage_deductions', ['person_id'], unique=False)
    op.create_index(op.f('ix_mileage_deductions_proposed_by_id'), 'mileage_deductions', ['proposed_by_id'], unique=False)
    op.create_index(op.f('ix_mileage_deductions_reviewer_id'), 'mileage_deductions', ['reviewer_id'], unique=False)
    op.create_index('ix_mileage_deductions_state_objections_until', 'mileage_deductions', ['state', 'objections_until'], unique=False)
    op.create_index(op.f('ix_mileage_objections_account_id'), 'mileage_objections', ['account_id'], unique=False)
    op.create_index(op.f('ix_mileage_objections_objector_id'), 'mileage_objections', ['objector_id'], unique=False)
    op.create_index('ix_mileage_objections_state_id', 'mileage_objections', ['state', 'id'], unique=False)
    op.create_index('uq_mileage_objections_cut', 'mileage_objections', ['cap_cut_id'], unique=True, sqlite_where=sa.text("state <> 'withdrawn' AND cap_cut_id IS NOT NULL"), postgresql_where=sa.text("state <> 'withdrawn' AND cap_cut_id IS NOT NULL"))
    op.create_index('uq_mileage_objections_transfer', 'mileage_objections', ['transfer_id', 'account_id'], unique=True, sqlite_where=sa.text("state <> 'withdrawn' AND transfer_id IS NOT NULL"), postgresql_where=sa.text("state <> 'withdrawn' AND transfer_id IS NOT NULL"))
    op.create_index(op.f('ix_mileage_panel_seats_person_id'), 'mileage_panel_seats', ['person_id'], unique=False)
    op.create_index(op.f('ix_incentive_handovers_rule_version_id'), 'incentive_handovers', ['rule_version_id'], unique=False)
    op.create_index('uq_incentive_handovers_first', 'incentive_handovers', ['round_code', 'rule_code'], unique=True, sqlite_where=sa.text('adjusts_id IS NULL AND replaces_id IS NULL'), postgresql_where=sa.text('adjusts_id IS NULL AND replaces_id IS NULL'))
    op.create_index('uq_incentive_handovers_next', 'incentive_handovers', ['adjusts_id'], unique=True, sqlite_where=sa.text('adjusts_id IS NOT NULL AND replaces_id IS NULL'), postgresql_where=sa.text('adjusts_id IS NOT NULL AND replaces_id IS NULL'))
    op.create_index(op.f('ix_incentive_decisions_decided_by_id'), 'incentive_decisions', ['decided_by_id'], unique=False)
    op.create_index('ix_issues_blind', 'issues', ['id'], unique=False, sqlite_where=sa.text('blind = 1'), postgresql_where=sa.text('blind'))
    op.create_index('ix_mileage_transfers_source', 'mileage_transfers', ['source'], unique=False, postgresql_ops={'source': 'text_pattern_ops'})
    op.create_index('uq_mileage_transfers_deducted_once', 'mileage_transfers', ['source'], unique=True, sqlite_where=sa.text("kind = 'deduction' AND reverses_id IS NULL"), postgresql_where=sa.text("kind = 'deduction' AND reverses_id IS NULL"))
    op.drop_index('uq_mileage_year_closings_once', table_name='mileage_year_closings')
    op.create_index('uq_mileage_year_closings_once', 'mileage_year_closings', ['year', 'number'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'confirmed')"), postgresql_where=sa.text("state IN ('proposed', 'confirmed')"))

    name_records_anew()
    tell_roots()


def downgrade() -> None:
    refuse_to_lose_rows()
    op.execute("DELETE FROM settings WHERE \"key\" IN ('deduction_opinion_days', 'deduction_objection_days')")
    op.drop_index('uq_mileage_year_closings_once', table_name='mileage_year_closings', sqlite_where=sa.text("state IN ('proposed', 'confirmed')"), postgresql_where=sa.text("state IN ('proposed', 'confirmed')"))
    op.create_index('uq_mileage_year_closings_once', 'mileage_year_closings', ['year'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'confirmed')"), postgresql_where=sa.text("state IN ('proposed', 'confirmed')"))
    op.drop_index('uq_mileage_transfers_deducted_once', table_name='mileage_transfers', sqlite_where=sa.text("kind = 'deduction' AND reverses_id IS NULL"), postgresql_where=sa.text("kind = 'deduction' AND reverses_id IS NULL"))
    op.drop_index('ix_mileage_transfers_source', table_name='mileage_transfers', postgresql_ops={'source': 'text_pattern_ops'})
    op.drop_index('ix_issues_blind', table_name='issues', sqlite_where=sa.text('blind = 1'), postgresql_where=sa.text('blind'))
    op.drop_index(op.f('ix_incentive_decisions_decided_by_id'), table_name='incentive_decisions')
    op.drop_index('uq_incentive_handovers_next', table_name='incentive_handovers', sqlite_where=sa.text('adjusts_id IS NOT NULL AND replaces_id IS NULL'), postgresql_where=sa.text('adjusts_id IS NOT NULL AND replaces_id IS NULL'))
    op.drop_index('uq_incentive_handovers_first', table_name='incentive_handovers', sqlite_where=sa.text('adjusts_id IS NULL AND replaces_id IS NULL'), postgresql_where=sa.text('adjusts_id IS NULL AND replaces_id IS NULL'))
    op.drop_index(op.f('ix_incentive_handovers_rule_version_id'), table_name='incentive_handovers')
    op.drop_index(op.f('ix_mileage_panel_seats_person_id'), table_name='mileage_panel_seats')
    op.drop_index('uq_mileage_objections_transfer', table_name='mileage_objections', sqlite_where=sa.text("state <> 'withdrawn' AND transfer_id IS NOT NULL"), postgresql_where=sa.text("state <> 'withdrawn' AND transfer_id IS NOT NULL"))
    op.drop_index('uq_mileage_objections_cut', table_name='mileage_objections', sqlite_where=sa.text("state <> 'withdrawn' AND cap_cut_id IS NOT NULL"), postgresql_where=sa.text("state <> 'withdrawn' AND cap_cut_id IS NOT NULL"))
    op.drop_index('ix_mileage_objections_state_id', table_name='mileage_objections')
    op.drop_index(op.f('ix_mileage_objections_objector_id'), table_name='mileage_objections')
    op.drop_index(op.f('ix_mileage_objections_account_id'), table_name='mileage_objections')
    op.drop_index('ix_mileage_deductions_state_objections_until', table_name='mileage_deductions')
    op.drop_index(op.f('ix_mileage_deductions_reviewer_id'), table_name='mileage_deductions')
    op.drop_index(op.f('ix_mileage_deductions_proposed_by_id'), table_name='mileage_deductions')
    op.drop_index(op.f('ix_mileage_deductions_person_id'), table_name='mileage_deductions')
    op.drop_index(op.f('ix_mileage_deductions_department_id'), table_name='mileage_deductions')
    op.drop_index(op.f('ix_mileage_deductions_decider_id'), table_name='mileage_deductions')
    op.drop_index(op.f('ix_mileage_deductions_account_id'), table_name='mileage_deductions')
    op.drop_index('uq_mileage_year_reopenings_once', table_name='mileage_year_reopenings', sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))
    op.drop_index('ix_mileage_year_reopenings_year', table_name='mileage_year_reopenings')
    op.drop_index(op.f('ix_mileage_year_reopenings_second_id'), table_name='mileage_year_reopenings')
    op.drop_index('uq_mileage_claim_panels_open', table_name='mileage_claim_panels', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.drop_index(op.f('ix_mileage_claim_panels_claim_id'), table_name='mileage_claim_panels')
    op.drop_index(op.f('ix_combination_parts_round_id'), table_name='combination_parts')
    op.drop_index(op.f('ix_combination_parts_combination_id'), table_name='combination_parts')
    op.drop_index('ix_mileage_showings_person_id_id', table_name='mileage_showings')
    op.drop_index('uq_mileage_ledger_exports_one_at_a_time', table_name='mileage_ledger_exports', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.drop_index('ix_mileage_ledger_exports_person_id_id', table_name='mileage_ledger_exports')
    op.drop_index(op.f('ix_mileage_claim_deputies_principal_id'), table_name='mileage_claim_deputies')
    op.drop_index(op.f('ix_mileage_claim_deputies_deputy_id'), table_name='mileage_claim_deputies')
    op.drop_index(op.f('ix_combinations_created_by_id'), table_name='combinations')
    op.drop_index(op.f('ix_mileage_fact_roots_root'), table_name='mileage_fact_roots')
    change_table(op.get_bind(), TableChange(
        "point_adjustments",
        drop_columns=['inside'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_transfers",
        add_constraints={
            'ck_mileage_transfers_transfer_kind': "CHECK (kind IN ('award', 'reversal', 'reward', 'expiry'))",
            'ck_mileage_transfers_reversal_reason': "CHECK (reason_code IN ('fact_wrong', 'paid_twice', 'wrong_account', 'reward_not_given', 'other'))",
        },
        drop_constraints=['ck_mileage_transfers_transfer_kind', 'ck_mileage_transfers_reversal_reason'],
    ))
    change_table(op.get_bind(), TableChange(
        "measures",
        drop_columns=['units'],
        drop_constraints=['ck_measures_units_have_their_mean'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_year_closings",
        drop_columns=['number', 'proposed_on', 'confirmed_on'],
        drop_constraints=['ck_mileage_year_closings_number_from_one'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_claims",
        drop_columns=['figure', 'confirmed_for_id', 'verified_for_id', 'panel_reason', 'returned_for_id', 'decided_on'],
        drop_constraints=['ck_mileage_claims_figure_above_zero', 'fk_mileage_claims_confirmed_for_id_people', 'fk_mileage_claims_verified_for_id_people', 'fk_mileage_claims_returned_for_id_people'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_accounts",
        add_constraints={
            'ck_mileage_accounts_account_kind': "CHECK (kind IN ('person', 'department', 'issue_pool', 'reward_pool', 'expired_pool'))",
        },
        drop_constraints=['ck_mileage_accounts_account_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "settings",
        add_constraints={
            'ck_settings_setting_key': 'CHECK ("key" IN (\'office_name\', \'control_tower\', \'password_preset\', \'demo_personas\'))',
        },
        drop_constraints=['ck_settings_setting_key'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        drop_columns=['formula', 'figure_name', 'bands'],
        drop_constraints=['ck_mileage_items_figure_if_formula', 'ck_mileage_items_bands_if_banded', 'ck_mileage_items_cap_if_per_unit', 'ck_mileage_items_item_formula'],
    ))
    change_table(op.get_bind(), TableChange("mileage_claim_uploads", set_not_null=['uploader_id']))
    op.drop_table('incentive_decisions')
    op.drop_table('incentive_handovers')
    op.drop_table('mileage_panel_seats')
    op.drop_table('mileage_objections')
    op.drop_table('mileage_deductions')
    op.drop_table('mileage_year_reopenings')
    op.drop_table('mileage_claim_panels')
    op.drop_table('incentive_fact_sheets')
    op.drop_table('combination_parts')
    op.drop_table('mileage_terms')
    op.drop_table('mileage_showings')
    op.drop_table('mileage_panel_terms')
    op.drop_table('mileage_ledger_exports')
    op.drop_table('mileage_claim_deputies')
    op.drop_table('incentive_rule_versions')
    op.drop_table('combinations')
    op.drop_table('mileage_fact_roots')


def refuse_to_lose_rows() -> None:
    """Stop before anything is changed where the version before would lose or misread what was decided."""
    for table, condition in UNKNOWN_BEFORE:
        count = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE {condition}")).scalar_one()  # noqa: S608  constants
        if count:
            raise RuntimeError(f"{count} rows of {table} ({condition}) have no place in revision 0005: restore a backup")


RECORDS = sa.table(
    "mileage_shortening_cases",
    *(sa.column(name) for name in ("id", "run_id", "row_number", "person_id", "affair", "statutory", "actual")),
    sa.column("compound", sa.Boolean()),
    *(sa.column(name) for name in ("outcome", "receipt_no", "case_key", "likeness")),
)
COUNTS = sa.table("mileage_shortening_counts", sa.column("case_id"), sa.column("case_key"))


def name_records_anew() -> None:
    """Name every processing record by the rule of now: under its old name it would count, and be paid, a second time.

    Where two that were told apart before are one case now, the second keeps its old name: both were counted already.
    """
    connection = op.get_bind()
    for table in (RECORDS.name, COUNTS.name):
        behind = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
        op.execute(f'DROP TRIGGER IF EXISTS "{table}_no_update"{behind}')  # the migration's end puts it back
    counted = set(connection.scalars(sa.select(COUNTS.c.case_id)))
    taken: set[object] = set()
    records, counts = [], []
    for row, likeness, new in sorted(_named(connection), key=lambda found: found[0].id not in counted):
        is_counted = row.id in counted
        key = row.case_key if (row.run_id, new) in taken or (is_counted and new in taken) else new
        taken |= {(row.run_id, key), key} if is_counted else {(row.run_id, key)}
        records.append({"record": row.id, "key": key, "like": likeness})
        if is_counted:
            counts.append({"record": row.id, "key": key})
    if records:
        which = sa.update(RECORDS).where(RECORDS.c.id == sa.bindparam("record"))
        connection.execute(which.values(case_key=sa.bindparam("key"), likeness=sa.bindparam("like")), records)
    if counts:
        which = sa.update(COUNTS).where(COUNTS.c.case_id == sa.bindparam("record"))
        connection.execute(which.values(case_key=sa.bindparam("key")), counts)


def tell_roots() -> None:
    """Say which task every fact that was paid belongs to: its group would otherwise pay the task a second time."""
    for root, where in ROOTS:
        statement = (
            f"INSERT INTO mileage_fact_roots (source, root) SELECT DISTINCT t.source, {root} "  # noqa: S608  constants
            f"FROM mileage_transfers t JOIN {where} WHERE t.kind = 'award'"
        )
        op.execute(statement.replace(":", r"\:"))  # a colon would begin a parameter


def _named(connection: sa.Connection) -> Iterator[tuple[sa.Row[Any], str, str]]:
    """Yield each record with its likeness and its name, run by run in the order of the rows."""
    places: Counter[tuple[int, str]] = Counter()
    for row in connection.execute(sa.select(RECORDS).order_by(RECORDS.c.run_id, RECORDS.c.row_number)):
        case = Case(
            affair=row.affair,
            statutory=row.statutory,
            actual=Decimal(str(row.actual)),
            compound=row.compound,
            outcome=row.outcome,
        )
        likeness = likeness_of(row.person_id, case)
        if row.receipt_no is not None:
            yield row, likeness, key_of_receipt(row.affair, row.receipt_no)
            continue
        places[row.run_id, likeness] += 1
        yield row, likeness, key_of_likeness(likeness, places[row.run_id, likeness])
