"""Create the tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entries',
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('event', sa.String(length=80), nullable=False),
    sa.Column('subject_type', sa.String(length=80), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('length(hash) = 64 AND length(previous_hash) = 64', name=op.f('ck_audit_entries_hashes_are_whole')),
    sa.CheckConstraint('seq >= 1', name=op.f('ck_audit_entries_numbered_from_one')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entries'))
    )
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entries_actor_id_seq', ['actor_id', 'seq'], unique=False)
        batch_op.create_index('ix_audit_entries_at_seq', ['at', 'seq'], unique=False)
        batch_op.create_index('ix_audit_entries_event_seq', ['event', 'seq'], unique=False)
        batch_op.create_index('ix_audit_entries_subject_seq', ['subject_type', 'subject_id', 'seq'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_only_one')),
    sa.CheckConstraint('seq >= 0', name=op.f('ck_audit_head_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('audit_verifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('entries', sa.BigInteger(), nullable=False),
    sa.Column('intact', sa.Boolean(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.CheckConstraint('entries >= 0', name=op.f('ck_audit_verifications_entries_counted')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_verifications'))
    )
    op.create_table('holidays',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('public', 'own', name='holiday_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holidays')),
    sa.UniqueConstraint('day', name=op.f('uq_holidays_day'))
    )
    op.create_table('mileage_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.Enum('person', 'department', name='item_subject', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name_ko', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('description_ko', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('core_values', sa.JSON(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('cap_case', sa.BigInteger(), nullable=True),
    sa.Column('cap_day', sa.BigInteger(), nullable=True),
    sa.Column('cap_month', sa.BigInteger(), nullable=True),
    sa.Column('cap_year', sa.BigInteger(), nullable=True),
    sa.Column('evidence_required', sa.Boolean(), nullable=False),
    sa.Column('trigger', sa.Enum('event', 'claim', name='item_trigger', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('event_code', sa.Enum('issue_adopted', 'stage_reached', 'plan_approved', 'opinion_in_time', 'obstacle_removed', 'report_on_time', 'task_completed', 'lesson_recorded', 'slogan_approved', name='event_code', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('confirmer', sa.Enum('nobody', 'head_and_tower', 'tower', name='item_confirmer', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.CheckConstraint('("trigger" = \'event\') = (confirmer = \'nobody\')', name=op.f('ck_mileage_items_confirmed_if_claimed')),
    sa.CheckConstraint('("trigger" = \'event\') = (event_code IS NOT NULL)', name=op.f('ck_mileage_items_event_if_automatic')),
    sa.CheckConstraint('cap_case > 0 AND cap_day > 0 AND cap_month > 0 AND cap_year > 0', name=op.f('ck_mileage_items_caps_above_zero')),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_items_points_above_zero')),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= valid_from', name=op.f('ck_mileage_items_validity_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_items')),
    sa.UniqueConstraint('code', 'valid_from', name=op.f('uq_mileage_items_code_and_start'))
    )
    op.create_table('number_counters',
    sa.Column('series', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.CheckConstraint('last >= 1', name=op.f('ck_number_counters_starts_at_one')),
    sa.PrimaryKeyConstraint('series', 'year', name=op.f('pk_number_counters'))
    )
    op.create_table('peer_groups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_peer_groups')),
    sa.UniqueConstraint('code', name=op.f('uq_peer_groups_code'))
    )
    op.create_table('perspectives',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_perspectives')),
    sa.UniqueConstraint('name', name=op.f('uq_perspectives_name'))
    )
    op.create_table('scheduled_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('job', sa.String(length=60), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=500), nullable=True),
    sa.CheckConstraint('(finished_at IS NULL) = (outcome IS NULL)', name=op.f('ck_scheduled_runs_outcome_if_finished')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheduled_runs')),
    sa.UniqueConstraint('job', 'due_at', name=op.f('uq_scheduled_runs_job_due_at'))
    )
    op.create_table('settings',
    sa.Column('key', sa.Enum('office_name', 'control_tower', 'password_preset', 'demo_personas', name='setting_key', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_settings'))
    )
    op.create_table('sign_in_attempts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_hash', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('attempted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('succeeded', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempts'))
    )
    with op.batch_alter_table('sign_in_attempts', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_attempts_account_hash_attempted_at', ['account_hash', 'attempted_at'], unique=False)
        batch_op.create_index('ix_sign_in_attempts_address_attempted_at', ['address', 'attempted_at'], unique=False)

    op.create_table('stage_counters',
    sa.Column('stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('task_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('task_count >= 0', name=op.f('ck_stage_counters_not_negative')),
    sa.PrimaryKeyConstraint('stage', name=op.f('pk_stage_counters'))
    )
    op.create_table('submissions',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('sender', sa.String(length=20), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('location', sa.String(length=500), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_submissions'))
    )
    op.create_table('departments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('bureau', 'office', 'division', 'affiliated', 'agency', 'eup', 'myeon', 'dong', name='department_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('peer_group_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind <> 'bureau' OR peer_group_id IS NULL", name=op.f('ck_departments_bureau_is_not_ranked')),
    sa.CheckConstraint('parent_id IS NULL OR parent_id <> id', name=op.f('ck_departments_not_its_own_parent')),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= valid_from', name=op.f('ck_departments_validity_in_order')),
    sa.ForeignKeyConstraint(['parent_id'], ['departments.id'], name=op.f('fk_departments_parent_id_departments')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_departments_peer_group_id_peer_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departments')),
    sa.UniqueConstraint('code', name=op.f('uq_departments_code'))
    )
    with op.batch_alter_table('departments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_departments_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_departments_peer_group_id'), ['peer_group_id'], unique=False)

    op.create_table('objectives',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('perspective_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('strategic_goal', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['perspective_id'], ['perspectives.id'], name=op.f('fk_objectives_perspective_id_perspectives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objectives')),
    sa.UniqueConstraint('perspective_id', 'name', name=op.f('uq_objectives_name'))
    )
    with op.batch_alter_table('objectives', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objectives_perspective_id'), ['perspective_id'], unique=False)

    op.create_table('indicators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('perspective_id', sa.Integer(), nullable=True),
    sa.Column('objective_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('formula', sa.Text(), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.Enum('quantitative', 'qualitative', name='indicator_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('cadence', sa.Enum('monthly', 'quarterly', 'half_yearly', 'yearly', name='cadence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_common', sa.Boolean(), nullable=False),
    sa.Column('owner_department_id', sa.Integer(), nullable=True),
    sa.Column('baseline', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('target_reason', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('source_note', sa.String(length=200), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('method', sa.Enum('attainment', 'line', 'target_setting', 'trend', 'bands', 'grades', 'panel', 'yes_no', 'direct', name='method', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('direction', sa.Enum('up', 'down', 'keep', name='direction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('target', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('worst', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('best', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('cap', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('floor', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('digits', sa.Integer(), nullable=False),
    sa.Column('rounding', sa.Enum('half_up', 'half_even', 'ceiling', 'floor', 'truncate', name='rounding_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('history', sa.JSON(), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('named_source', sa.String(length=60), nullable=True),
    sa.CheckConstraint("code <> ''", name=op.f('ck_indicators_code_is_given')),
    sa.CheckConstraint('digits BETWEEN 0 AND 10', name=op.f('ck_indicators_digits_in_range')),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.id'], name=op.f('fk_indicators_objective_id_objectives')),
    sa.ForeignKeyConstraint(['owner_department_id'], ['departments.id'], name=op.f('fk_indicators_owner_department_id_departments')),
    sa.ForeignKeyConstraint(['perspective_id'], ['perspectives.id'], name=op.f('fk_indicators_perspective_id_perspectives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicators')),
    sa.UniqueConstraint('code', name=op.f('uq_indicators_code'))
    )
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicators_objective_id'), ['objective_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicators_owner_department_id'), ['owner_department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicators_perspective_id'), ['perspective_id'], unique=False)

    op.create_table('mileage_department_years',
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('own_points', sa.BigInteger(), nullable=False),
    sa.Column('member_points', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_department_years_department_id_departments')),
    sa.PrimaryKeyConstraint('department_id', 'year', name=op.f('pk_mileage_department_years'))
    )
    op.create_table('people',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('employee_no', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('rank', sa.String(length=20), nullable=False),
    sa.Column('series', sa.String(length=40), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('left_on IS NULL OR left_on >= joined_on', name=op.f('ck_people_left_after_joined')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_people_department_id_departments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('employee_no', name=op.f('uq_people_employee_no'))
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_department_id'), ['department_id'], unique=False)

    op.create_table('access_records',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('action', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('concerned_person_id', sa.Integer(), nullable=True),
    sa.Column('concerned_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['concerned_person_id'], ['people.id'], name=op.f('fk_access_records_concerned_person_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_access_records_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_records'))
    )
    with op.batch_alter_table('access_records', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_records_concerned_person_id'), ['concerned_person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_records_occurred_at'), ['occurred_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_records_person_id'), ['person_id'], unique=False)

    op.create_table('accounts',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('password_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_code_hash', sa.String(length=200), nullable=True),
    sa.Column('first_code_expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_code_by_id', sa.Integer(), nullable=True),
    sa.Column('first_code_released_by_id', sa.Integer(), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('first_code_released_by_id <> first_code_by_id', name=op.f('ck_accounts_code_released_by_another')),
    sa.CheckConstraint('first_code_released_by_id <> person_id', name=op.f('ck_accounts_code_not_released_by_its_owner')),
    sa.ForeignKeyConstraint(['first_code_by_id'], ['people.id'], name=op.f('fk_accounts_first_code_by_id_people')),
    sa.ForeignKeyConstraint(['first_code_released_by_id'], ['people.id'], name=op.f('fk_accounts_first_code_released_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_accounts_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_accounts'))
    )
    op.create_table('criteria',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('weight', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('anchors', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('CAST(weight AS NUMERIC) > 0', name=op.f('ck_criteria_weight_above_zero')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_criteria_indicator_id_indicators')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criteria')),
    sa.UniqueConstraint('indicator_id', 'name', name=op.f('uq_criteria_name'))
    )
    with op.batch_alter_table('criteria', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_criteria_indicator_id'), ['indicator_id'], unique=False)

    op.create_table('evaluation_rounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('base_on', sa.Date(), nullable=False),
    sa.Column('phase', sa.Enum('planning', 'measuring', 'self_review', 'scoring', 'calibration', 'published', 'appeals', 'final', name='phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('missing_rule', sa.Enum('zero', 'floor', 'excluded', name='missing_rule', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('digits', sa.Integer(), nullable=False),
    sa.Column('rounding', sa.Enum('half_up', 'half_even', 'ceiling', 'floor', 'truncate', name='rounding_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('grade_scheme', sa.Enum('quota', 'cuts', name='grade_scheme', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('grade_steps', sa.JSON(), nullable=False),
    sa.Column('grade_steps_by_group', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("code <> ''", name=op.f('ck_evaluation_rounds_code_is_given')),
    sa.CheckConstraint('digits BETWEEN 0 AND 10', name=op.f('ck_evaluation_rounds_digits_in_range')),
    sa.CheckConstraint('starts_on <= base_on', name=op.f('ck_evaluation_rounds_days_in_order')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_evaluation_rounds_created_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_rounds')),
    sa.UniqueConstraint('code', name=op.f('uq_evaluation_rounds_code'))
    )
    with op.batch_alter_table('evaluation_rounds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_rounds_created_by_id'), ['created_by_id'], unique=False)

    op.create_table('evidence_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('subject_type', sa.String(length=80), nullable=False),
    sa.Column('subject_id', sa.BigInteger(), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)', name=op.f('ck_evidence_files_withdrawn_by_somebody')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_evidence_files_hash_is_whole')),
    sa.CheckConstraint('size > 0', name=op.f('ck_evidence_files_not_empty')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['people.id'], name=op.f('fk_evidence_files_uploaded_by_id_people')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_evidence_files_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_files'))
    )
    with op.batch_alter_table('evidence_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_files_sha256'), ['sha256'], unique=False)
        batch_op.create_index('ix_evidence_files_subject', ['subject_type', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_files_uploaded_by_id'), ['uploaded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_files_withdrawn_by_id'), ['withdrawn_by_id'], unique=False)

    op.create_table('incentive_bases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("rank <> ''", name=op.f('ck_incentive_bases_rank_given')),
    sa.CheckConstraint('amount IS NULL OR CAST(amount AS NUMERIC) >= 0', name=op.f('ck_incentive_bases_amount_not_negative')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_incentive_bases_changed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incentive_bases')),
    sa.UniqueConstraint('rank', name=op.f('uq_incentive_bases_rank'))
    )
    with op.batch_alter_table('incentive_bases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incentive_bases_changed_by_id'), ['changed_by_id'], unique=False)

    op.create_table('incentive_grade_tables',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('grades', sa.JSON(), nullable=False),
    sa.Column('absorbing_grade', sa.String(length=20), nullable=False),
    sa.Column('mode', sa.Enum('half_up', 'half_even', 'ceiling', 'floor', 'truncate', name='rounding_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('unit IN (1, 10, 1000)', name=op.f('ck_incentive_grade_tables_unit_known')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_incentive_grade_tables_changed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incentive_grade_tables')),
    sa.UniqueConstraint('code', name=op.f('uq_incentive_grade_tables_code'))
    )
    with op.batch_alter_table('incentive_grade_tables', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incentive_grade_tables_changed_by_id'), ['changed_by_id'], unique=False)

    op.create_table('memberships',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_memberships_days_in_order')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_memberships_department_id_departments')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_memberships_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memberships'))
    )
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_memberships_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_memberships_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_memberships_one_open', ['person_id'], unique=True, sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))

    op.create_table('mileage_accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('person', 'department', 'issue_pool', 'reward_pool', 'expired_pool', name='account_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('balance', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("(kind = 'department') = (department_id IS NOT NULL)", name=op.f('ck_mileage_accounts_department_if_departmental')),
    sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name=op.f('ck_mileage_accounts_person_if_personal')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_accounts_department_id_departments')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_accounts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_accounts')),
    sa.UniqueConstraint('department_id', name=op.f('uq_mileage_accounts_department')),
    sa.UniqueConstraint('person_id', name=op.f('uq_mileage_accounts_person'))
    )
    with op.batch_alter_table('mileage_accounts', schema=None) as batch_op:
        batch_op.create_index('uq_mileage_accounts_pool', ['kind'], unique=True, sqlite_where=sa.text('person_id IS NULL AND department_id IS NULL'), postgresql_where=sa.text('person_id IS NULL AND department_id IS NULL'))

    op.create_table('mileage_claims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('claimant_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'confirmed', 'posted', 'returned', 'withdrawn', name='claim_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('skips_head', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmer_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verifier_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('twin_reason', sa.Text(), nullable=True),
    sa.Column('returner_id', sa.Integer(), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('return_reason', sa.Text(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'posted') = (verifier_id IS NOT NULL)", name=op.f('ck_mileage_claims_verified_if_posted')),
    sa.CheckConstraint("state <> 'confirmed' OR confirmer_id IS NOT NULL", name=op.f('ck_mileage_claims_confirmer_if_confirmed')),
    sa.CheckConstraint("state <> 'posted' OR skips_head OR confirmer_id IS NOT NULL", name=op.f('ck_mileage_claims_head_before_tower')),
    sa.CheckConstraint("state <> 'returned' OR returner_id IS NOT NULL", name=op.f('ck_mileage_claims_returner_if_returned')),
    sa.CheckConstraint('(confirmer_id IS NULL) = (confirmed_at IS NULL)', name=op.f('ck_mileage_claims_confirmed_when')),
    sa.CheckConstraint('(verifier_id IS NULL) = (verified_at IS NULL)', name=op.f('ck_mileage_claims_verified_when')),
    sa.CheckConstraint('confirmer_id <> claimant_id', name=op.f('ck_mileage_claims_confirmed_by_another')),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_claims_points_above_zero')),
    sa.CheckConstraint('verifier_id <> claimant_id', name=op.f('ck_mileage_claims_verified_by_another')),
    sa.CheckConstraint('verifier_id <> confirmer_id', name=op.f('ck_mileage_claims_two_people_decide')),
    sa.ForeignKeyConstraint(['claimant_id'], ['people.id'], name=op.f('fk_mileage_claims_claimant_id_people')),
    sa.ForeignKeyConstraint(['confirmer_id'], ['people.id'], name=op.f('fk_mileage_claims_confirmer_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_claims_department_id_departments')),
    sa.ForeignKeyConstraint(['item_id'], ['mileage_items.id'], name=op.f('fk_mileage_claims_item_id_mileage_items')),
    sa.ForeignKeyConstraint(['returner_id'], ['people.id'], name=op.f('fk_mileage_claims_returner_id_people')),
    sa.ForeignKeyConstraint(['verifier_id'], ['people.id'], name=op.f('fk_mileage_claims_verifier_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_claims'))
    )
    with op.batch_alter_table('mileage_claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mileage_claims_claimant_id'), ['claimant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mileage_claims_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mileage_claims_item_id'), ['item_id'], unique=False)
        batch_op.create_index('ix_mileage_claims_waiting', ['department_id', 'state'], unique=False, sqlite_where=sa.text("state IN ('submitted', 'confirmed')"), postgresql_where=sa.text("state IN ('submitted', 'confirmed')"))

    op.create_table('mileage_period_closures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_mileage_period_closures_days_in_order')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_mileage_period_closures_closed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_period_closures')),
    sa.UniqueConstraint('year', name=op.f('uq_mileage_period_closures_year'))
    )
    with op.batch_alter_table('mileage_period_closures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mileage_period_closures_closed_by_id'), ['closed_by_id'], unique=False)

    op.create_table('role_assignments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('staff', 'coordinator', 'head', 'control_tower', 'evaluator', 'hr', 'auditor', 'administrator', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('acting', sa.Boolean(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(role IN ('head', 'coordinator')) = (department_id IS NOT NULL)", name=op.f('ck_role_assignments_department_if_departmental')),
    sa.CheckConstraint("NOT acting OR (role = 'head' AND ends_on IS NOT NULL)", name=op.f('ck_role_assignments_acting_heads_have_an_end')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_role_assignments_department_id_departments')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_role_assignments_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_assignments'))
    )
    with op.batch_alter_table('role_assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_assignments_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_assignments_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_role_assignments_one_head', ['department_id'], unique=True, sqlite_where=sa.text("role = 'head' AND NOT acting AND ends_on IS NULL"), postgresql_where=sa.text("role = 'head' AND NOT acting AND ends_on IS NULL"))

    op.create_table('sign_in_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reauthenticated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sign_in_sessions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_sessions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_sessions_token_hash'))
    )
    with op.batch_alter_table('sign_in_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_sessions_person_id'), ['person_id'], unique=False)

    op.create_table('slogans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=60), nullable=False),
    sa.Column('meaning', sa.Text(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'approved', 'returned', name='slogan_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('edited_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL) AND (approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f('ck_slogans_approved_if_so')),
    sa.CheckConstraint("state NOT IN ('submitted', 'approved') OR submitted_at IS NOT NULL", name=op.f('ck_slogans_submitted_if_so')),
    sa.CheckConstraint('approved_by_id <> author_id', name=op.f('ck_slogans_approved_by_another')),
    sa.CheckConstraint('approved_by_id <> edited_by_id', name=op.f('ck_slogans_approved_by_no_editor')),
    sa.CheckConstraint('length(text) BETWEEN 1 AND 60', name=op.f('ck_slogans_text_length')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_slogans_year')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['people.id'], name=op.f('fk_slogans_approved_by_id_people')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_slogans_author_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_slogans_department_id_departments')),
    sa.ForeignKeyConstraint(['edited_by_id'], ['people.id'], name=op.f('fk_slogans_edited_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogans')),
    sa.UniqueConstraint('department_id', 'year', name=op.f('uq_slogans_department_and_year'))
    )
    with op.batch_alter_table('slogans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slogans_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_slogans_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_slogans_edited_by_id'), ['edited_by_id'], unique=False)
        batch_op.create_index('ix_slogans_year_state', ['year', 'state'], unique=False)

    op.create_table('target_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('after', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_target_changes_changed_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_target_changes_indicator_id_indicators')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_target_changes'))
    )
    with op.batch_alter_table('target_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_target_changes_changed_by_id'), ['changed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_target_changes_indicator_id'), ['indicator_id'], unique=False)

    op.create_table('tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('strategic', 'department', name='task_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('field', sa.Enum('civil_affairs', 'welfare', 'economy', 'culture', 'farming', 'environment', 'safety', 'city', 'working', 'digital', name='task_field', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('lead_department_id', sa.Integer(), nullable=False),
    sa.Column('rating_office', sa.Integer(), nullable=True),
    sa.Column('rating_staff', sa.Integer(), nullable=True),
    sa.Column('rating_feasibility', sa.Integer(), nullable=True),
    sa.Column('rating_outside', sa.Integer(), nullable=True),
    sa.Column('rating_note', sa.Text(), nullable=False),
    sa.Column('reason_without_issue', sa.Text(), nullable=False),
    sa.Column('leader_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('active', 'completed', 'ended_early', name='task_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('framed_by_id', sa.Integer(), nullable=False),
    sa.Column('framed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stage_entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issue_count', sa.Integer(), nullable=False),
    sa.Column('return_count', sa.Integer(), nullable=False),
    sa.Column('open_obstacle_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('issue_count >= 0', name=op.f('ck_tasks_issue_count')),
    sa.CheckConstraint('open_obstacle_count >= 0', name=op.f('ck_tasks_open_obstacle_count')),
    sa.CheckConstraint('rating_feasibility BETWEEN 1 AND 5', name=op.f('ck_tasks_rating_feasibility')),
    sa.CheckConstraint('rating_office BETWEEN 1 AND 5', name=op.f('ck_tasks_rating_office')),
    sa.CheckConstraint('rating_outside BETWEEN 1 AND 5', name=op.f('ck_tasks_rating_outside')),
    sa.CheckConstraint('rating_staff BETWEEN 1 AND 5', name=op.f('ck_tasks_rating_staff')),
    sa.ForeignKeyConstraint(['framed_by_id'], ['people.id'], name=op.f('fk_tasks_framed_by_id_people')),
    sa.ForeignKeyConstraint(['lead_department_id'], ['departments.id'], name=op.f('fk_tasks_lead_department_id_departments')),
    sa.ForeignKeyConstraint(['leader_id'], ['people.id'], name=op.f('fk_tasks_leader_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('number', name=op.f('uq_tasks_number'))
    )
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.create_index('ix_tasks_board', ['stage', 'updated_at', 'id'], unique=False, sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))
        batch_op.create_index(batch_op.f('ix_tasks_framed_by_id'), ['framed_by_id'], unique=False)
        batch_op.create_index('ix_tasks_lead_department_id_updated_at_id', ['lead_department_id', 'updated_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_leader_id'), ['leader_id'], unique=False)
        batch_op.create_index('ix_tasks_updated_at_id', ['updated_at', 'id'], unique=False)

    op.create_table('check_meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('workshop', 'heads', 'check', 'on_site', name='meeting_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('participants', sa.String(length=200), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_check_meetings_recorded_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_check_meetings_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_meetings'))
    )
    with op.batch_alter_table('check_meetings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_meetings_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_meetings_task_id'), ['task_id'], unique=False)

    op.create_table('compositions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('peer_group_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('indicator_version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('method', sa.Enum('attainment', 'line', 'target_setting', 'trend', 'bands', 'grades', 'panel', 'yes_no', 'direct', name='method', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('direction', sa.Enum('up', 'down', 'keep', name='direction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('target', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('worst', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('best', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('cap', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('floor', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('digits', sa.Integer(), nullable=False),
    sa.Column('rounding', sa.Enum('half_up', 'half_even', 'ceiling', 'floor', 'truncate', name='rounding_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('history', sa.JSON(), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('named_source', sa.String(length=60), nullable=True),
    sa.CheckConstraint('CAST(weight AS NUMERIC) > 0', name=op.f('ck_compositions_weight_above_zero')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_compositions_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_compositions_peer_group_id_peer_groups')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_compositions_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compositions')),
    sa.UniqueConstraint('round_id', 'peer_group_id', 'indicator_id', name=op.f('uq_compositions_indicator'))
    )
    with op.batch_alter_table('compositions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_compositions_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_compositions_peer_group_id'), ['peer_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_compositions_round_id'), ['round_id'], unique=False)

    op.create_table('evaluator_assignments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('assigned_by_id', sa.Integer(), nullable=True),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['people.id'], name=op.f('fk_evaluator_assignments_assigned_by_id_people')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['people.id'], name=op.f('fk_evaluator_assignments_evaluator_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_evaluator_assignments_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_evaluator_assignments_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluator_assignments')),
    sa.UniqueConstraint('round_id', 'indicator_id', 'evaluator_id', name=op.f('uq_evaluator_assignments_once'))
    )
    with op.batch_alter_table('evaluator_assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluator_assignments_assigned_by_id'), ['assigned_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluator_assignments_evaluator_id'), ['evaluator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluator_assignments_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluator_assignments_round_id'), ['round_id'], unique=False)

    op.create_table('findings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('inside', 'outside', name='finding_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(answer = '') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f('ck_findings_answered_completely')),
    sa.CheckConstraint("text <> ''", name=op.f('ck_findings_something_was_found')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_findings_answered_by_id_people')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_findings_recorded_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_findings_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findings'))
    )
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_findings_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_findings_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_findings_task_id'), ['task_id'], unique=False)

    op.create_table('gate_waivers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.Enum('triage_decided', 'triage_reason', 'field_chosen', 'ratings_given', 'lead_department', 'source_issue', 'leader_named', 'member_named', 'opinions_answered', 'form_complete', 'measure_set', 'obstacles_considered', 'head_approved', 'tower_approved', 'report_approved', 'no_report_overdue', 'obstacles_owned', 'results_entered', 'obstacles_settled', 'spread_decided', name='gate_code', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('waived_by_id', sa.Integer(), nullable=False),
    sa.Column('waived_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_gate_waivers_reason_given')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_gate_waivers_task_id_tasks')),
    sa.ForeignKeyConstraint(['waived_by_id'], ['people.id'], name=op.f('fk_gate_waivers_waived_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_waivers'))
    )
    with op.batch_alter_table('gate_waivers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_waivers_task_id'), ['task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_gate_waivers_waived_by_id'), ['waived_by_id'], unique=False)

    op.create_table('issues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('free', 'campaign', 'implemented', name='issue_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source', sa.Enum('proposal', 'workshop', 'debate', 'survey', 'expert', 'resident', 'benchmark', 'feedback', name='issue_source', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('idea', sa.Text(), nullable=False),
    sa.Column('effect', sa.Text(), nullable=False),
    sa.Column('expected_obstacle', sa.Text(), nullable=False),
    sa.Column('no_obstacle_expected', sa.Boolean(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('proposer_id', sa.Integer(), nullable=False),
    sa.Column('origin_task_id', sa.Integer(), nullable=True),
    sa.Column('origin_note', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('received', 'supplement_asked', 'under_review', 'adopted', 'merged', 'refused', 'withdrawn', name='issue_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('decision_due_on', sa.Date(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('refusal', sa.Enum('already_done', 'against_law', 'outside_power', 'low_benefit', 'no_means', 'side_effects', 'not_specific', 'not_a_proposal', 'not_supplemented', 'other', name='refusal_reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('earlier_issue_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(expected_obstacle <> '') <> no_obstacle_expected", name=op.f('ck_issues_obstacle_named_or_ruled_out')),
    sa.CheckConstraint("(state = 'adopted') = (task_id IS NOT NULL)", name=op.f('ck_issues_task_if_adopted')),
    sa.CheckConstraint("(state = 'merged') = (earlier_issue_id IS NOT NULL)", name=op.f('ck_issues_earlier_issue_if_merged')),
    sa.CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name=op.f('ck_issues_refusal_reason_if_refused')),
    sa.CheckConstraint("(state IN ('adopted', 'merged', 'refused')) = (decided_on IS NOT NULL)", name=op.f('ck_issues_day_if_decided')),
    sa.CheckConstraint('earlier_issue_id IS NULL OR earlier_issue_id <> id', name=op.f('ck_issues_not_linked_to_itself')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_issues_department_id_departments')),
    sa.ForeignKeyConstraint(['earlier_issue_id'], ['issues.id'], name=op.f('fk_issues_earlier_issue_id_issues')),
    sa.ForeignKeyConstraint(['origin_task_id'], ['tasks.id'], name=op.f('fk_issues_origin_task_id_tasks')),
    sa.ForeignKeyConstraint(['proposer_id'], ['people.id'], name=op.f('fk_issues_proposer_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_issues_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issues')),
    sa.UniqueConstraint('number', name=op.f('uq_issues_number'))
    )
    with op.batch_alter_table('issues', schema=None) as batch_op:
        batch_op.create_index('ix_issues_department_id_id', ['department_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issues_earlier_issue_id'), ['earlier_issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issues_origin_task_id'), ['origin_task_id'], unique=False)
        batch_op.create_index('ix_issues_proposer_id_id', ['proposer_id', 'id'], unique=False)
        batch_op.create_index('ix_issues_state_id', ['state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issues_task_id'), ['task_id'], unique=False)

    op.create_table('lessons',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('failed', sa.Text(), nullable=False),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.CheckConstraint("advice <> ''", name=op.f('ck_lessons_advice_given')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_lessons_author_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_lessons_department_id_departments')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_lessons_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lessons')),
    sa.UniqueConstraint('task_id', name=op.f('uq_lessons_task'))
    )
    with op.batch_alter_table('lessons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lessons_author_id'), ['author_id'], unique=False)
        batch_op.create_index('ix_lessons_department_id_id', ['department_id', 'id'], unique=False)

    op.create_table('measures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('value', 'not_due', 'missing', 'not_applicable', name='measure_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('grade', sa.String(length=20), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('named_source', sa.String(length=60), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exempted_by_id', sa.Integer(), nullable=True),
    sa.Column('exempted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exemption_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(exempted_at IS NULL) = (exemption_reason = '')", name=op.f('ck_measures_exemption_has_reason')),
    sa.CheckConstraint("(state = 'value') = (value IS NOT NULL OR grade IS NOT NULL)", name=op.f('ck_measures_value_if_state')),
    sa.CheckConstraint("exempted_at IS NULL OR state = 'not_applicable'", name=op.f('ck_measures_exempted_if_not_applicable')),
    sa.CheckConstraint('(approved_by_id IS NULL) = (approved_at IS NULL)', name=op.f('ck_measures_approval_complete')),
    sa.CheckConstraint('approved_by_id <> entered_by_id', name=op.f('ck_measures_approved_by_another')),
    sa.CheckConstraint('exempted_by_id <> approved_by_id', name=op.f('ck_measures_exempted_by_another')),
    sa.CheckConstraint('exempted_by_id IS NULL OR exempted_at IS NOT NULL', name=op.f('ck_measures_exemption_complete')),
    sa.CheckConstraint('value IS NULL OR grade IS NULL', name=op.f('ck_measures_one_kind_of_value')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['people.id'], name=op.f('fk_measures_approved_by_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_measures_department_id_departments')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_measures_entered_by_id_people')),
    sa.ForeignKeyConstraint(['exempted_by_id'], ['people.id'], name=op.f('fk_measures_exempted_by_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_measures_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_measures_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measures')),
    sa.UniqueConstraint('round_id', 'indicator_id', 'department_id', name=op.f('uq_measures_once'))
    )
    with op.batch_alter_table('measures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_measures_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_entered_by_id'), ['entered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_exempted_by_id'), ['exempted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_round_id'), ['round_id'], unique=False)

    op.create_table('mileage_account_years',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('earned', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_account_years_account_id_mileage_accounts')),
    sa.PrimaryKeyConstraint('account_id', 'year', name=op.f('pk_mileage_account_years'))
    )
    op.create_table('mileage_cap_cuts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('cut_by', sa.Enum('case', 'day', 'month', 'year', name='cap_period', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('balance', sa.BigInteger(), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('claim_id', sa.Integer(), nullable=True),
    sa.Column('after_transfer_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_cap_cuts_points_above_zero')),
    sa.ForeignKeyConstraint(['account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_cap_cuts_account_id_mileage_accounts')),
    sa.ForeignKeyConstraint(['actor_id'], ['people.id'], name=op.f('fk_mileage_cap_cuts_actor_id_people')),
    sa.ForeignKeyConstraint(['claim_id'], ['mileage_claims.id'], name=op.f('fk_mileage_cap_cuts_claim_id_mileage_claims')),
    sa.ForeignKeyConstraint(['item_id'], ['mileage_items.id'], name=op.f('fk_mileage_cap_cuts_item_id_mileage_items')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_cap_cuts')),
    sa.UniqueConstraint('item_code', 'source', 'account_id', name=op.f('uq_mileage_cap_cuts_decided_once'))
    )
    with op.batch_alter_table('mileage_cap_cuts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mileage_cap_cuts_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mileage_cap_cuts_claim_id'), ['claim_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mileage_cap_cuts_item_id'), ['item_id'], unique=False)

    op.create_table('mileage_claim_shares',
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('share > 0 AND share <= 10000', name=op.f('ck_mileage_claim_shares_share_is_a_percentage')),
    sa.ForeignKeyConstraint(['claim_id'], ['mileage_claims.id'], name=op.f('fk_mileage_claim_shares_claim_id_mileage_claims')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mileage_claim_shares_person_id_people')),
    sa.PrimaryKeyConstraint('claim_id', 'person_id', name=op.f('pk_mileage_claim_shares'))
    )
    with op.batch_alter_table('mileage_claim_shares', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mileage_claim_shares_person_id'), ['person_id'], unique=False)

    op.create_table('mileage_transfers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('award', 'reversal', 'reward', 'expiry', name='transfer_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('debit_account_id', sa.Integer(), nullable=False),
    sa.Column('credit_account_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('cut_off', sa.BigInteger(), nullable=False),
    sa.Column('debit_balance', sa.BigInteger(), nullable=False),
    sa.Column('credit_balance', sa.BigInteger(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('item_code', sa.String(length=20), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('claim_id', sa.Integer(), nullable=True),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.Column('reason_code', sa.Enum('fact_wrong', 'paid_twice', 'wrong_account', 'other', name='reversal_reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.CheckConstraint("(kind = 'reversal') = (reason_code IS NOT NULL)", name=op.f('ck_mileage_transfers_reason_if_reversal')),
    sa.CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f('ck_mileage_transfers_original_if_reversal')),
    sa.CheckConstraint("kind <> 'award' OR item_id IS NOT NULL", name=op.f('ck_mileage_transfers_item_if_award')),
    sa.CheckConstraint('(item_id IS NULL) = (item_code IS NULL)', name=op.f('ck_mileage_transfers_code_if_item')),
    sa.CheckConstraint('cut_off >= 0', name=op.f('ck_mileage_transfers_cut_off_not_negative')),
    sa.CheckConstraint('debit_account_id <> credit_account_id', name=op.f('ck_mileage_transfers_two_accounts')),
    sa.CheckConstraint('points > 0', name=op.f('ck_mileage_transfers_points_above_zero')),
    sa.ForeignKeyConstraint(['actor_id'], ['people.id'], name=op.f('fk_mileage_transfers_actor_id_people')),
    sa.ForeignKeyConstraint(['claim_id'], ['mileage_claims.id'], name=op.f('fk_mileage_transfers_claim_id_mileage_claims')),
    sa.ForeignKeyConstraint(['credit_account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_transfers_credit_account_id_mileage_accounts')),
    sa.ForeignKeyConstraint(['debit_account_id'], ['mileage_accounts.id'], name=op.f('fk_mileage_transfers_debit_account_id_mileage_accounts')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_mileage_transfers_department_id_departments')),
    sa.ForeignKeyConstraint(['item_id'], ['mileage_items.id'], name=op.f('fk_mileage_transfers_item_id_mileage_items')),
    sa.ForeignKeyConstraint(['reverses_id'], ['mileage_transfers.id'], name=op.f('fk_mileage_transfers_reverses_id_mileage_transfers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mileage_transfers')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_mileage_transfers_reversed_once'))
    )
    with op.batch_alter_table('mileage_transfers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mileage_transfers_claim_id'), ['claim_id'], unique=False)
        batch_op.create_index('ix_mileage_transfers_credit_account_id_id', ['credit_account_id', 'id'], unique=False)
        batch_op.create_index('ix_mileage_transfers_debit_account_id_id', ['debit_account_id', 'id'], unique=False)
        batch_op.create_index('ix_mileage_transfers_department_id_occurred_on', ['department_id', 'occurred_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_mileage_transfers_item_id'), ['item_id'], unique=False)
        batch_op.create_index('uq_mileage_transfers_paid_once', ['item_code', 'source', 'credit_account_id'], unique=True, sqlite_where=sa.text('reverses_id IS NULL'), postgresql_where=sa.text('reverses_id IS NULL'))

    op.create_table('opinions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.Enum('agree', 'conditional', 'oppose', name='opinion_answer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('in_time', sa.Boolean(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("answer IS NULL OR answer = 'agree' OR reason <> ''", name=op.f('ck_opinions_reason_unless_agreed')),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL) AND (answer IS NULL) = (in_time IS NULL)', name=op.f('ck_opinions_answered_completely')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_opinions_answered_by_id_people')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_opinions_asked_by_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_opinions_department_id_departments')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_opinions_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinions')),
    sa.UniqueConstraint('task_id', 'department_id', name=op.f('uq_opinions_department'))
    )
    with op.batch_alter_table('opinions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinions_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinions_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index('ix_opinions_department_id_answered_at', ['department_id', 'answered_at'], unique=False)

    op.create_table('phase_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('from_phase', sa.Enum('planning', 'measuring', 'self_review', 'scoring', 'calibration', 'published', 'appeals', 'final', name='from_phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('to_phase', sa.Enum('planning', 'measuring', 'self_review', 'scoring', 'calibration', 'published', 'appeals', 'final', name='to_phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_phase_changes_changed_by_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_phase_changes_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_phase_changes'))
    )
    with op.batch_alter_table('phase_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_phase_changes_changed_by_id'), ['changed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_phase_changes_round_id'), ['round_id'], unique=False)

    op.create_table('plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('change_reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'head_approved', 'approved', 'returned', name='plan_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('background', sa.Text(), nullable=False),
    sa.Column('goal', sa.Text(), nullable=False),
    sa.Column('budget', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('budget_note', sa.Text(), nullable=False),
    sa.Column('no_obstacles', sa.Boolean(), nullable=False),
    sa.Column('cadence', sa.Enum('monthly', 'quarterly', name='report_cadence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('report_from', sa.Date(), nullable=True),
    sa.Column('report_until', sa.Date(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('head_approver_id', sa.Integer(), nullable=True),
    sa.Column('head_approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tower_approver_id', sa.Integer(), nullable=True),
    sa.Column('tower_approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(number = 1) = (change_reason = '')", name=op.f('ck_plans_reason_of_new_version')),
    sa.CheckConstraint("(state = 'approved') = (tower_approver_id IS NOT NULL)", name=op.f('ck_plans_tower_approver_if_approved')),
    sa.CheckConstraint("(state IN ('draft', 'returned')) = (submitted_at IS NULL)", name=op.f('ck_plans_submitted_at_if_submitted')),
    sa.CheckConstraint("(state IN ('head_approved', 'approved')) = (head_approver_id IS NOT NULL)", name=op.f('ck_plans_head_approved_first')),
    sa.CheckConstraint('(head_approver_id IS NULL) = (head_approved_at IS NULL)', name=op.f('ck_plans_head_approval_complete')),
    sa.CheckConstraint('(tower_approver_id IS NULL) = (tower_approved_at IS NULL)', name=op.f('ck_plans_tower_approval_complete')),
    sa.CheckConstraint('head_approver_id <> author_id', name=op.f('ck_plans_head_is_not_author')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_plans_number_from_one')),
    sa.CheckConstraint('tower_approver_id <> author_id', name=op.f('ck_plans_tower_is_not_author')),
    sa.CheckConstraint('tower_approver_id <> head_approver_id', name=op.f('ck_plans_two_approvers')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_plans_author_id_people')),
    sa.ForeignKeyConstraint(['head_approver_id'], ['people.id'], name=op.f('fk_plans_head_approver_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_plans_task_id_tasks')),
    sa.ForeignKeyConstraint(['tower_approver_id'], ['people.id'], name=op.f('fk_plans_tower_approver_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sa.UniqueConstraint('task_id', 'number', name=op.f('uq_plans_number'))
    )
    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plans_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plans_head_approver_id'), ['head_approver_id'], unique=False)
        batch_op.create_index('ix_plans_state', ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_plans_tower_approver_id'), ['tower_approver_id'], unique=False)
        batch_op.create_index('uq_plans_one_open', ['task_id'], unique=True, sqlite_where=sa.text("state <> 'approved'"), postgresql_where=sa.text("state <> 'approved'"))

    op.create_table('point_adjustments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('bonus', 'penalty', name='adjustment_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('item', sa.String(length=100), nullable=False),
    sa.Column('source', sa.String(length=100), nullable=False),
    sa.Column('points', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('cap', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_point_adjustments_reason_given')),
    sa.CheckConstraint('CAST(points AS NUMERIC) >= 0', name=op.f('ck_point_adjustments_points_not_negative')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_point_adjustments_department_id_departments')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_point_adjustments_entered_by_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_point_adjustments_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_point_adjustments')),
    sa.UniqueConstraint('round_id', 'department_id', 'kind', 'item', 'source', name=op.f('uq_point_adjustments_fact_once'))
    )
    with op.batch_alter_table('point_adjustments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_point_adjustments_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_adjustments_entered_by_id'), ['entered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_point_adjustments_round_id'), ['round_id'], unique=False)

    op.create_table('publications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('snapshot', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('correction_reason', sa.Text(), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(version = 1) = (correction_reason = '')", name=op.f('ck_publications_correction_has_reason')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_publications_sha256_length')),
    sa.ForeignKeyConstraint(['published_by_id'], ['people.id'], name=op.f('fk_publications_published_by_id_people')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_publications_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publications')),
    sa.UniqueConstraint('round_id', 'version', name=op.f('uq_publications_version'))
    )
    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publications_published_by_id'), ['published_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_publications_round_id'), ['round_id'], unique=False)

    op.create_table('report_periods',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.CheckConstraint('starts_on <= ends_on AND ends_on < due_on', name=op.f('ck_report_periods_days_in_order')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_report_periods_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_periods')),
    sa.UniqueConstraint('task_id', 'code', name=op.f('uq_report_periods_code'))
    )
    with op.batch_alter_table('report_periods', schema=None) as batch_op:
        batch_op.create_index('ix_report_periods_due_on', ['due_on'], unique=False)

    op.create_table('round_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('department_name', sa.String(length=200), nullable=False),
    sa.Column('peer_group_id', sa.Integer(), nullable=False),
    sa.Column('peer_group_name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_ranked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_round_members_department_id_departments')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_round_members_peer_group_id_peer_groups')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_round_members_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_members')),
    sa.UniqueConstraint('round_id', 'department_id', name=op.f('uq_round_members_department'))
    )
    with op.batch_alter_table('round_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_members_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_round_members_peer_group_id'), ['peer_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_round_members_round_id'), ['round_id'], unique=False)

    op.create_table('score_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'abstained', name='sheet_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('read_version', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'draft') = (closed_at IS NULL)", name=op.f('ck_score_sheets_closed_unless_draft')),
    sa.CheckConstraint("state <> 'abstained' OR note <> ''", name=op.f('ck_score_sheets_abstention_has_reason')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_score_sheets_department_id_departments')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['people.id'], name=op.f('fk_score_sheets_evaluator_id_people')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_score_sheets_indicator_id_indicators')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_rounds.id'], name=op.f('fk_score_sheets_round_id_evaluation_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_sheets')),
    sa.UniqueConstraint('round_id', 'indicator_id', 'evaluator_id', 'department_id', name=op.f('uq_score_sheets_once'))
    )
    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_sheets_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheets_evaluator_id'), ['evaluator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheets_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_sheets_round_id'), ['round_id'], unique=False)

    op.create_table('slogan_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slogan_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.CheckConstraint("what <> ''", name=op.f('ck_slogan_items_what_is_done')),
    sa.ForeignKeyConstraint(['slogan_id'], ['slogans.id'], name=op.f('fk_slogan_items_slogan_id_slogans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_items')),
    sa.UniqueConstraint('slogan_id', 'position', name=op.f('uq_slogan_items_position'))
    )
    op.create_table('slogan_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slogan_id', sa.Integer(), nullable=False),
    sa.Column('half', sa.Enum('first', 'second', name='half_year', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rating', sa.Enum('well', 'partly', 'hardly', name='slogan_rating', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done', sa.Text(), nullable=False),
    sa.Column('next_steps', sa.Text(), nullable=False),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("done <> ''", name=op.f('ck_slogan_reviews_done_is_told')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['people.id'], name=op.f('fk_slogan_reviews_reviewed_by_id_people')),
    sa.ForeignKeyConstraint(['slogan_id'], ['slogans.id'], name=op.f('fk_slogan_reviews_slogan_id_slogans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_reviews')),
    sa.UniqueConstraint('slogan_id', 'half', name=op.f('uq_slogan_reviews_half'))
    )
    with op.batch_alter_table('slogan_reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slogan_reviews_reviewed_by_id'), ['reviewed_by_id'], unique=False)

    op.create_table('slogan_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slogan_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('writing', 'change', 'submission', 'approval', 'return', name='slogan_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['slogan_id'], ['slogans.id'], name=op.f('fk_slogan_steps_slogan_id_slogans')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_slogan_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_steps'))
    )
    with op.batch_alter_table('slogan_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slogan_steps_slogan_id'), ['slogan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_slogan_steps_taken_by_id'), ['taken_by_id'], unique=False)

    op.create_table('stage_advances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('from_stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='from_stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('to_stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='to_stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('advanced_by_id', sa.Integer(), nullable=False),
    sa.Column('advanced_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['advanced_by_id'], ['people.id'], name=op.f('fk_stage_advances_advanced_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_stage_advances_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_advances'))
    )
    with op.batch_alter_table('stage_advances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_advances_advanced_by_id'), ['advanced_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stage_advances_task_id'), ['task_id'], unique=False)

    op.create_table('stage_returns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('from_stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='from_stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('to_stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='to_stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('returned_by_id', sa.Integer(), nullable=False),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_stage_returns_reason_given')),
    sa.ForeignKeyConstraint(['returned_by_id'], ['people.id'], name=op.f('fk_stage_returns_returned_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_stage_returns_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_returns'))
    )
    with op.batch_alter_table('stage_returns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_returns_returned_by_id'), ['returned_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stage_returns_task_id'), ['task_id'], unique=False)

    op.create_table('team_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('share BETWEEN 1 AND 100', name=op.f('ck_team_members_share_is_percent')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_team_members_person_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_team_members_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_members')),
    sa.UniqueConstraint('task_id', 'person_id', name=op.f('uq_team_members_person'))
    )
    with op.batch_alter_table('team_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_members_person_id'), ['person_id'], unique=False)

    op.create_table('closings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'submitted', 'returned', 'closed', name='closing_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('ends_early', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('result', sa.Enum('achieved', 'partly', 'not_achieved', name='close_result', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('worked', sa.Text(), nullable=False),
    sa.Column('failed', sa.Text(), nullable=False),
    sa.Column('lesson', sa.Text(), nullable=False),
    sa.Column('spread', sa.Enum('whole_office', 'some_departments', 'keep', 'stop', name='spread_decision', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('spread_note', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitter_id', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closer_id', sa.Integer(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'closed') = (closer_id IS NOT NULL) AND (closer_id IS NULL) = (closed_on IS NULL)", name=op.f('ck_closings_closer_if_closed')),
    sa.CheckConstraint("(state IN ('submitted', 'closed')) = (submitter_id IS NOT NULL)", name=op.f('ck_closings_head_submits')),
    sa.CheckConstraint("state <> 'closed' OR NOT ends_early OR (reason <> '' AND lesson <> '')", name=op.f('ck_closings_early_end_told')),
    sa.CheckConstraint("state <> 'closed' OR ends_early OR spread IS NOT NULL", name=op.f('ck_closings_spread_if_completed')),
    sa.CheckConstraint("state <> 'closed' OR result IS NOT NULL", name=op.f('ck_closings_result_if_closed')),
    sa.CheckConstraint('closer_id <> submitter_id AND closer_id <> author_id', name=op.f('ck_closings_closer_is_another')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_closings_author_id_people')),
    sa.ForeignKeyConstraint(['closer_id'], ['people.id'], name=op.f('fk_closings_closer_id_people')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_closings_plan_id_plans')),
    sa.ForeignKeyConstraint(['submitter_id'], ['people.id'], name=op.f('fk_closings_submitter_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_closings_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closings')),
    sa.UniqueConstraint('task_id', name=op.f('uq_closings_task'))
    )
    with op.batch_alter_table('closings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closings_author_id'), ['author_id'], unique=False)
        batch_op.create_index('ix_closings_closed_on', ['closed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_closings_closer_id'), ['closer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_closings_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index('ix_closings_state', ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_closings_submitter_id'), ['submitter_id'], unique=False)

    op.create_table('expected_obstacles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('regulation', 'budget', 'staffing', 'cooperation', 'outside_body', 'technology', 'interests', 'time', 'resistance', name='obstacle_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('handling', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_expected_obstacles_plan_id_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expected_obstacles')),
    sa.UniqueConstraint('plan_id', 'position', name=op.f('uq_expected_obstacles_position'))
    )
    op.create_table('incentive_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('round_code', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('publication_sha256', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('origin', sa.Enum('page', 'console', name='export_origin', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('excluded', sa.Integer(), nullable=False),
    sa.Column('total_points', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.Column('total_won', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('without_amount', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.CheckConstraint("origin <> 'page' OR created_by_id IS NOT NULL", name=op.f('ck_incentive_batches_author_if_page')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_incentive_batches_reason_given')),
    sa.CheckConstraint('length(sha256) = 64 AND length(publication_sha256) = 64', name=op.f('ck_incentive_batches_hashes_are_whole')),
    sa.CheckConstraint('people >= 0 AND excluded BETWEEN 0 AND people', name=op.f('ck_incentive_batches_counts_in_order')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_incentive_batches_created_by_id_people')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_incentive_batches_publication_id_publications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incentive_batches')),
    sa.UniqueConstraint('number', name=op.f('uq_incentive_batches_number'))
    )
    with op.batch_alter_table('incentive_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incentive_batches_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_incentive_batches_publication_id'), ['publication_id'], unique=False)

    op.create_table('issue_proposers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.CheckConstraint('share BETWEEN 1 AND 100', name=op.f('ck_issue_proposers_share_is_percent')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_proposers_issue_id_issues')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_issue_proposers_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_proposers')),
    sa.UniqueConstraint('issue_id', 'person_id', name=op.f('uq_issue_proposers_person'))
    )
    with op.batch_alter_table('issue_proposers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_proposers_person_id'), ['person_id'], unique=False)

    op.create_table('issue_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('supplement', 'withdrawal', 'reexamination', 'link_undoing', name='issue_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_steps_issue_id_issues')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_issue_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_steps'))
    )
    with op.batch_alter_table('issue_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_steps_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_steps_taken_by_id'), ['taken_by_id'], unique=False)

    op.create_table('meeting_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'done', name='decision_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('done_note', sa.Text(), nullable=False),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL) AND (done_at IS NULL) = (done_by_id IS NULL)", name=op.f('ck_meeting_decisions_done_by_somebody')),
    sa.CheckConstraint('department_id IS NOT NULL OR person_id IS NOT NULL', name=op.f('ck_meeting_decisions_somebody_acts')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_meeting_decisions_department_id_departments')),
    sa.ForeignKeyConstraint(['done_by_id'], ['people.id'], name=op.f('fk_meeting_decisions_done_by_id_people')),
    sa.ForeignKeyConstraint(['meeting_id'], ['check_meetings.id'], name=op.f('fk_meeting_decisions_meeting_id_check_meetings')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_decisions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_decisions')),
    sa.UniqueConstraint('meeting_id', 'position', name=op.f('uq_meeting_decisions_position'))
    )
    with op.batch_alter_table('meeting_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_decisions_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_done_by_id'), ['done_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decisions_person_id'), ['person_id'], unique=False)

    op.create_table('obstacles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.Enum('issue', 'task', 'practice_item', 'indicator', 'slogan', name='obstacle_subject', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=True),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('slogan_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('regulation', 'budget', 'staffing', 'cooperation', 'outside_body', 'technology', 'interests', 'time', 'resistance', name='obstacle_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('phase', sa.Enum('building', 'running', 'settling', name='obstacle_phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('control', sa.Enum('inside', 'outside', name='obstacle_control', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('severity', sa.Enum('slows', 'hurts', 'blocks', name='obstacle_severity', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('suffering_department_id', sa.Integer(), nullable=False),
    sa.Column('harm', sa.Text(), nullable=False),
    sa.Column('tried', sa.Text(), nullable=False),
    sa.Column('asked', sa.Text(), nullable=False),
    sa.Column('asked_department_id', sa.Integer(), nullable=True),
    sa.Column('asked_body', sa.String(length=200), nullable=False),
    sa.Column('recurrence', sa.String(length=200), nullable=False),
    sa.Column('sensitivity', sa.Enum('open', 'departments', 'restricted', name='sensitivity', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('level', sa.Enum('department', 'bureau', 'vice_mayor', name='obstacle_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('level_reached_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'in_progress', 'escalated', 'removal_claimed', 'removed', 'bypassed', 'accepted', 'reopened', name='obstacle_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=False),
    sa.Column('reported_department_id', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by_id', sa.Integer(), nullable=True),
    sa.Column('claimed_by_department_id', sa.Integer(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_by_department_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'removed') = (confirmed_at IS NOT NULL)", name=op.f('ck_obstacles_confirmed_if_removed')),
    sa.CheckConstraint("(state IN ('removal_claimed', 'removed')) = (claimed_at IS NOT NULL)", name=op.f('ck_obstacles_claimed_if_so')),
    sa.CheckConstraint("(state IN ('removed', 'bypassed', 'accepted')) = (closed_on IS NOT NULL)", name=op.f('ck_obstacles_closed_if_settled')),
    sa.CheckConstraint("(subject = 'issue' AND issue_id IS NOT NULL AND task_id IS NULL AND slogan_id IS NULL) OR (subject = 'task' AND task_id IS NOT NULL AND issue_id IS NULL AND slogan_id IS NULL) OR (subject = 'slogan' AND slogan_id IS NOT NULL AND issue_id IS NULL AND task_id IS NULL)", name=op.f('ck_obstacles_one_subject')),
    sa.CheckConstraint("asked_department_id IS NOT NULL OR asked_body <> ''", name=op.f('ck_obstacles_somebody_is_asked')),
    sa.CheckConstraint("state <> 'in_progress' OR owner_id IS NOT NULL", name=op.f('ck_obstacles_owned_while_worked_on')),
    sa.CheckConstraint('(claimed_at IS NULL) = (claimed_by_id IS NULL) AND (claimed_at IS NULL) = (claimed_by_department_id IS NULL)', name=op.f('ck_obstacles_claimed_completely')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL) AND (confirmed_at IS NULL) = (confirmed_by_department_id IS NULL)', name=op.f('ck_obstacles_confirmed_completely')),
    sa.CheckConstraint('confirmed_by_department_id <> claimed_by_department_id', name=op.f('ck_obstacles_confirmed_by_another')),
    sa.CheckConstraint('confirmed_by_id <> claimed_by_id', name=op.f('ck_obstacles_confirmed_by_another_person')),
    sa.ForeignKeyConstraint(['asked_department_id'], ['departments.id'], name=op.f('fk_obstacles_asked_department_id_departments')),
    sa.ForeignKeyConstraint(['claimed_by_department_id'], ['departments.id'], name=op.f('fk_obstacles_claimed_by_department_id_departments')),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['people.id'], name=op.f('fk_obstacles_claimed_by_id_people')),
    sa.ForeignKeyConstraint(['confirmed_by_department_id'], ['departments.id'], name=op.f('fk_obstacles_confirmed_by_department_id_departments')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['people.id'], name=op.f('fk_obstacles_confirmed_by_id_people')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_obstacles_issue_id_issues')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_obstacles_owner_id_people')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['people.id'], name=op.f('fk_obstacles_reported_by_id_people')),
    sa.ForeignKeyConstraint(['reported_department_id'], ['departments.id'], name=op.f('fk_obstacles_reported_department_id_departments')),
    sa.ForeignKeyConstraint(['slogan_id'], ['slogans.id'], name=op.f('fk_obstacles_slogan_id_slogans')),
    sa.ForeignKeyConstraint(['suffering_department_id'], ['departments.id'], name=op.f('fk_obstacles_suffering_department_id_departments')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_obstacles_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obstacles'))
    )
    with op.batch_alter_table('obstacles', schema=None) as batch_op:
        batch_op.create_index('ix_obstacles_asked_department_id_state', ['asked_department_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_claimed_by_department_id'), ['claimed_by_department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_claimed_by_id'), ['claimed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_confirmed_by_department_id'), ['confirmed_by_department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_confirmed_by_id'), ['confirmed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index('ix_obstacles_owner_id_state', ['owner_id', 'state'], unique=False)
        batch_op.create_index('ix_obstacles_reported_at_id', ['reported_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_reported_by_id'), ['reported_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_reported_department_id'), ['reported_department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_slogan_id'), ['slogan_id'], unique=False)
        batch_op.create_index('ix_obstacles_state_reported_at_id', ['state', 'reported_at', 'id'], unique=False)
        batch_op.create_index('ix_obstacles_suffering_department_id_state', ['suffering_department_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacles_task_id'), ['task_id'], unique=False)

    op.create_table('plan_measures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('direction', sa.Enum('up', 'down', 'keep', name='measure_direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('baseline', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('target', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_plan_measures_plan_id_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_measures')),
    sa.UniqueConstraint('plan_id', 'position', name=op.f('uq_plan_measures_position'))
    )
    op.create_table('plan_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('written', 'submitted', 'head_approved', 'approved', 'returned', name='document_step', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_plan_steps_plan_id_plans')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_plan_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_steps'))
    )
    with op.batch_alter_table('plan_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_steps_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_steps_taken_by_id'), ['taken_by_id'], unique=False)

    op.create_table('practice_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_practice_items_days_in_order')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_practice_items_owner_id_people')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_practice_items_plan_id_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice_items')),
    sa.UniqueConstraint('plan_id', 'position', name=op.f('uq_practice_items_position'))
    )
    with op.batch_alter_table('practice_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_practice_items_owner_id'), ['owner_id'], unique=False)

    op.create_table('progress_reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('period_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'approved', 'returned', name='report_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('next_steps', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('on_time', sa.Boolean(), nullable=True),
    sa.Column('approver_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'approved') = (approver_id IS NOT NULL) AND (approver_id IS NULL) = (approved_at IS NULL)", name=op.f('ck_progress_reports_approver_if_approved')),
    sa.CheckConstraint("(state IN ('submitted', 'approved')) = (submitted_on IS NOT NULL) AND (submitted_on IS NULL) = (on_time IS NULL)", name=op.f('ck_progress_reports_day_if_submitted')),
    sa.CheckConstraint('approver_id <> author_id', name=op.f('ck_progress_reports_approver_is_not_author')),
    sa.ForeignKeyConstraint(['approver_id'], ['people.id'], name=op.f('fk_progress_reports_approver_id_people')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_progress_reports_author_id_people')),
    sa.ForeignKeyConstraint(['period_id'], ['report_periods.id'], name=op.f('fk_progress_reports_period_id_report_periods')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_progress_reports_plan_id_plans')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_progress_reports_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress_reports')),
    sa.UniqueConstraint('period_id', name=op.f('uq_progress_reports_period'))
    )
    with op.batch_alter_table('progress_reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_progress_reports_approver_id'), ['approver_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_reports_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_reports_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index('ix_progress_reports_state', ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_reports_task_id'), ['task_id'], unique=False)

    op.create_table('results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('department_name', sa.String(length=200), nullable=False),
    sa.Column('peer_group_id', sa.Integer(), nullable=False),
    sa.Column('peer_group_name', sa.String(length=200), nullable=False),
    sa.Column('total', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('ranked_count', sa.Integer(), nullable=False),
    sa.Column('grade', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_results_department_id_departments')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_results_peer_group_id_peer_groups')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_results_publication_id_publications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_results')),
    sa.UniqueConstraint('publication_id', 'department_id', name=op.f('uq_results_department'))
    )
    with op.batch_alter_table('results', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_results_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_results_peer_group_id'), ['peer_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_results_publication_id'), ['publication_id'], unique=False)

    op.create_table('score_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.CheckConstraint('CAST(mark AS NUMERIC) BETWEEN 0 AND 100', name=op.f('ck_score_entries_mark_in_range')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criteria.id'], name=op.f('fk_score_entries_criterion_id_criteria')),
    sa.ForeignKeyConstraint(['sheet_id'], ['score_sheets.id'], name=op.f('fk_score_entries_sheet_id_score_sheets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_entries')),
    sa.UniqueConstraint('sheet_id', 'criterion_id', name=op.f('uq_score_entries_once'))
    )
    with op.batch_alter_table('score_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_entries_criterion_id'), ['criterion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_entries_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('triages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('decision', sa.Enum('adopt', 'refuse', 'link', 'supplement', name='triage_decision', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('refusal', sa.Enum('already_done', 'against_law', 'outside_power', 'low_benefit', 'no_means', 'side_effects', 'not_specific', 'not_a_proposal', 'not_supplemented', 'other', name='refusal_reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('earlier_issue_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(decision = 'adopt') = (task_id IS NOT NULL)", name=op.f('ck_triages_task_if_adopted')),
    sa.CheckConstraint("(decision = 'link') = (earlier_issue_id IS NOT NULL)", name=op.f('ck_triages_earlier_issue_if_linked')),
    sa.CheckConstraint("(decision = 'refuse') = (refusal IS NOT NULL)", name=op.f('ck_triages_code_if_refused')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_triages_reason_given')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_triages_decided_by_id_people')),
    sa.ForeignKeyConstraint(['earlier_issue_id'], ['issues.id'], name=op.f('fk_triages_earlier_issue_id_issues')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_triages_issue_id_issues')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_triages_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_triages'))
    )
    with op.batch_alter_table('triages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_triages_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_triages_earlier_issue_id'), ['earlier_issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_triages_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_triages_task_id'), ['task_id'], unique=False)

    op.create_table('closing_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('closing_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('written', 'submitted', 'head_approved', 'approved', 'returned', name='document_step', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['closing_id'], ['closings.id'], name=op.f('fk_closing_steps_closing_id_closings')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_closing_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing_steps'))
    )
    with op.batch_alter_table('closing_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_steps_closing_id'), ['closing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_closing_steps_taken_by_id'), ['taken_by_id'], unique=False)

    op.create_table('closing_values',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('closing_id', sa.Integer(), nullable=False),
    sa.Column('measure_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('no_value_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("value IS NULL OR no_value_reason = ''", name=op.f('ck_closing_values_value_or_reason')),
    sa.ForeignKeyConstraint(['closing_id'], ['closings.id'], name=op.f('fk_closing_values_closing_id_closings')),
    sa.ForeignKeyConstraint(['measure_id'], ['plan_measures.id'], name=op.f('fk_closing_values_measure_id_plan_measures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing_values')),
    sa.UniqueConstraint('closing_id', 'measure_id', name=op.f('uq_closing_values_measure'))
    )
    with op.batch_alter_table('closing_values', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_values_measure_id'), ['measure_id'], unique=False)

    op.create_table('obstacle_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('report', 'owner_assignment', 'handover', 'take_up', 'escalation', 'removal_claim', 'removal_confirmation', 'removal_rejection', 'bypass', 'acceptance', 'reopening', name='obstacle_step', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_state', sa.Enum('open', 'in_progress', 'escalated', 'removal_claimed', 'removed', 'bypassed', 'accepted', 'reopened', name='from_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('open', 'in_progress', 'escalated', 'removal_claimed', 'removed', 'bypassed', 'accepted', 'reopened', name='to_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('level', sa.Enum('department', 'bureau', 'vice_mayor', name='obstacle_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('moved_by_id', sa.Integer(), nullable=False),
    sa.Column('moved_by_department_id', sa.Integer(), nullable=True),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['moved_by_department_id'], ['departments.id'], name=op.f('fk_obstacle_moves_moved_by_department_id_departments')),
    sa.ForeignKeyConstraint(['moved_by_id'], ['people.id'], name=op.f('fk_obstacle_moves_moved_by_id_people')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacles.id'], name=op.f('fk_obstacle_moves_obstacle_id_obstacles')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obstacle_moves'))
    )
    with op.batch_alter_table('obstacle_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_obstacle_moves_moved_by_id'), ['moved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_obstacle_moves_obstacle_id'), ['obstacle_id'], unique=False)

    op.create_table('report_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('written', 'submitted', 'head_approved', 'approved', 'returned', name='document_step', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['progress_reports.id'], name=op.f('fk_report_steps_report_id_progress_reports')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_report_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_steps'))
    )
    with op.batch_alter_table('report_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_steps_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_steps_taken_by_id'), ['taken_by_id'], unique=False)

    op.create_table('report_values',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('measure_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('no_value_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("value IS NULL OR no_value_reason = ''", name=op.f('ck_report_values_value_or_reason')),
    sa.ForeignKeyConstraint(['measure_id'], ['plan_measures.id'], name=op.f('fk_report_values_measure_id_plan_measures')),
    sa.ForeignKeyConstraint(['report_id'], ['progress_reports.id'], name=op.f('fk_report_values_report_id_progress_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_values')),
    sa.UniqueConstraint('report_id', 'measure_id', name=op.f('uq_report_values_measure'))
    )
    with op.batch_alter_table('report_values', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_values_measure_id'), ['measure_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('report_values', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_values_measure_id'))

    op.drop_table('report_values')
    with op.batch_alter_table('report_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_steps_taken_by_id'))
        batch_op.drop_index(batch_op.f('ix_report_steps_report_id'))

    op.drop_table('report_steps')
    with op.batch_alter_table('obstacle_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_obstacle_moves_obstacle_id'))
        batch_op.drop_index(batch_op.f('ix_obstacle_moves_moved_by_id'))

    op.drop_table('obstacle_moves')
    with op.batch_alter_table('closing_values', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closing_values_measure_id'))

    op.drop_table('closing_values')
    with op.batch_alter_table('closing_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closing_steps_taken_by_id'))
        batch_op.drop_index(batch_op.f('ix_closing_steps_closing_id'))

    op.drop_table('closing_steps')
    with op.batch_alter_table('triages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_triages_task_id'))
        batch_op.drop_index(batch_op.f('ix_triages_issue_id'))
        batch_op.drop_index(batch_op.f('ix_triages_earlier_issue_id'))
        batch_op.drop_index(batch_op.f('ix_triages_decided_by_id'))

    op.drop_table('triages')
    with op.batch_alter_table('score_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_entries_sheet_id'))
        batch_op.drop_index(batch_op.f('ix_score_entries_criterion_id'))

    op.drop_table('score_entries')
    with op.batch_alter_table('results', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_results_publication_id'))
        batch_op.drop_index(batch_op.f('ix_results_peer_group_id'))
        batch_op.drop_index(batch_op.f('ix_results_department_id'))

    op.drop_table('results')
    with op.batch_alter_table('progress_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_progress_reports_task_id'))
        batch_op.drop_index('ix_progress_reports_state')
        batch_op.drop_index(batch_op.f('ix_progress_reports_plan_id'))
        batch_op.drop_index(batch_op.f('ix_progress_reports_author_id'))
        batch_op.drop_index(batch_op.f('ix_progress_reports_approver_id'))

    op.drop_table('progress_reports')
    with op.batch_alter_table('practice_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_practice_items_owner_id'))

    op.drop_table('practice_items')
    with op.batch_alter_table('plan_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_steps_taken_by_id'))
        batch_op.drop_index(batch_op.f('ix_plan_steps_plan_id'))

    op.drop_table('plan_steps')
    op.drop_table('plan_measures')
    with op.batch_alter_table('obstacles', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_obstacles_task_id'))
        batch_op.drop_index('ix_obstacles_suffering_department_id_state')
        batch_op.drop_index('ix_obstacles_state_reported_at_id')
        batch_op.drop_index(batch_op.f('ix_obstacles_slogan_id'))
        batch_op.drop_index(batch_op.f('ix_obstacles_reported_department_id'))
        batch_op.drop_index(batch_op.f('ix_obstacles_reported_by_id'))
        batch_op.drop_index('ix_obstacles_reported_at_id')
        batch_op.drop_index('ix_obstacles_owner_id_state')
        batch_op.drop_index(batch_op.f('ix_obstacles_issue_id'))
        batch_op.drop_index(batch_op.f('ix_obstacles_confirmed_by_id'))
        batch_op.drop_index(batch_op.f('ix_obstacles_confirmed_by_department_id'))
        batch_op.drop_index(batch_op.f('ix_obstacles_claimed_by_id'))
        batch_op.drop_index(batch_op.f('ix_obstacles_claimed_by_department_id'))
        batch_op.drop_index('ix_obstacles_asked_department_id_state')

    op.drop_table('obstacles')
    with op.batch_alter_table('meeting_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_person_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_done_by_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_decisions_department_id'))

    op.drop_table('meeting_decisions')
    with op.batch_alter_table('issue_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_steps_taken_by_id'))
        batch_op.drop_index(batch_op.f('ix_issue_steps_issue_id'))

    op.drop_table('issue_steps')
    with op.batch_alter_table('issue_proposers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_proposers_person_id'))

    op.drop_table('issue_proposers')
    with op.batch_alter_table('incentive_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incentive_batches_publication_id'))
        batch_op.drop_index(batch_op.f('ix_incentive_batches_created_by_id'))

    op.drop_table('incentive_batches')
    op.drop_table('expected_obstacles')
    with op.batch_alter_table('closings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closings_submitter_id'))
        batch_op.drop_index('ix_closings_state')
        batch_op.drop_index(batch_op.f('ix_closings_plan_id'))
        batch_op.drop_index(batch_op.f('ix_closings_closer_id'))
        batch_op.drop_index('ix_closings_closed_on')
        batch_op.drop_index(batch_op.f('ix_closings_author_id'))

    op.drop_table('closings')
    with op.batch_alter_table('team_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_members_person_id'))

    op.drop_table('team_members')
    with op.batch_alter_table('stage_returns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stage_returns_task_id'))
        batch_op.drop_index(batch_op.f('ix_stage_returns_returned_by_id'))

    op.drop_table('stage_returns')
    with op.batch_alter_table('stage_advances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stage_advances_task_id'))
        batch_op.drop_index(batch_op.f('ix_stage_advances_advanced_by_id'))

    op.drop_table('stage_advances')
    with op.batch_alter_table('slogan_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slogan_steps_taken_by_id'))
        batch_op.drop_index(batch_op.f('ix_slogan_steps_slogan_id'))

    op.drop_table('slogan_steps')
    with op.batch_alter_table('slogan_reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slogan_reviews_reviewed_by_id'))

    op.drop_table('slogan_reviews')
    op.drop_table('slogan_items')
    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_sheets_round_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheets_indicator_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheets_evaluator_id'))
        batch_op.drop_index(batch_op.f('ix_score_sheets_department_id'))

    op.drop_table('score_sheets')
    with op.batch_alter_table('round_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_members_round_id'))
        batch_op.drop_index(batch_op.f('ix_round_members_peer_group_id'))
        batch_op.drop_index(batch_op.f('ix_round_members_department_id'))

    op.drop_table('round_members')
    with op.batch_alter_table('report_periods', schema=None) as batch_op:
        batch_op.drop_index('ix_report_periods_due_on')

    op.drop_table('report_periods')
    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publications_round_id'))
        batch_op.drop_index(batch_op.f('ix_publications_published_by_id'))

    op.drop_table('publications')
    with op.batch_alter_table('point_adjustments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_point_adjustments_round_id'))
        batch_op.drop_index(batch_op.f('ix_point_adjustments_entered_by_id'))
        batch_op.drop_index(batch_op.f('ix_point_adjustments_department_id'))

    op.drop_table('point_adjustments')
    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.drop_index('uq_plans_one_open', sqlite_where=sa.text("state <> 'approved'"), postgresql_where=sa.text("state <> 'approved'"))
        batch_op.drop_index(batch_op.f('ix_plans_tower_approver_id'))
        batch_op.drop_index('ix_plans_state')
        batch_op.drop_index(batch_op.f('ix_plans_head_approver_id'))
        batch_op.drop_index(batch_op.f('ix_plans_author_id'))

    op.drop_table('plans')
    with op.batch_alter_table('phase_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_phase_changes_round_id'))
        batch_op.drop_index(batch_op.f('ix_phase_changes_changed_by_id'))

    op.drop_table('phase_changes')
    with op.batch_alter_table('opinions', schema=None) as batch_op:
        batch_op.drop_index('ix_opinions_department_id_answered_at')
        batch_op.drop_index(batch_op.f('ix_opinions_asked_by_id'))
        batch_op.drop_index(batch_op.f('ix_opinions_answered_by_id'))

    op.drop_table('opinions')
    with op.batch_alter_table('mileage_transfers', schema=None) as batch_op:
        batch_op.drop_index('uq_mileage_transfers_paid_once', sqlite_where=sa.text('reverses_id IS NULL'), postgresql_where=sa.text('reverses_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_mileage_transfers_item_id'))
        batch_op.drop_index('ix_mileage_transfers_department_id_occurred_on')
        batch_op.drop_index('ix_mileage_transfers_debit_account_id_id')
        batch_op.drop_index('ix_mileage_transfers_credit_account_id_id')
        batch_op.drop_index(batch_op.f('ix_mileage_transfers_claim_id'))

    op.drop_table('mileage_transfers')
    with op.batch_alter_table('mileage_claim_shares', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mileage_claim_shares_person_id'))

    op.drop_table('mileage_claim_shares')
    with op.batch_alter_table('mileage_cap_cuts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mileage_cap_cuts_item_id'))
        batch_op.drop_index(batch_op.f('ix_mileage_cap_cuts_claim_id'))
        batch_op.drop_index(batch_op.f('ix_mileage_cap_cuts_account_id'))

    op.drop_table('mileage_cap_cuts')
    op.drop_table('mileage_account_years')
    with op.batch_alter_table('measures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_measures_round_id'))
        batch_op.drop_index(batch_op.f('ix_measures_indicator_id'))
        batch_op.drop_index(batch_op.f('ix_measures_exempted_by_id'))
        batch_op.drop_index(batch_op.f('ix_measures_entered_by_id'))
        batch_op.drop_index(batch_op.f('ix_measures_department_id'))
        batch_op.drop_index(batch_op.f('ix_measures_approved_by_id'))

    op.drop_table('measures')
    with op.batch_alter_table('lessons', schema=None) as batch_op:
        batch_op.drop_index('ix_lessons_department_id_id')
        batch_op.drop_index(batch_op.f('ix_lessons_author_id'))

    op.drop_table('lessons')
    with op.batch_alter_table('issues', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issues_task_id'))
        batch_op.drop_index('ix_issues_state_id')
        batch_op.drop_index('ix_issues_proposer_id_id')
        batch_op.drop_index(batch_op.f('ix_issues_origin_task_id'))
        batch_op.drop_index(batch_op.f('ix_issues_earlier_issue_id'))
        batch_op.drop_index('ix_issues_department_id_id')

    op.drop_table('issues')
    with op.batch_alter_table('gate_waivers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_waivers_waived_by_id'))
        batch_op.drop_index(batch_op.f('ix_gate_waivers_task_id'))

    op.drop_table('gate_waivers')
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_findings_task_id'))
        batch_op.drop_index(batch_op.f('ix_findings_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_findings_answered_by_id'))

    op.drop_table('findings')
    with op.batch_alter_table('evaluator_assignments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluator_assignments_round_id'))
        batch_op.drop_index(batch_op.f('ix_evaluator_assignments_indicator_id'))
        batch_op.drop_index(batch_op.f('ix_evaluator_assignments_evaluator_id'))
        batch_op.drop_index(batch_op.f('ix_evaluator_assignments_assigned_by_id'))

    op.drop_table('evaluator_assignments')
    with op.batch_alter_table('compositions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_compositions_round_id'))
        batch_op.drop_index(batch_op.f('ix_compositions_peer_group_id'))
        batch_op.drop_index(batch_op.f('ix_compositions_indicator_id'))

    op.drop_table('compositions')
    with op.batch_alter_table('check_meetings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_meetings_task_id'))
        batch_op.drop_index(batch_op.f('ix_check_meetings_recorded_by_id'))

    op.drop_table('check_meetings')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_index('ix_tasks_updated_at_id')
        batch_op.drop_index(batch_op.f('ix_tasks_leader_id'))
        batch_op.drop_index('ix_tasks_lead_department_id_updated_at_id')
        batch_op.drop_index(batch_op.f('ix_tasks_framed_by_id'))
        batch_op.drop_index('ix_tasks_board', sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))

    op.drop_table('tasks')
    with op.batch_alter_table('target_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_target_changes_indicator_id'))
        batch_op.drop_index(batch_op.f('ix_target_changes_changed_by_id'))

    op.drop_table('target_changes')
    with op.batch_alter_table('slogans', schema=None) as batch_op:
        batch_op.drop_index('ix_slogans_year_state')
        batch_op.drop_index(batch_op.f('ix_slogans_edited_by_id'))
        batch_op.drop_index(batch_op.f('ix_slogans_author_id'))
        batch_op.drop_index(batch_op.f('ix_slogans_approved_by_id'))

    op.drop_table('slogans')
    with op.batch_alter_table('sign_in_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_sessions_person_id'))

    op.drop_table('sign_in_sessions')
    with op.batch_alter_table('role_assignments', schema=None) as batch_op:
        batch_op.drop_index('uq_role_assignments_one_head', sqlite_where=sa.text("role = 'head' AND NOT acting AND ends_on IS NULL"), postgresql_where=sa.text("role = 'head' AND NOT acting AND ends_on IS NULL"))
        batch_op.drop_index(batch_op.f('ix_role_assignments_person_id'))
        batch_op.drop_index(batch_op.f('ix_role_assignments_department_id'))

    op.drop_table('role_assignments')
    with op.batch_alter_table('mileage_period_closures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mileage_period_closures_closed_by_id'))

    op.drop_table('mileage_period_closures')
    with op.batch_alter_table('mileage_claims', schema=None) as batch_op:
        batch_op.drop_index('ix_mileage_claims_waiting', sqlite_where=sa.text("state IN ('submitted', 'confirmed')"), postgresql_where=sa.text("state IN ('submitted', 'confirmed')"))
        batch_op.drop_index(batch_op.f('ix_mileage_claims_item_id'))
        batch_op.drop_index(batch_op.f('ix_mileage_claims_department_id'))
        batch_op.drop_index(batch_op.f('ix_mileage_claims_claimant_id'))

    op.drop_table('mileage_claims')
    with op.batch_alter_table('mileage_accounts', schema=None) as batch_op:
        batch_op.drop_index('uq_mileage_accounts_pool', sqlite_where=sa.text('person_id IS NULL AND department_id IS NULL'), postgresql_where=sa.text('person_id IS NULL AND department_id IS NULL'))

    op.drop_table('mileage_accounts')
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_index('uq_memberships_one_open', sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_memberships_person_id'))
        batch_op.drop_index(batch_op.f('ix_memberships_department_id'))

    op.drop_table('memberships')
    with op.batch_alter_table('incentive_grade_tables', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incentive_grade_tables_changed_by_id'))

    op.drop_table('incentive_grade_tables')
    with op.batch_alter_table('incentive_bases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incentive_bases_changed_by_id'))

    op.drop_table('incentive_bases')
    with op.batch_alter_table('evidence_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_files_withdrawn_by_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_files_uploaded_by_id'))
        batch_op.drop_index('ix_evidence_files_subject')
        batch_op.drop_index(batch_op.f('ix_evidence_files_sha256'))

    op.drop_table('evidence_files')
    with op.batch_alter_table('evaluation_rounds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_rounds_created_by_id'))

    op.drop_table('evaluation_rounds')
    with op.batch_alter_table('criteria', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_criteria_indicator_id'))

    op.drop_table('criteria')
    op.drop_table('accounts')
    with op.batch_alter_table('access_records', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_records_person_id'))
        batch_op.drop_index(batch_op.f('ix_access_records_occurred_at'))
        batch_op.drop_index(batch_op.f('ix_access_records_concerned_person_id'))

    op.drop_table('access_records')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_department_id'))

    op.drop_table('people')
    op.drop_table('mileage_department_years')
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicators_perspective_id'))
        batch_op.drop_index(batch_op.f('ix_indicators_owner_department_id'))
        batch_op.drop_index(batch_op.f('ix_indicators_objective_id'))

    op.drop_table('indicators')
    with op.batch_alter_table('objectives', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_objectives_perspective_id'))

    op.drop_table('objectives')
    with op.batch_alter_table('departments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_departments_peer_group_id'))
        batch_op.drop_index(batch_op.f('ix_departments_parent_id'))

    op.drop_table('departments')
    op.drop_table('submissions')
    op.drop_table('stage_counters')
    with op.batch_alter_table('sign_in_attempts', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_attempts_address_attempted_at')
        batch_op.drop_index('ix_sign_in_attempts_account_hash_attempted_at')

    op.drop_table('sign_in_attempts')
    op.drop_table('settings')
    op.drop_table('scheduled_runs')
    op.drop_table('perspectives')
    op.drop_table('peer_groups')
    op.drop_table('number_counters')
    op.drop_table('mileage_items')
    op.drop_table('holidays')
    op.drop_table('audit_verifications')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entries_subject_seq')
        batch_op.drop_index('ix_audit_entries_event_seq')
        batch_op.drop_index('ix_audit_entries_at_seq')
        batch_op.drop_index('ix_audit_entries_actor_id_seq')

    op.drop_table('audit_entries')
