"""Scorecard, corrections, reopenings, calibration, evaluators from outside, appeals, sources and quality of indicators."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNKNOWN_BEFORE = (
    ("corrections", "TRUE"),
    ("round_reopenings", "TRUE"),
    ("round_seals", "TRUE"),
    ("calibration_sessions", "TRUE"),
    ("rehearsals", "TRUE"),
    ("appeals", "TRUE"),
    ("outside_evaluators", "TRUE"),
    ("people", "institution IS NOT NULL"),
    ("declared_conflicts", "TRUE"),
    ("kept_sheets", "TRUE"),
    ("assigned_departments", "TRUE"),
    ("evaluator_sources", "TRUE"),
    ("survey_results", "TRUE"),
    ("panel_rules", "mark_rule <> 'raw'"),
    ("joint_indicators", "TRUE"),
    ("weight_sets", "TRUE"),
    ("source_pictures", "TRUE"),
    ("quality_ratings", "TRUE"),
    ("sunset_decisions", "TRUE"),
    ("settings", "key = 'round_reopening_days'"),
    ("publications", "confirmed_by_id IS NOT NULL OR release_at IS NOT NULL"),
    ("measures", "next_due IS NOT NULL OR (units IS NOT NULL AND value IS NULL)"),
    ("compositions", "CAST(parameters AS TEXT) LIKE '%\"period_%'"),
    ("indicators", "CAST(parameters AS TEXT) LIKE '%\"period_%' OR CAST(parameters AS TEXT) LIKE '%\"sources\"%'"),
    ("score_entries", "note <> ''"),
)
"""What the version before has no word for, would read as something else, or has no table for, and is never deleted."""


def upgrade() -> None:
    op.create_table('strategic_goals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_strategic_goals_name_is_given')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategic_goals')),
    sa.UniqueConstraint('name', name=op.f('uq_strategic_goals_name'))
    )
    op.create_table('calibration_bounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('spread', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('rank_gap', sa.Integer(), nullable=False),
    sa.Column('margin', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('CAST(margin AS NUMERIC) BETWEEN 0 AND 100', name=op.f('ck_calibration_bounds_margin_in_range')),
    sa.CheckConstraint('CAST(spread AS NUMERIC) > 0 AND CAST(spread AS NUMERIC) <= 100', name=op.f('ck_calibration_bounds_spread_in_range')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_calibration_bounds_reason_given')),
    sa.CheckConstraint('rank_gap BETWEEN 1 AND 1000', name=op.f('ck_calibration_bounds_rank_gap_in_range')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_calibration_bounds_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_bounds'))
    )
    op.create_table('objective_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cause_id', sa.Integer(), nullable=False),
    sa.Column('effect_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("note <> ''", name=op.f('ck_objective_links_note_given')),
    sa.CheckConstraint('cause_id <> effect_id', name=op.f('ck_objective_links_not_to_itself')),
    sa.ForeignKeyConstraint(['cause_id'], ['objectives.id'], name=op.f('fk_objective_links_cause_id_objectives')),
    sa.ForeignKeyConstraint(['effect_id'], ['objectives.id'], name=op.f('fk_objective_links_effect_id_objectives')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_objective_links_made_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objective_links')),
    sa.UniqueConstraint('cause_id', 'effect_id', name=op.f('uq_objective_links_once'))
    )
    op.create_table('sunset_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('choice', sa.Enum('keep', 'retire', name='sunset_choice', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_sunset_decisions_reason_given')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_sunset_decisions_year')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_sunset_decisions_decided_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_sunset_decisions_indicator_id_indicators')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sunset_decisions'))
    )
    op.create_table('weight_sets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('weighing', sa.Enum('perspective', 'objective', name='weighing', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_weight_sets_reason_given')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_weight_sets_decided_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weight_sets'))
    )
    op.create_table('appeal_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('closing_time', sa.String(length=5), nullable=False),
    sa.Column('second_days', sa.Integer(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('days BETWEEN 1 AND 60', name=op.f('ck_appeal_terms_days_to_appeal')),
    sa.CheckConstraint('length(closing_time) = 5', name=op.f('ck_appeal_terms_closing_time_shape')),
    sa.CheckConstraint('second_days BETWEEN 1 AND 30', name=op.f('ck_appeal_terms_days_to_take_further')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_appeal_terms_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_appeal_terms_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_terms'))
    )
    op.create_table('appeal_windows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closing_time', sa.String(length=5), nullable=False),
    sa.Column('second_days', sa.Integer(), nullable=False),
    sa.CheckConstraint('closes_at > opened_at', name=op.f('ck_appeal_windows_moments_in_order')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_appeal_windows_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_windows')),
    sa.UniqueConstraint('round_id', name=op.f('uq_appeal_windows_round'))
    )
    op.create_table('calibration_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('chair', sa.String(length=200), nullable=False),
    sa.Column('bounds', sa.JSON(), nullable=False),
    sa.Column('standings', sa.JSON(), nullable=False),
    sa.Column('before_sha256', sa.String(length=64), nullable=False),
    sa.Column('standings_after', sa.JSON(), nullable=False),
    sa.Column('after_sha256', sa.String(length=64), nullable=True),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("place <> '' AND chair <> ''", name=op.f('ck_calibration_sessions_place_and_chair')),
    sa.CheckConstraint('(closed_at IS NULL) = (after_sha256 IS NULL)', name=op.f('ck_calibration_sessions_hash_if_closed')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_calibration_sessions_closed_by_somebody')),
    sa.CheckConstraint('length(after_sha256) = 64', name=op.f('ck_calibration_sessions_hash_after')),
    sa.CheckConstraint('length(before_sha256) = 64', name=op.f('ck_calibration_sessions_hash_before')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_calibration_sessions_closed_by_id_people')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['people.id'], name=op.f('fk_calibration_sessions_opened_by_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_calibration_sessions_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_sessions')),
    sa.UniqueConstraint('round_id', 'number', name=op.f('uq_calibration_sessions_number'))
    )
    op.create_table('corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('origin', sa.Enum('calibration', 'reopening', 'appeal', name='correction_origin', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('origin_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('measure', 'score', 'weight', 'target', 'member', 'adjustment', name='correction_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('peer_group_id', sa.Integer(), nullable=True),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('present', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(kind IN ('measure', 'score')) = (department_id IS NOT NULL AND indicator_id IS NOT NULL)", name=op.f('ck_corrections_of_a_measure')),
    sa.CheckConstraint("(kind IN ('weight', 'target')) = (peer_group_id IS NOT NULL AND indicator_id IS NOT NULL)", name=op.f('ck_corrections_of_a_composition')),
    sa.CheckConstraint("kind NOT IN ('member', 'adjustment') OR (department_id IS NOT NULL AND indicator_id IS NULL)", name=op.f('ck_corrections_of_a_department')),
    sa.CheckConstraint("origin <> 'calibration' OR kind = 'score'", name=op.f('ck_corrections_calibration_changes_scores')),
    sa.CheckConstraint("origin <> 'calibration' OR present <> ''", name=op.f('ck_corrections_somebody_present')),
    sa.CheckConstraint("origin = 'calibration' OR confirmed_by_id IS NOT NULL", name=op.f('ck_corrections_two_people')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_corrections_reason_given')),
    sa.CheckConstraint('confirmed_by_id <> entered_by_id', name=op.f('ck_corrections_confirmed_by_another')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['people.id'], name=op.f('fk_corrections_confirmed_by_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_corrections_department_id_departments')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_corrections_entered_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_corrections_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_corrections_peer_group_id_peer_groups')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_corrections_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections'))
    )
    op.create_table('declared_conflicts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_declared_conflicts_reason_given')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_declared_conflicts_department_id_departments')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['people.id'], name=op.f('fk_declared_conflicts_evaluator_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_declared_conflicts_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declared_conflicts')),
    sa.UniqueConstraint('round_id', 'evaluator_id', 'department_id', name=op.f('uq_declared_conflicts_once'))
    )
    op.create_table('evaluator_sources',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_evaluator_sources_name_is_given')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['people.id'], name=op.f('fk_evaluator_sources_evaluator_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_evaluator_sources_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_evaluator_sources_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluator_sources')),
    sa.UniqueConstraint('round_id', 'evaluator_id', name=op.f('uq_evaluator_sources_one'))
    )
    op.create_table('joint_indicators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('lead_department_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_joint_indicators_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['lead_department_id'], ['departments.id'], name=op.f('fk_joint_indicators_lead_department_id_departments')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_joint_indicators_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_indicators')),
    sa.UniqueConstraint('round_id', 'indicator_id', name=op.f('uq_joint_indicators_once'))
    )
    op.create_table('outside_evaluators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=200), nullable=False),
    sa.Column('invited_by_id', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('invited_by_id <> person_id', name=op.f('ck_outside_evaluators_invited_by_another')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['people.id'], name=op.f('fk_outside_evaluators_invited_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_outside_evaluators_person_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_outside_evaluators_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outside_evaluators')),
    sa.UniqueConstraint('round_id', 'person_id', name=op.f('uq_outside_evaluators_once'))
    )
    op.create_table('panel_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('mark_rule', sa.Enum('raw', 'balanced', name='mark_rule', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('committee', sa.Enum('self_evaluation', 'bonus', 'other', name='committee_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_panel_rules_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_panel_rules_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_rules')),
    sa.UniqueConstraint('round_id', name=op.f('uq_panel_rules_one'))
    )
    op.create_table('public_showings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('names', sa.Boolean(), nullable=False),
    sa.Column('ranks', sa.Boolean(), nullable=False),
    sa.Column('grades', sa.Boolean(), nullable=False),
    sa.Column('totals', sa.Boolean(), nullable=False),
    sa.Column('slogans', sa.Boolean(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('NOT names OR ranks OR grades OR totals', name=op.f('ck_public_showings_names_with_a_result')),
    sa.CheckConstraint('names OR NOT (ranks OR totals)', name=op.f('ck_public_showings_ranks_and_totals_with_names')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_public_showings_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_public_showings_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_showings'))
    )
    op.create_table('quality_panels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('close_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_quality_panels_name_given')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_quality_panels_closed_completely')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_quality_panels_year')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_quality_panels_closed_by_id_people')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['people.id'], name=op.f('fk_quality_panels_opened_by_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_quality_panels_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_panels')),
    sa.UniqueConstraint('year', 'name', name=op.f('uq_quality_panels_name'))
    )
    op.create_table('round_copies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('from_round_id', sa.Integer(), nullable=False),
    sa.Column('copied_by_id', sa.Integer(), nullable=True),
    sa.Column('copied_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('from_round_id <> round_id', name=op.f('ck_round_copies_from_another')),
    sa.ForeignKeyConstraint(['copied_by_id'], ['people.id'], name=op.f('fk_round_copies_copied_by_id_people')),
    sa.ForeignKeyConstraint(['from_round_id'], ['evaluation_rounds.id'], name=op.f('fk_round_copies_from_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_round_copies_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_copies'))
    )
    op.create_table('round_days',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('phase', sa.Enum('planning', 'measuring', 'self_review', 'scoring', 'calibration', 'published', 'appeals', 'final', name='phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_round_days_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_days')),
    sa.UniqueConstraint('round_id', 'phase', name=op.f('uq_round_days_phase'))
    )
    op.create_table('round_reopenings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'open', 'submitted', 'closed', 'withdrawn', 'expired', name='reopening_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('open_until', sa.Date(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposing_department_id', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('second_department_id', sa.Integer(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('return_reason', sa.Text(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('publication_version', sa.Integer(), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdraw_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_round_reopenings_moment_if_closed')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name=op.f('ck_round_reopenings_withdrawer_if_withdrawn')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_round_reopenings_reason_given')),
    sa.CheckConstraint("state NOT IN ('open', 'submitted', 'closed') OR agreed_at IS NOT NULL", name=op.f('ck_round_reopenings_agreed_if_open')),
    sa.CheckConstraint("state NOT IN ('submitted', 'closed') OR submitted_by_id IS NOT NULL", name=op.f('ck_round_reopenings_submitter_if_submitted')),
    sa.CheckConstraint('(agreed_at IS NULL) = (agreed_on IS NULL)', name=op.f('ck_round_reopenings_agreed_when')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_on IS NULL)', name=op.f('ck_round_reopenings_closed_when')),
    sa.CheckConstraint('(closed_at IS NULL) = (content IS NULL)', name=op.f('ck_round_reopenings_moves_if_closed')),
    sa.CheckConstraint('(content IS NULL) = (sha256 IS NULL)', name=op.f('ck_round_reopenings_hash_of_the_moves')),
    sa.CheckConstraint('(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)', name=op.f('ck_round_reopenings_reason_if_withdrawn')),
    sa.CheckConstraint('closed_on IS NULL OR closed_on <= open_until', name=op.f('ck_round_reopenings_closed_in_time')),
    sa.CheckConstraint('open_until >= proposed_on', name=op.f('ck_round_reopenings_days_in_order')),
    sa.CheckConstraint('second_department_id <> proposing_department_id', name=op.f('ck_round_reopenings_two_offices')),
    sa.CheckConstraint('second_id <> proposed_by_id', name=op.f('ck_round_reopenings_agreed_by_another')),
    sa.CheckConstraint('submitted_by_id <> second_id', name=op.f('ck_round_reopenings_confirmed_by_another')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['people.id'], name=op.f('fk_round_reopenings_proposed_by_id_people')),
    sa.ForeignKeyConstraint(['proposing_department_id'], ['departments.id'], name=op.f('fk_round_reopenings_proposing_department_id_departments')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_round_reopenings_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['second_department_id'], ['departments.id'], name=op.f('fk_round_reopenings_second_department_id_departments')),
    sa.ForeignKeyConstraint(['second_id'], ['people.id'], name=op.f('fk_round_reopenings_second_id_people')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['people.id'], name=op.f('fk_round_reopenings_submitted_by_id_people')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_round_reopenings_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_reopenings'))
    )
    op.create_table('round_seals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('phase', sa.Enum('planning', 'measuring', 'self_review', 'scoring', 'calibration', 'published', 'appeals', 'final', name='phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_round_seals_sha256_length')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_round_seals_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_seals'))
    )
    op.create_table('sheet_rules',
    sa.Column('round_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('note_low', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('note_high', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.CheckConstraint('CAST(note_low AS NUMERIC) >= 0 AND CAST(note_low AS NUMERIC) < CAST(note_high AS NUMERIC) AND CAST(note_high AS NUMERIC) <= 100', name=op.f('ck_sheet_rules_bounds_in_order')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_sheet_rules_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_sheet_rules'))
    )
    op.create_table('source_pictures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('department_name', sa.String(length=200), nullable=False),
    sa.Column('taking', sa.Integer(), nullable=False),
    sa.Column('figure', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_source_pictures_sha256_length')),
    sa.CheckConstraint('taking >= 1', name=op.f('ck_source_pictures_taking_counts')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_source_pictures_department_id_departments')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_source_pictures_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_source_pictures_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_pictures')),
    sa.UniqueConstraint('round_id', 'source', 'department_id', 'taking', name=op.f('uq_source_pictures_once'))
    )
    op.create_table('survey_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=100), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('mean', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("evidence <> ''", name=op.f('ck_survey_results_evidence_is_named')),
    sa.CheckConstraint('CAST(mean AS NUMERIC) BETWEEN 0 AND 100', name=op.f('ck_survey_results_mean_in_range')),
    sa.CheckConstraint('answers > 0', name=op.f('ck_survey_results_somebody_answered')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_survey_results_department_id_departments')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_survey_results_entered_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_survey_results_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_survey_results_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_results'))
    )
    op.create_table('weight_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('weight_set_id', sa.Integer(), nullable=False),
    sa.Column('perspective_id', sa.Integer(), nullable=True),
    sa.Column('objective_id', sa.Integer(), nullable=True),
    sa.Column('weight', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.CheckConstraint('(perspective_id IS NULL) <> (objective_id IS NULL)', name=op.f('ck_weight_parts_one_of_the_two')),
    sa.CheckConstraint('CAST(weight AS NUMERIC) <= 100', name=op.f('ck_weight_parts_weight_at_most_100')),
    sa.CheckConstraint('CAST(weight AS NUMERIC) > 0', name=op.f('ck_weight_parts_weight_above_zero')),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.id'], name=op.f('fk_weight_parts_objective_id_objectives')),
    sa.ForeignKeyConstraint(['perspective_id'], ['perspectives.id'], name=op.f('fk_weight_parts_perspective_id_perspectives')),
    sa.ForeignKeyConstraint(['weight_set_id'], ['weight_sets.id'], name=op.f('fk_weight_parts_weight_set_id_weight_sets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weight_parts')),
    sa.UniqueConstraint('weight_set_id', 'objective_id', name=op.f('uq_weight_parts_objective_once')),
    sa.UniqueConstraint('weight_set_id', 'perspective_id', name=op.f('uq_weight_parts_perspective_once'))
    )
    op.create_table('appeals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('filed_by_id', sa.Integer(), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('filed', 'answered', 'decided', 'raised', 'decided_again', 'corrected', 'withdrawn', name='appeal_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('accepted', 'partly', 'dismissed', name='appeal_outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('raise_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('second_decider_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state IN ('filed', 'answered')) = (outcome IS NULL) OR state = 'withdrawn'", name=op.f('ck_appeals_outcome_if_decided')),
    sa.CheckConstraint("state <> 'corrected' OR (outcome IS NOT NULL AND outcome <> 'dismissed')", name=op.f('ck_appeals_corrected_if_accepted')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_appeals_reason_given')),
    sa.CheckConstraint('second_decider_id IS NULL OR second_decider_id <> filed_by_id', name=op.f('ck_appeals_no_own_judge')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_appeals_department_id_departments')),
    sa.ForeignKeyConstraint(['filed_by_id'], ['people.id'], name=op.f('fk_appeals_filed_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_appeals_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_appeals_publication_id_publications')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_appeals_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['second_decider_id'], ['people.id'], name=op.f('fk_appeals_second_decider_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeals'))
    )
    op.create_table('assigned_departments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['evaluator_assignments.id'], name=op.f('fk_assigned_departments_assignment_id_evaluator_assignments')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_assigned_departments_department_id_departments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assigned_departments')),
    sa.UniqueConstraint('assignment_id', 'department_id', name=op.f('uq_assigned_departments_once'))
    )
    op.create_table('calibration_attendees',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_calibration_attendees_name_given')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calibration_attendees_person_id_people')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_sessions.id'], name=op.f('fk_calibration_attendees_session_id_calibration_sessions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_attendees')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_calibration_attendees_person')),
    sa.UniqueConstraint('session_id', 'position', name=op.f('uq_calibration_attendees_position'))
    )
    op.create_table('calibration_cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('grounds', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_calibration_cases_department_id_departments')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_calibration_cases_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_sessions.id'], name=op.f('fk_calibration_cases_session_id_calibration_sessions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_cases')),
    sa.UniqueConstraint('session_id', 'number', name=op.f('uq_calibration_cases_number'))
    )
    op.create_table('joint_shares',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.CheckConstraint('CAST(share AS NUMERIC) <= 100', name=op.f('ck_joint_shares_share_at_most_100')),
    sa.CheckConstraint('CAST(share AS NUMERIC) > 0', name=op.f('ck_joint_shares_share_above_zero')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_joint_shares_department_id_departments')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_joint_shares_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['round_id', 'indicator_id'], ['joint_indicators.round_id', 'joint_indicators.indicator_id'], name=op.f('fk_joint_shares_round_id_joint_indicators')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_joint_shares_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_shares')),
    sa.UniqueConstraint('round_id', 'indicator_id', 'department_id', name=op.f('uq_joint_shares_once'))
    )
    op.create_table('kept_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sheet_version', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'abstained', name='sheet_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('marks', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_kept_sheets_number_above_zero')),
    sa.ForeignKeyConstraint(['sheet_id'], ['score_sheets.id'], name=op.f('fk_kept_sheets_sheet_id_score_sheets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_sheets')),
    sa.UniqueConstraint('sheet_id', 'number', name=op.f('uq_kept_sheets_number')),
    sa.UniqueConstraint('sheet_id', 'sheet_version', name=op.f('uq_kept_sheets_version'))
    )
    op.create_table('panel_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guest_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=200), nullable=False),
    sa.Column('valid_days', sa.Integer(), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_by_id IS NULL)', name=op.f('ck_panel_codes_revoked_by_somebody')),
    sa.CheckConstraint('valid_days BETWEEN 1 AND 14', name=op.f('ck_panel_codes_at_most_fourteen_days')),
    sa.ForeignKeyConstraint(['guest_id'], ['outside_evaluators.id'], name=op.f('fk_panel_codes_guest_id_outside_evaluators')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['people.id'], name=op.f('fk_panel_codes_issued_by_id_people')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['people.id'], name=op.f('fk_panel_codes_revoked_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_codes'))
    )
    op.create_table('quality_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('indicator_version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('owner_department_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_quality_items_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['owner_department_id'], ['departments.id'], name=op.f('fk_quality_items_owner_department_id_departments')),
    sa.ForeignKeyConstraint(['panel_id'], ['quality_panels.id'], name=op.f('fk_quality_items_panel_id_quality_panels')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_items')),
    sa.UniqueConstraint('panel_id', 'indicator_id', name=op.f('uq_quality_items_once'))
    )
    op.create_table('quality_raters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['panel_id'], ['quality_panels.id'], name=op.f('fk_quality_raters_panel_id_quality_panels')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_quality_raters_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_raters')),
    sa.UniqueConstraint('panel_id', 'person_id', name=op.f('uq_quality_raters_once'))
    )
    op.create_table('rehearsals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('draft_round_id', sa.Integer(), nullable=True),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('rules_sha256', sa.String(length=64), nullable=False),
    sa.Column('outcome_sha256', sa.String(length=64), nullable=False),
    sa.Column('kept_by_id', sa.Integer(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_rehearsals_name_is_given')),
    sa.CheckConstraint('length(rules_sha256) = 64 AND length(outcome_sha256) = 64', name=op.f('ck_rehearsals_sha256_length')),
    sa.ForeignKeyConstraint(['draft_round_id'], ['evaluation_rounds.id'], name=op.f('fk_rehearsals_draft_round_id_evaluation_rounds')),
    sa.ForeignKeyConstraint(['kept_by_id'], ['people.id'], name=op.f('fk_rehearsals_kept_by_id_people')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_rehearsals_publication_id_publications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rehearsals')),
    sa.UniqueConstraint('name', name=op.f('uq_rehearsals_name'))
    )
    op.create_table('reopening_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reopening_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('measure', 'score', 'weight', 'target', 'member', 'adjustment', name='correction_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('peer_group_id', sa.Integer(), nullable=True),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("basis <> ''", name=op.f('ck_reopening_entries_basis_given')),
    sa.CheckConstraint("kind <> 'score'", name=op.f('ck_reopening_entries_no_scores')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_reopening_entries_reason_given')),
    sa.CheckConstraint('(taken_back_by_id IS NULL) = (taken_back_at IS NULL)', name=op.f('ck_reopening_entries_taken_back_when')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_reopening_entries_department_id_departments')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_reopening_entries_entered_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_reopening_entries_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_reopening_entries_peer_group_id_peer_groups')),
    sa.ForeignKeyConstraint(['reopening_id'], ['round_reopenings.id'], name=op.f('fk_reopening_entries_reopening_id_round_reopenings')),
    sa.ForeignKeyConstraint(['taken_back_by_id'], ['people.id'], name=op.f('fk_reopening_entries_taken_back_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening_entries'))
    )
    op.create_table('reopening_scopes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reopening_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('measure', 'score', 'weight', 'target', 'member', 'adjustment', name='correction_kind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind <> 'score'", name=op.f('ck_reopening_scopes_no_scores')),
    sa.CheckConstraint('(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) + (CASE WHEN department_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_reopening_scopes_one_thing')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_reopening_scopes_department_id_departments')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_reopening_scopes_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['reopening_id'], ['round_reopenings.id'], name=op.f('fk_reopening_scopes_reopening_id_round_reopenings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening_scopes')),
    sa.UniqueConstraint('reopening_id', 'department_id', name=op.f('uq_reopening_scopes_department_once')),
    sa.UniqueConstraint('reopening_id', 'indicator_id', name=op.f('uq_reopening_scopes_indicator_once')),
    sa.UniqueConstraint('reopening_id', 'kind', name=op.f('uq_reopening_scopes_kind_once'))
    )
    op.create_table('appeal_corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('drafts', sa.JSON(), nullable=False),
    sa.Column('moves', sa.JSON(), nullable=False),
    sa.Column('moves_sha256', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'confirmed', 'withdrawn', name='proposal_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'confirmed') = (publication_id IS NOT NULL)", name=op.f('ck_appeal_corrections_version_if_confirmed')),
    sa.CheckConstraint("(state = 'proposed') = (ended_at IS NULL)", name=op.f('ck_appeal_corrections_ended_when')),
    sa.CheckConstraint("state <> 'confirmed' OR ended_by_id = second_id", name=op.f('ck_appeal_corrections_confirmed_by_the_second')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name=op.f('ck_appeal_corrections_ended_by_somebody')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_on IS NULL)', name=op.f('ck_appeal_corrections_ended_on_a_day')),
    sa.CheckConstraint('length(moves_sha256) = 64', name=op.f('ck_appeal_corrections_sha256_length')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_appeal_corrections_reason_given')),
    sa.CheckConstraint('second_id <> proposed_by_id', name=op.f('ck_appeal_corrections_confirmed_by_another')),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeals.id'], name=op.f('fk_appeal_corrections_appeal_id_appeals')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['people.id'], name=op.f('fk_appeal_corrections_ended_by_id_people')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['people.id'], name=op.f('fk_appeal_corrections_proposed_by_id_people')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_appeal_corrections_publication_id_publications')),
    sa.ForeignKeyConstraint(['second_id'], ['people.id'], name=op.f('fk_appeal_corrections_second_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_corrections'))
    )
    op.create_table('appeal_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('filed', 'answered', 'decided', 'settled', 'raised', 'named', 'decided_again', 'corrected', 'withdrawn', name='appeal_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outcome', sa.Enum('accepted', 'partly', 'dismissed', name='appeal_outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('named_id', sa.Integer(), nullable=True),
    sa.Column('publication_id', sa.Integer(), nullable=True),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(kind = 'corrected') = (publication_id IS NOT NULL)", name=op.f('ck_appeal_steps_version_if_corrected')),
    sa.CheckConstraint("(kind = 'named') = (named_id IS NOT NULL)", name=op.f('ck_appeal_steps_somebody_if_named')),
    sa.CheckConstraint("(kind IN ('decided', 'decided_again')) = (outcome IS NOT NULL)", name=op.f('ck_appeal_steps_outcome_if_decision')),
    sa.CheckConstraint("kind NOT IN ('answered', 'decided', 'raised', 'decided_again') OR length(words) >= 10", name=op.f('ck_appeal_steps_words_given')),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeals.id'], name=op.f('fk_appeal_steps_appeal_id_appeals')),
    sa.ForeignKeyConstraint(['named_id'], ['people.id'], name=op.f('fk_appeal_steps_named_id_people')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_appeal_steps_publication_id_publications')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_appeal_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_steps'))
    )
    op.create_table('calibration_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('changed', 'kept', name='case_outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('score_before', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('score_after', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('correction_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('present', sa.Text(), nullable=False),
    sa.Column('stepped_out', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(outcome = 'changed') = (score_after IS NOT NULL AND indicator_id IS NOT NULL AND correction_id IS NOT NULL)", name=op.f('ck_calibration_decisions_score_if_changed')),
    sa.CheckConstraint("outcome = 'changed' OR (score_before IS NULL AND score_after IS NULL AND correction_id IS NULL)", name=op.f('ck_calibration_decisions_no_score_if_kept')),
    sa.CheckConstraint("present <> ''", name=op.f('ck_calibration_decisions_somebody_present')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_calibration_decisions_reason_given')),
    sa.ForeignKeyConstraint(['case_id'], ['calibration_cases.id'], name=op.f('fk_calibration_decisions_case_id_calibration_cases')),
    sa.ForeignKeyConstraint(['correction_id'], ['corrections.id'], name=op.f('fk_calibration_decisions_correction_id_corrections')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_calibration_decisions_decided_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_calibration_decisions_indicator_id_indicators')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_decisions')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_calibration_decisions_number'))
    )
    op.create_table('kept_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_sheet_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['criterion_id'], ['criteria.id'], name=op.f('fk_kept_marks_criterion_id_criteria')),
    sa.ForeignKeyConstraint(['kept_sheet_id'], ['kept_sheets.id'], name=op.f('fk_kept_marks_kept_sheet_id_kept_sheets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_marks')),
    sa.UniqueConstraint('kept_sheet_id', 'criterion_id', name=op.f('uq_kept_marks_once'))
    )
    op.create_table('panel_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('displaced_by', sa.String(length=64), nullable=True),
    sa.CheckConstraint('displaced_by IS NULL OR ended_at IS NOT NULL', name=op.f('ck_panel_sessions_displaced_is_ended')),
    sa.ForeignKeyConstraint(['code_id'], ['panel_codes.id'], name=op.f('fk_panel_sessions_code_id_panel_codes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_sessions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_panel_sessions_token_hash'))
    )
    op.create_table('quality_ratings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('rater_id', sa.Integer(), nullable=False),
    sa.Column('importance', sa.Integer(), nullable=False),
    sa.Column('fit', sa.Integer(), nullable=False),
    sa.Column('challenge', sa.Integer(), nullable=False),
    sa.Column('difficulty', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('rated_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("note <> '' OR (importance BETWEEN 2 AND 4 AND fit BETWEEN 2 AND 4 AND challenge BETWEEN 2 AND 4 AND difficulty BETWEEN 2 AND 4)", name=op.f('ck_quality_ratings_note_at_both_ends')),
    sa.CheckConstraint('challenge BETWEEN 1 AND 5', name=op.f('ck_quality_ratings_challenge')),
    sa.CheckConstraint('difficulty BETWEEN 1 AND 5', name=op.f('ck_quality_ratings_difficulty')),
    sa.CheckConstraint('fit BETWEEN 1 AND 5', name=op.f('ck_quality_ratings_fit')),
    sa.CheckConstraint('importance BETWEEN 1 AND 5', name=op.f('ck_quality_ratings_importance')),
    sa.ForeignKeyConstraint(['item_id'], ['quality_items.id'], name=op.f('fk_quality_ratings_item_id_quality_items')),
    sa.ForeignKeyConstraint(['rater_id'], ['people.id'], name=op.f('fk_quality_ratings_rater_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_ratings')),
    sa.UniqueConstraint('item_id', 'rater_id', name=op.f('uq_quality_ratings_once'))
    )
    change_table(op.get_bind(), TableChange(
        "settings",
        add_constraints={
            'ck_settings_setting_key': 'CHECK ("key" IN (\'office_name\', \'control_tower\', \'password_preset\', \'deduction_opinion_days\', \'deduction_objection_days\', \'round_reopening_days\', \'demo_personas\'))',
        },
        drop_constraints=['ck_settings_setting_key'],
    ))
    change_table(op.get_bind(), TableChange(
        "objectives",
        add_columns=[
            sa.Column('strategic_goal_id', sa.Integer(), nullable=True),
        ],
        add_constraints={
            'fk_objectives_strategic_goal_id_strategic_goals': 'FOREIGN KEY(strategic_goal_id) REFERENCES strategic_goals (id)',
        },
    ))
    name_goals()
    change_table(op.get_bind(), TableChange("objectives", drop_columns=['strategic_goal']))
    change_table(op.get_bind(), TableChange(
        "indicators",
        add_columns=[
            sa.Column('result_kind', sa.Enum('not_said', 'input', 'process', 'output', 'outcome', name='result_kind', native_enum=False, create_constraint=True, length=40), server_default='not_said', nullable=False),
        ],
        add_constraints={
            'ck_indicators_result_kind': "CHECK (result_kind IN ('not_said', 'input', 'process', 'output', 'outcome'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "people",
        add_columns=[
            sa.Column('institution', sa.String(length=200), nullable=True),
        ],
    ))
    change_table(op.get_bind(), TableChange(
        "evaluation_rounds",
        add_columns=[
            sa.Column('kind', sa.Enum('interim', 'final', name='round_kind', native_enum=False, create_constraint=True, length=40), server_default='final', nullable=False),
        ],
        add_constraints={
            'ck_evaluation_rounds_round_kind': "CHECK (kind IN ('interim', 'final'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "compositions",
        add_columns=[
            sa.Column('cadence', sa.Enum('monthly', 'quarterly', 'half_yearly', 'yearly', name='cadence', native_enum=False, create_constraint=True, length=40), server_default='yearly', nullable=False),
        ],
        add_constraints={
            'ck_compositions_cadence': "CHECK (cadence IN ('monthly', 'quarterly', 'half_yearly', 'yearly'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "measures",
        add_columns=[
            sa.Column('next_due', sa.Date(), nullable=True),
        ],
        add_constraints={
            'ck_measures_units_have_their_mean': "CHECK (units IS NULL OR value IS NOT NULL OR state = 'missing')",
        },
        drop_constraints=['ck_measures_units_have_their_mean'],
    ))
    change_table(op.get_bind(), TableChange(
        "publications",
        add_columns=[
            sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
            sa.Column('confirmed_on', sa.Date(), nullable=True),
            sa.Column('release_at', sa.DateTime(timezone=True), nullable=True),
        ],
        add_constraints={
            'ck_publications_correction_has_two_people': 'CHECK ((version = 1) = (confirmed_by_id IS NULL))',
            'ck_publications_confirmed_when': 'CHECK ((confirmed_by_id IS NULL) = (confirmed_on IS NULL))',
            'ck_publications_confirmed_by_another': 'CHECK (confirmed_by_id <> published_by_id)',
            'ck_publications_release_lies_ahead': 'CHECK (release_at IS NULL OR release_at > published_at)',
            'fk_publications_confirmed_by_id_people': 'FOREIGN KEY(confirmed_by_id) REFERENCES people (id)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "score_entries",
        add_columns=[
            sa.Column('note', sa.Text(), server_default='', nullable=False),
        ],
    ))
    op.create_index(op.f('ix_calibration_bounds_set_by_id'), 'calibration_bounds', ['set_by_id'], unique=False)
    op.create_index(op.f('ix_objective_links_cause_id'), 'objective_links', ['cause_id'], unique=False)
    op.create_index(op.f('ix_objective_links_effect_id'), 'objective_links', ['effect_id'], unique=False)
    op.create_index(op.f('ix_objective_links_made_by_id'), 'objective_links', ['made_by_id'], unique=False)
    op.create_index(op.f('ix_sunset_decisions_indicator_id'), 'sunset_decisions', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_weight_sets_decided_by_id'), 'weight_sets', ['decided_by_id'], unique=False)
    op.create_index(op.f('ix_appeal_terms_round_id'), 'appeal_terms', ['round_id'], unique=False)
    op.create_index('uq_calibration_sessions_open', 'calibration_sessions', ['round_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_index(op.f('ix_corrections_department_id'), 'corrections', ['department_id'], unique=False)
    op.create_index(op.f('ix_corrections_indicator_id'), 'corrections', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_corrections_peer_group_id'), 'corrections', ['peer_group_id'], unique=False)
    op.create_index('ix_corrections_round', 'corrections', ['round_id', 'version', 'id'], unique=False)
    op.create_index(op.f('ix_declared_conflicts_department_id'), 'declared_conflicts', ['department_id'], unique=False)
    op.create_index(op.f('ix_declared_conflicts_evaluator_id'), 'declared_conflicts', ['evaluator_id'], unique=False)
    op.create_index(op.f('ix_declared_conflicts_round_id'), 'declared_conflicts', ['round_id'], unique=False)
    op.create_index(op.f('ix_evaluator_sources_evaluator_id'), 'evaluator_sources', ['evaluator_id'], unique=False)
    op.create_index(op.f('ix_evaluator_sources_round_id'), 'evaluator_sources', ['round_id'], unique=False)
    op.create_index(op.f('ix_evaluator_sources_set_by_id'), 'evaluator_sources', ['set_by_id'], unique=False)
    op.create_index(op.f('ix_joint_indicators_indicator_id'), 'joint_indicators', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_joint_indicators_lead_department_id'), 'joint_indicators', ['lead_department_id'], unique=False)
    op.create_index(op.f('ix_joint_indicators_round_id'), 'joint_indicators', ['round_id'], unique=False)
    op.create_index(op.f('ix_outside_evaluators_person_id'), 'outside_evaluators', ['person_id'], unique=False)
    op.create_index(op.f('ix_outside_evaluators_round_id'), 'outside_evaluators', ['round_id'], unique=False)
    op.create_index(op.f('ix_panel_rules_round_id'), 'panel_rules', ['round_id'], unique=False)
    op.create_index(op.f('ix_panel_rules_set_by_id'), 'panel_rules', ['set_by_id'], unique=False)
    op.create_index('ix_public_showings_round', 'public_showings', ['round_id', 'id'], unique=False)
    op.create_index(op.f('ix_quality_panels_round_id'), 'quality_panels', ['round_id'], unique=False)
    op.create_index(op.f('ix_round_copies_copied_by_id'), 'round_copies', ['copied_by_id'], unique=False)
    op.create_index(op.f('ix_round_copies_from_round_id'), 'round_copies', ['from_round_id'], unique=False)
    op.create_index(op.f('ix_round_copies_round_id'), 'round_copies', ['round_id'], unique=False)
    op.create_index(op.f('ix_round_reopenings_round_id'), 'round_reopenings', ['round_id'], unique=False)
    op.create_index(op.f('ix_round_reopenings_second_id'), 'round_reopenings', ['second_id'], unique=False)
    op.create_index('uq_round_reopenings_live', 'round_reopenings', ['round_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'open', 'submitted')"), postgresql_where=sa.text("state IN ('proposed', 'open', 'submitted')"))
    op.create_index('ix_round_seals_round', 'round_seals', ['round_id', 'phase', 'id'], unique=False)
    op.create_index(op.f('ix_source_pictures_department_id'), 'source_pictures', ['department_id'], unique=False)
    op.create_index(op.f('ix_survey_results_department_id'), 'survey_results', ['department_id'], unique=False)
    op.create_index(op.f('ix_survey_results_entered_by_id'), 'survey_results', ['entered_by_id'], unique=False)
    op.create_index(op.f('ix_survey_results_indicator_id'), 'survey_results', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_survey_results_round_id'), 'survey_results', ['round_id'], unique=False)
    op.create_index(op.f('ix_weight_parts_objective_id'), 'weight_parts', ['objective_id'], unique=False)
    op.create_index(op.f('ix_weight_parts_perspective_id'), 'weight_parts', ['perspective_id'], unique=False)
    op.create_index(op.f('ix_weight_parts_weight_set_id'), 'weight_parts', ['weight_set_id'], unique=False)
    op.create_index(op.f('ix_appeals_department_id'), 'appeals', ['department_id'], unique=False)
    op.create_index(op.f('ix_appeals_filed_by_id'), 'appeals', ['filed_by_id'], unique=False)
    op.create_index(op.f('ix_appeals_round_id'), 'appeals', ['round_id'], unique=False)
    op.create_index('ix_appeals_state', 'appeals', ['state'], unique=False)
    op.create_index('uq_appeals_line', 'appeals', ['round_id', 'department_id', 'indicator_id'], unique=True, sqlite_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS NOT NULL"), postgresql_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS NOT NULL"))
    op.create_index('uq_appeals_whole', 'appeals', ['round_id', 'department_id'], unique=True, sqlite_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS  NULL"), postgresql_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS  NULL"))
    op.create_index(op.f('ix_assigned_departments_assignment_id'), 'assigned_departments', ['assignment_id'], unique=False)
    op.create_index(op.f('ix_assigned_departments_department_id'), 'assigned_departments', ['department_id'], unique=False)
    op.create_index(op.f('ix_joint_shares_department_id'), 'joint_shares', ['department_id'], unique=False)
    op.create_index(op.f('ix_joint_shares_indicator_id'), 'joint_shares', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_joint_shares_round_id'), 'joint_shares', ['round_id'], unique=False)
    op.create_index(op.f('ix_kept_sheets_sheet_id'), 'kept_sheets', ['sheet_id'], unique=False)
    op.create_index(op.f('ix_panel_codes_guest_id'), 'panel_codes', ['guest_id'], unique=False)
    op.create_index('uq_panel_codes_open', 'panel_codes', ['guest_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
    op.create_index(op.f('ix_quality_items_indicator_id'), 'quality_items', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_quality_raters_person_id'), 'quality_raters', ['person_id'], unique=False)
    op.create_index(op.f('ix_reopening_entries_reopening_id'), 'reopening_entries', ['reopening_id'], unique=False)
    op.create_index(op.f('ix_reopening_scopes_reopening_id'), 'reopening_scopes', ['reopening_id'], unique=False)
    op.create_index(op.f('ix_appeal_corrections_second_id'), 'appeal_corrections', ['second_id'], unique=False)
    op.create_index('uq_appeal_corrections_once', 'appeal_corrections', ['appeal_id'], unique=True, sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))
    op.create_index(op.f('ix_appeal_steps_appeal_id'), 'appeal_steps', ['appeal_id'], unique=False)
    op.create_index('uq_appeal_steps_once', 'appeal_steps', ['appeal_id', 'kind'], unique=True, sqlite_where=sa.text("kind NOT IN ('named')"), postgresql_where=sa.text("kind NOT IN ('named')"))
    op.create_index(op.f('ix_kept_marks_criterion_id'), 'kept_marks', ['criterion_id'], unique=False)
    op.create_index(op.f('ix_kept_marks_kept_sheet_id'), 'kept_marks', ['kept_sheet_id'], unique=False)
    op.create_index(op.f('ix_panel_sessions_code_id'), 'panel_sessions', ['code_id'], unique=False)
    op.create_index(op.f('ix_quality_ratings_rater_id'), 'quality_ratings', ['rater_id'], unique=False)
    op.create_index(op.f('ix_objectives_strategic_goal_id'), 'objectives', ['strategic_goal_id'], unique=False)


def downgrade() -> None:
    refuse_to_lose_rows()
    op.drop_index(op.f('ix_objectives_strategic_goal_id'), table_name='objectives')
    op.drop_index(op.f('ix_quality_ratings_rater_id'), table_name='quality_ratings')
    op.drop_index(op.f('ix_panel_sessions_code_id'), table_name='panel_sessions')
    op.drop_index(op.f('ix_kept_marks_kept_sheet_id'), table_name='kept_marks')
    op.drop_index(op.f('ix_kept_marks_criterion_id'), table_name='kept_marks')
    op.drop_index('uq_appeal_steps_once', table_name='appeal_steps', sqlite_where=sa.text("kind NOT IN ('named')"), postgresql_where=sa.text("kind NOT IN ('named')"))
    op.drop_index(op.f('ix_appeal_steps_appeal_id'), table_name='appeal_steps')
    op.drop_index('uq_appeal_corrections_once', table_name='appeal_corrections', sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))
    op.drop_index(op.f('ix_appeal_corrections_second_id'), table_name='appeal_corrections')
    op.drop_index(op.f('ix_reopening_scopes_reopening_id'), table_name='reopening_scopes')
    op.drop_index(op.f('ix_reopening_entries_reopening_id'), table_name='reopening_entries')
    op.drop_index(op.f('ix_quality_raters_person_id'), table_name='quality_raters')
    op.drop_index(op.f('ix_quality_items_indicator_id'), table_name='quality_items')
    op.drop_index('uq_panel_codes_open', table_name='panel_codes', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
    op.drop_index(op.f('ix_panel_codes_guest_id'), table_name='panel_codes')
    op.drop_index(op.f('ix_kept_sheets_sheet_id'), table_name='kept_sheets')
    op.drop_index(op.f('ix_joint_shares_round_id'), table_name='joint_shares')
    op.drop_index(op.f('ix_joint_shares_indicator_id'), table_name='joint_shares')
    op.drop_index(op.f('ix_joint_shares_department_id'), table_name='joint_shares')
    op.drop_index(op.f('ix_assigned_departments_department_id'), table_name='assigned_departments')
    op.drop_index(op.f('ix_assigned_departments_assignment_id'), table_name='assigned_departments')
    op.drop_index('uq_appeals_whole', table_name='appeals', sqlite_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS  NULL"), postgresql_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS  NULL"))
    op.drop_index('uq_appeals_line', table_name='appeals', sqlite_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS NOT NULL"), postgresql_where=sa.text("(state <> 'withdrawn' OR outcome IS NOT NULL) AND indicator_id IS NOT NULL"))
    op.drop_index('ix_appeals_state', table_name='appeals')
    op.drop_index(op.f('ix_appeals_round_id'), table_name='appeals')
    op.drop_index(op.f('ix_appeals_filed_by_id'), table_name='appeals')
    op.drop_index(op.f('ix_appeals_department_id'), table_name='appeals')
    op.drop_index(op.f('ix_weight_parts_weight_set_id'), table_name='weight_parts')
    op.drop_index(op.f('ix_weight_parts_perspective_id'), table_name='weight_parts')
    op.drop_index(op.f('ix_weight_parts_objective_id'), table_name='weight_parts')
    op.drop_index(op.f('ix_survey_results_round_id'), table_name='survey_results')
    op.drop_index(op.f('ix_survey_results_indicator_id'), table_name='survey_results')
    op.drop_index(op.f('ix_survey_results_entered_by_id'), table_name='survey_results')
    op.drop_index(op.f('ix_survey_results_department_id'), table_name='survey_results')
    op.drop_index(op.f('ix_source_pictures_department_id'), table_name='source_pictures')
    op.drop_index('ix_round_seals_round', table_name='round_seals')
    op.drop_index('uq_round_reopenings_live', table_name='round_reopenings', sqlite_where=sa.text("state IN ('proposed', 'open', 'submitted')"), postgresql_where=sa.text("state IN ('proposed', 'open', 'submitted')"))
    op.drop_index(op.f('ix_round_reopenings_second_id'), table_name='round_reopenings')
    op.drop_index(op.f('ix_round_reopenings_round_id'), table_name='round_reopenings')
    op.drop_index(op.f('ix_round_copies_round_id'), table_name='round_copies')
    op.drop_index(op.f('ix_round_copies_from_round_id'), table_name='round_copies')
    op.drop_index(op.f('ix_round_copies_copied_by_id'), table_name='round_copies')
    op.drop_index(op.f('ix_quality_panels_round_id'), table_name='quality_panels')
    op.drop_index('ix_public_showings_round', table_name='public_showings')
    op.drop_index(op.f('ix_panel_rules_set_by_id'), table_name='panel_rules')
    op.drop_index(op.f('ix_panel_rules_round_id'), table_name='panel_rules')
    op.drop_index(op.f('ix_outside_evaluators_round_id'), table_name='outside_evaluators')
    op.drop_index(op.f('ix_outside_evaluators_person_id'), table_name='outside_evaluators')
    op.drop_index(op.f('ix_joint_indicators_round_id'), table_name='joint_indicators')
    op.drop_index(op.f('ix_joint_indicators_lead_department_id'), table_name='joint_indicators')
    op.drop_index(op.f('ix_joint_indicators_indicator_id'), table_name='joint_indicators')
    op.drop_index(op.f('ix_evaluator_sources_set_by_id'), table_name='evaluator_sources')
    op.drop_index(op.f('ix_evaluator_sources_round_id'), table_name='evaluator_sources')
    op.drop_index(op.f('ix_evaluator_sources_evaluator_id'), table_name='evaluator_sources')
    op.drop_index(op.f('ix_declared_conflicts_round_id'), table_name='declared_conflicts')
    op.drop_index(op.f('ix_declared_conflicts_evaluator_id'), table_name='declared_conflicts')
    op.drop_index(op.f('ix_declared_conflicts_department_id'), table_name='declared_conflicts')
    op.drop_index('ix_corrections_round', table_name='corrections')
    op.drop_index(op.f('ix_corrections_peer_group_id'), table_name='corrections')
    op.drop_index(op.f('ix_corrections_indicator_id'), table_name='corrections')
    op.drop_index(op.f('ix_corrections_department_id'), table_name='corrections')
    op.drop_index('uq_calibration_sessions_open', table_name='calibration_sessions', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.drop_index(op.f('ix_appeal_terms_round_id'), table_name='appeal_terms')
    op.drop_index(op.f('ix_weight_sets_decided_by_id'), table_name='weight_sets')
    op.drop_index(op.f('ix_sunset_decisions_indicator_id'), table_name='sunset_decisions')
    op.drop_index(op.f('ix_objective_links_made_by_id'), table_name='objective_links')
    op.drop_index(op.f('ix_objective_links_effect_id'), table_name='objective_links')
    op.drop_index(op.f('ix_objective_links_cause_id'), table_name='objective_links')
    op.drop_index(op.f('ix_calibration_bounds_set_by_id'), table_name='calibration_bounds')
    change_table(op.get_bind(), TableChange(
        "score_entries",
        drop_columns=['note'],
    ))
    change_table(op.get_bind(), TableChange(
        "publications",
        drop_columns=['confirmed_by_id', 'confirmed_on', 'release_at'],
        drop_constraints=['ck_publications_correction_has_two_people', 'ck_publications_confirmed_when', 'ck_publications_confirmed_by_another', 'ck_publications_release_lies_ahead', 'fk_publications_confirmed_by_id_people'],
    ))
    change_table(op.get_bind(), TableChange(
        "measures",
        drop_columns=['next_due'],
        add_constraints={
            'ck_measures_units_have_their_mean': 'CHECK (units IS NULL OR value IS NOT NULL)',
        },
        drop_constraints=['ck_measures_units_have_their_mean'],
    ))
    change_table(op.get_bind(), TableChange(
        "compositions",
        drop_columns=['cadence'],
        drop_constraints=['ck_compositions_cadence'],
    ))
    change_table(op.get_bind(), TableChange(
        "evaluation_rounds",
        drop_columns=['kind'],
        drop_constraints=['ck_evaluation_rounds_round_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "people",
        drop_columns=['institution'],
    ))
    change_table(op.get_bind(), TableChange(
        "indicators",
        drop_columns=['result_kind'],
        drop_constraints=['ck_indicators_result_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "objectives",
        add_columns=[
            sa.Column('strategic_goal', sa.String(length=200), server_default='', nullable=False),
        ],
    ))
    op.execute(
        "UPDATE objectives SET strategic_goal = COALESCE("
        "(SELECT g.name FROM strategic_goals g WHERE g.id = objectives.strategic_goal_id), '')"
    )
    change_table(op.get_bind(), TableChange(
        "objectives",
        drop_columns=['strategic_goal_id'],
        drop_constraints=['fk_objectives_strategic_goal_id_strategic_goals'],
    ))
    change_table(op.get_bind(), TableChange(
        "settings",
        add_constraints={
            'ck_settings_setting_key': 'CHECK ("key" IN (\'office_name\', \'control_tower\', \'password_preset\', \'deduction_opinion_days\', \'deduction_objection_days\', \'demo_personas\'))',
        },
        drop_constraints=['ck_settings_setting_key'],
    ))
    op.drop_table('quality_ratings')
    op.drop_table('panel_sessions')
    op.drop_table('kept_marks')
    op.drop_table('calibration_decisions')
    op.drop_table('appeal_steps')
    op.drop_table('appeal_corrections')
    op.drop_table('reopening_scopes')
    op.drop_table('reopening_entries')
    op.drop_table('rehearsals')
    op.drop_table('quality_raters')
    op.drop_table('quality_items')
    op.drop_table('panel_codes')
    op.drop_table('kept_sheets')
    op.drop_table('joint_shares')
    op.drop_table('calibration_cases')
    op.drop_table('calibration_attendees')
    op.drop_table('assigned_departments')
    op.drop_table('appeals')
    op.drop_table('weight_parts')
    op.drop_table('survey_results')
    op.drop_table('source_pictures')
    op.drop_table('sheet_rules')
    op.drop_table('round_seals')
    op.drop_table('round_reopenings')
    op.drop_table('round_days')
    op.drop_table('round_copies')
    op.drop_table('quality_panels')
    op.drop_table('public_showings')
    op.drop_table('panel_rules')
    op.drop_table('outside_evaluators')
    op.drop_table('joint_indicators')
    op.drop_table('evaluator_sources')
    op.drop_table('declared_conflicts')
    op.drop_table('corrections')
    op.drop_table('calibration_sessions')
    op.drop_table('appeal_windows')
    op.drop_table('appeal_terms')
    op.drop_table('weight_sets')
    op.drop_table('sunset_decisions')
    op.drop_table('objective_links')
    op.drop_table('calibration_bounds')
    op.drop_table('strategic_goals')


def name_goals() -> None:
    """Make a row of every strategic goal that was written as a word, in the order of the objectives, and point at it."""
    op.execute(
        "INSERT INTO strategic_goals (name, position) SELECT strategic_goal, ROW_NUMBER() OVER (ORDER BY MIN(position), "
        "strategic_goal) FROM objectives WHERE strategic_goal <> '' GROUP BY strategic_goal"
    )
    op.execute(
        "UPDATE objectives SET strategic_goal_id = "
        "(SELECT g.id FROM strategic_goals g WHERE g.name = objectives.strategic_goal)"
    )


def refuse_to_lose_rows() -> None:
    """Stop before anything is changed where the version before would lose or misread what was decided."""
    for table, condition in UNKNOWN_BEFORE:
        count = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE {condition}")).scalar_one()  # noqa: S608  constants
        if count:
            raise RuntimeError(f"{count} rows of {table} ({condition}) have no place in revision 0006: restore a backup")
