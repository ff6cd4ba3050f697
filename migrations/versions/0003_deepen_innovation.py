"""Deepen innovation: ideas, answers and clocks, pipeline, period reports, obstacles, cases, contests, slogans."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('library_words',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_words')),
    sa.UniqueConstraint('word', name=op.f('uq_library_words_word'))
    )
    op.create_table('benchmarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=True),
    sa.Column('office', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('obstacle_handling', sa.Text(), nullable=False),
    sa.Column('field', sa.Enum('civil_affairs', 'welfare', 'economy', 'culture', 'farming', 'environment', 'safety', 'city', 'working', 'digital', name='task_field', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('obstacle_kinds', sa.JSON(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('document', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('edited_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("office <> '' AND title <> '' AND summary <> '' AND document <> ''", name=op.f('ck_benchmarks_told')),
    sa.CheckConstraint('code IS NOT NULL OR added_by_id IS NOT NULL', name=op.f('ck_benchmarks_added_by_somebody')),
    sa.CheckConstraint('year IS NULL OR year BETWEEN 1990 AND 2200', name=op.f('ck_benchmarks_year')),
    sa.ForeignKeyConstraint(['added_by_id'], ['people.id'], name=op.f('fk_benchmarks_added_by_id_people')),
    sa.ForeignKeyConstraint(['edited_by_id'], ['people.id'], name=op.f('fk_benchmarks_edited_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmarks')),
    sa.UniqueConstraint('code', name=op.f('uq_benchmarks_code')),
    sa.UniqueConstraint('office', 'title', name=op.f('uq_benchmarks_office_and_title'))
    )
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closing_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("closed_at IS NULL OR closing_reason <> ''", name=op.f('ck_campaigns_reason_if_closed')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_campaigns_who_if_closed')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_campaigns_ends_after_start')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_campaigns_closed_by_id_people')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_campaigns_created_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns'))
    )
    op.create_table('clock_presets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('counting', sa.Enum('calendar', 'working', name='clock_counting', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('supplement_request_days', sa.Integer(), nullable=False),
    sa.Column('supplement_days', sa.Integer(), nullable=False),
    sa.Column('opinion_days', sa.Integer(), nullable=False),
    sa.Column('decision_days', sa.Integer(), nullable=False),
    sa.Column('reexamination_days', sa.Integer(), nullable=False),
    sa.Column('credit_years', sa.Integer(), nullable=False),
    sa.Column('follow_up_years', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_clock_presets_reason_given')),
    sa.CheckConstraint('credit_years BETWEEN 1 AND 10 AND follow_up_years BETWEEN 1 AND 10', name=op.f('ck_clock_presets_years_in_bounds')),
    sa.CheckConstraint('supplement_request_days BETWEEN 1 AND 365 AND supplement_days BETWEEN 1 AND 365 AND opinion_days BETWEEN 1 AND 365 AND decision_days BETWEEN 1 AND 365 AND reexamination_days BETWEEN 1 AND 365', name=op.f('ck_clock_presets_days_in_bounds')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_clock_presets_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_presets'))
    )
    op.create_table('contests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('competition', 'periodic', 'kings', name='contest_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('period', sa.Enum('year', 'first_half', 'second_half', 'first_quarter', 'second_quarter', 'third_quarter', 'fourth_quarter', name='contest_period', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('notice', sa.Text(), nullable=False),
    sa.Column('results_only', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('call_starts_on', sa.Date(), nullable=True),
    sa.Column('call_ends_on', sa.Date(), nullable=True),
    sa.Column('first_round_ends_on', sa.Date(), nullable=True),
    sa.Column('committee_on', sa.Date(), nullable=True),
    sa.Column('staff_vote_weight', sa.BigInteger(), nullable=False),
    sa.Column('member_weight', sa.BigInteger(), nullable=False),
    sa.Column('expert_weight', sa.BigInteger(), nullable=False),
    sa.Column('votes_per_person', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'call', 'first_round', 'shortlist', 'committee', 'result', name='contest_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('prepared_by_id', sa.Integer(), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("NOT results_only OR source <> ''", name=op.f('ck_contests_source_if_results_only')),
    sa.CheckConstraint("NOT results_only OR state IN ('draft', 'result')", name=op.f('ck_contests_no_stage_if_results_only')),
    sa.CheckConstraint("name <> ''", name=op.f('ck_contests_name_given')),
    sa.CheckConstraint('results_only OR (call_starts_on IS NOT NULL AND call_ends_on >= call_starts_on AND first_round_ends_on > call_ends_on AND committee_on > first_round_ends_on)', name=op.f('ck_contests_days_in_order')),
    sa.CheckConstraint('staff_vote_weight >= 0 AND member_weight >= 0 AND expert_weight >= 0 AND staff_vote_weight + member_weight + expert_weight = 10000', name=op.f('ck_contests_weights_sum_to_100')),
    sa.CheckConstraint('votes_per_person BETWEEN 1 AND 10', name=op.f('ck_contests_votes_per_person')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_contests_year')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['people.id'], name=op.f('fk_contests_prepared_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contests')),
    sa.UniqueConstraint('year', 'name', name=op.f('uq_contests_name'))
    )
    op.create_table('drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_drafts_owner_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts')),
    sa.UniqueConstraint('owner_id', 'form', name=op.f('uq_drafts_form_of_owner'))
    )
    op.create_table('escalation_days',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('department_days', sa.Integer(), nullable=False),
    sa.Column('bureau_days', sa.Integer(), nullable=False),
    sa.Column('vice_mayor_days', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_escalation_days_reason_given')),
    sa.CheckConstraint('department_days BETWEEN 1 AND 250 AND bureau_days BETWEEN 1 AND 250 AND vice_mayor_days BETWEEN 1 AND 250', name=op.f('ck_escalation_days_sensible')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_escalation_days_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation_days'))
    )
    op.create_table('obstacle_meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('participants', sa.String(length=200), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_obstacle_meetings_recorded_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obstacle_meetings')),
    sa.UniqueConstraint('month', name=op.f('uq_obstacle_meetings_month'))
    )
    op.create_table('period_reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'returned', 'approved', name='period_report_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('edited_by_id', sa.Integer(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'approved') = (approved_by_id IS NOT NULL) AND (approved_by_id IS NULL) = (approved_at IS NULL)", name=op.f('ck_period_reports_approved_if_so')),
    sa.CheckConstraint("(state IN ('submitted', 'approved')) = (submitted_on IS NOT NULL) AND (submitted_on IS NULL) = (submitted_by_id IS NULL)", name=op.f('ck_period_reports_submitted_if_so')),
    sa.CheckConstraint('approved_by_id <> author_id', name=op.f('ck_period_reports_approved_by_another')),
    sa.CheckConstraint('approved_by_id <> edited_by_id', name=op.f('ck_period_reports_approved_by_no_editor')),
    sa.CheckConstraint('approved_by_id <> submitted_by_id', name=op.f('ck_period_reports_approved_by_no_submitter')),
    sa.CheckConstraint('starts_on <= ends_on AND ends_on < due_on', name=op.f('ck_period_reports_days_in_order')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['people.id'], name=op.f('fk_period_reports_approved_by_id_people')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_period_reports_author_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_period_reports_department_id_departments')),
    sa.ForeignKeyConstraint(['edited_by_id'], ['people.id'], name=op.f('fk_period_reports_edited_by_id_people')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['people.id'], name=op.f('fk_period_reports_submitted_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period_reports')),
    sa.UniqueConstraint('department_id', 'code', name=op.f('uq_period_reports_department_and_period'))
    )
    op.create_table('reporting_calendars',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cadence', sa.Enum('monthly', 'quarterly', name='report_cadence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_working_days', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_reporting_calendars_reason_given')),
    sa.CheckConstraint('due_working_days BETWEEN 1 AND 20', name=op.f('ck_reporting_calendars_due_working_days')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people.id'], name=op.f('fk_reporting_calendars_set_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reporting_calendars')),
    sa.UniqueConstraint('starts_on', name=op.f('uq_reporting_calendars_starts_on'))
    )
    op.create_table('slogan_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('guidance', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("guidance <> ''", name=op.f('ck_slogan_calls_guidance_given')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_slogan_calls_days_in_order')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_slogan_calls_year')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['people.id'], name=op.f('fk_slogan_calls_opened_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_calls')),
    sa.UniqueConstraint('year', name=op.f('uq_slogan_calls_year'))
    )
    op.create_table('slogan_panels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint('(closed_on IS NULL) = (closed_by_id IS NULL) AND (closed_on IS NULL) = (closed_at IS NULL)', name=op.f('ck_slogan_panels_closed_if_so')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_slogan_panels_year')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_slogan_panels_closed_by_id_people')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['people.id'], name=op.f('fk_slogan_panels_opened_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_panels')),
    sa.UniqueConstraint('year', name=op.f('uq_slogan_panels_year'))
    )
    op.create_table('stage_limits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('collection', 'framing', 'team', 'plan', 'management', 'monitoring', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('working_days', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_stage_limits_reason_given')),
    sa.CheckConstraint('working_days BETWEEN 1 AND 400', name=op.f('ck_stage_limits_within_bounds')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_stage_limits_changed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_limits'))
    )
    op.create_table('benchmark_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('benchmark_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.CheckConstraint("name <> '' AND text <> ''", name=op.f('ck_benchmark_figures_told')),
    sa.ForeignKeyConstraint(['benchmark_id'], ['benchmarks.id'], name=op.f('fk_benchmark_figures_benchmark_id_benchmarks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmark_figures')),
    sa.UniqueConstraint('benchmark_id', 'position', name=op.f('uq_benchmark_figures_position'))
    )
    op.create_table('benchmark_words',
    sa.Column('word_id', sa.Integer(), nullable=False),
    sa.Column('benchmark_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['benchmark_id'], ['benchmarks.id'], name=op.f('fk_benchmark_words_benchmark_id_benchmarks')),
    sa.ForeignKeyConstraint(['word_id'], ['library_words.id'], name=op.f('fk_benchmark_words_word_id_library_words')),
    sa.PrimaryKeyConstraint('word_id', 'benchmark_id', name=op.f('pk_benchmark_words'))
    )
    op.create_table('cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('best', 'failure', name='case_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('field', sa.Enum('civil_affairs', 'welfare', 'economy', 'culture', 'farming', 'environment', 'safety', 'city', 'working', 'digital', name='task_field', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('obstacle_kinds', sa.JSON(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('overview', sa.Text(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('obstacle_handling', sa.Text(), nullable=False),
    sa.Column('self_assessment', sa.Text(), nullable=False),
    sa.Column('tried', sa.Text(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'approved', 'published', 'returned', 'withdrawn', name='case_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approver_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('publisher_id', sa.Integer(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(approver_id IS NULL) = (approved_at IS NULL) AND (state NOT IN ('approved', 'published') OR approver_id IS NOT NULL)", name=op.f('ck_cases_approver_if_approved')),
    sa.CheckConstraint("(publisher_id IS NULL) = (published_on IS NULL) AND (state <> 'published' OR publisher_id IS NOT NULL)", name=op.f('ck_cases_publisher_if_published')),
    sa.CheckConstraint("state IN ('draft', 'returned', 'withdrawn') OR (kind = 'best' AND overview <> '' AND details <> '' AND obstacle_handling <> '' AND self_assessment <> '') OR (kind = 'failure' AND tried <> '' AND cause <> '' AND advice <> '')", name=op.f('ck_cases_whole_if_handed_in')),
    sa.CheckConstraint("title <> ''", name=op.f('ck_cases_title_given')),
    sa.CheckConstraint('approver_id <> author_id AND publisher_id <> author_id', name=op.f('ck_cases_decided_by_others')),
    sa.CheckConstraint('publisher_id <> approver_id', name=op.f('ck_cases_decided_by_two_people')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_cases_year')),
    sa.ForeignKeyConstraint(['approver_id'], ['people.id'], name=op.f('fk_cases_approver_id_people')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_cases_author_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_cases_department_id_departments')),
    sa.ForeignKeyConstraint(['publisher_id'], ['people.id'], name=op.f('fk_cases_publisher_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_cases_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('number', name=op.f('uq_cases_number'))
    )
    op.create_table('contest_criteria',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('weight', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('weight > 0 AND weight <= 10000', name=op.f('ck_contest_criteria_weight')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_criteria_contest_id_contests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_criteria')),
    sa.UniqueConstraint('contest_id', 'name', name=op.f('uq_contest_criteria_name'))
    )
    op.create_table('contest_groups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('shortlist_size', sa.Integer(), nullable=False),
    sa.CheckConstraint('shortlist_size >= 1', name=op.f('ck_contest_groups_shortlist_size')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_groups_contest_id_contests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_groups')),
    sa.UniqueConstraint('contest_id', 'name', name=op.f('uq_contest_groups_name'))
    )
    op.create_table('contest_jurors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('member', 'expert', 'committee', name='juror_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('named_by_id', sa.Integer(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_jurors_contest_id_contests')),
    sa.ForeignKeyConstraint(['named_by_id'], ['people.id'], name=op.f('fk_contest_jurors_named_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contest_jurors_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_jurors')),
    sa.UniqueConstraint('contest_id', 'person_id', 'kind', name=op.f('uq_contest_jurors_person'))
    )
    op.create_table('contest_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('prepared_by_id', sa.Integer(), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_contest_results_sha256')),
    sa.CheckConstraint('published_by_id <> prepared_by_id', name=op.f('ck_contest_results_published_by_another')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_results_contest_id_contests')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['people.id'], name=op.f('fk_contest_results_prepared_by_id_people')),
    sa.ForeignKeyConstraint(['published_by_id'], ['people.id'], name=op.f('fk_contest_results_published_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_results')),
    sa.UniqueConstraint('contest_id', name=op.f('uq_contest_results_contest'))
    )
    op.create_table('contest_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('setup', 'change', 'correction', 'call', 'first_round', 'shortlist', 'committee', 'result', 'removal', 'withdrawal', name='contest_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_steps_contest_id_contests')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_contest_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_steps'))
    )
    op.create_table('lead_shares',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.CheckConstraint('share BETWEEN 1 AND 99', name=op.f('ck_lead_shares_share_is_a_part')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_lead_shares_department_id_departments')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_lead_shares_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_shares')),
    sa.UniqueConstraint('task_id', 'department_id', name=op.f('uq_lead_shares_department'))
    )
    op.create_table('period_report_snapshots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_period_report_snapshots_sha256_length')),
    sa.ForeignKeyConstraint(['report_id'], ['period_reports.id'], name=op.f('fk_period_report_snapshots_report_id_period_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period_report_snapshots')),
    sa.UniqueConstraint('report_id', name=op.f('uq_period_report_snapshots_report'))
    )
    op.create_table('period_report_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('written', 'submitted', 'returned', 'approved', name='period_report_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['period_reports.id'], name=op.f('fk_period_report_steps_report_id_period_reports')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_period_report_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period_report_steps'))
    )
    op.create_table('practice_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('first_new', sa.String(length=200), nullable=False),
    sa.Column('second_new', sa.String(length=200), nullable=False),
    sa.Column('abolished', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_practice_changes_task_id_tasks')),
    sa.ForeignKeyConstraint(['written_by_id'], ['people.id'], name=op.f('fk_practice_changes_written_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice_changes')),
    sa.UniqueConstraint('task_id', name=op.f('uq_practice_changes_task'))
    )
    op.create_table('slogan_ballots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('slogan_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('total BETWEEN 0 AND 10000', name=op.f('ck_slogan_ballots_total')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['people.id'], name=op.f('fk_slogan_ballots_evaluator_id_people')),
    sa.ForeignKeyConstraint(['panel_id'], ['slogan_panels.id'], name=op.f('fk_slogan_ballots_panel_id_slogan_panels')),
    sa.ForeignKeyConstraint(['slogan_id'], ['slogans.id'], name=op.f('fk_slogan_ballots_slogan_id_slogans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_ballots')),
    sa.UniqueConstraint('panel_id', 'slogan_id', 'evaluator_id', name=op.f('uq_slogan_ballots_once'))
    )
    op.create_table('slogan_criteria',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('weight', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('weight > 0 AND weight <= 10000', name=op.f('ck_slogan_criteria_weight')),
    sa.ForeignKeyConstraint(['panel_id'], ['slogan_panels.id'], name=op.f('fk_slogan_criteria_panel_id_slogan_panels')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_criteria')),
    sa.UniqueConstraint('panel_id', 'name', name=op.f('uq_slogan_criteria_name'))
    )
    op.create_table('slogan_evaluators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['panel_id'], ['slogan_panels.id'], name=op.f('fk_slogan_evaluators_panel_id_slogan_panels')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_slogan_evaluators_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_evaluators')),
    sa.UniqueConstraint('panel_id', 'person_id', name=op.f('uq_slogan_evaluators_person'))
    )
    op.create_table('spreads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('recommended_by_id', sa.Integer(), nullable=False),
    sa.Column('recommended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('recommended', 'accepted', 'declined', 'adopted', name='spread_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'adopted') = (adopted_on IS NOT NULL) AND (adopted_on IS NULL) = (reported_by_id IS NULL)", name=op.f('ck_spreads_adopted_completely')),
    sa.CheckConstraint("(state = 'recommended') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f('ck_spreads_answered_completely')),
    sa.CheckConstraint("state <> 'adopted' OR result <> ''", name=op.f('ck_spreads_result_if_adopted')),
    sa.CheckConstraint("state <> 'declined' OR reason <> ''", name=op.f('ck_spreads_reason_if_declined')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_spreads_answered_by_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_spreads_department_id_departments')),
    sa.ForeignKeyConstraint(['recommended_by_id'], ['people.id'], name=op.f('fk_spreads_recommended_by_id_people')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['people.id'], name=op.f('fk_spreads_reported_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_spreads_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spreads')),
    sa.UniqueConstraint('task_id', 'department_id', name=op.f('uq_spreads_department'))
    )
    op.create_table('case_authors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_authors_case_id_cases')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_case_authors_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_authors')),
    sa.UniqueConstraint('case_id', 'person_id', name=op.f('uq_case_authors_person'))
    )
    op.create_table('case_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('before', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.Column('after', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_case_figures_name_given')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_figures_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_figures')),
    sa.UniqueConstraint('case_id', 'position', name=op.f('uq_case_figures_position'))
    )
    op.create_table('case_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('writing', 'change', 'submission', 'approval', 'publication', 'return', 'withdrawal', name='case_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_steps_case_id_cases')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_case_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_steps'))
    )
    op.create_table('case_words',
    sa.Column('word_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_words_case_id_cases')),
    sa.ForeignKeyConstraint(['word_id'], ['library_words.id'], name=op.f('fk_case_words_word_id_library_words')),
    sa.PrimaryKeyConstraint('word_id', 'case_id', name=op.f('pk_case_words'))
    )
    op.create_table('contest_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('honoured_id', sa.Integer(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_score', sa.BigInteger(), nullable=True),
    sa.Column('shortlisted', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)', name=op.f('ck_contest_entries_withdrawn_by_somebody')),
    sa.CheckConstraint('NOT shortlisted OR first_score IS NOT NULL', name=op.f('ck_contest_entries_shortlisted_by_score')),
    sa.CheckConstraint('first_score BETWEEN 0 AND 10000', name=op.f('ck_contest_entries_first_score')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_contest_entries_case_id_cases')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_entries_contest_id_contests')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_contest_entries_department_id_departments')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_contest_entries_entered_by_id_people')),
    sa.ForeignKeyConstraint(['group_id'], ['contest_groups.id'], name=op.f('fk_contest_entries_group_id_contest_groups')),
    sa.ForeignKeyConstraint(['honoured_id'], ['people.id'], name=op.f('fk_contest_entries_honoured_id_people')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['people.id'], name=op.f('fk_contest_entries_withdrawn_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_entries'))
    )
    op.create_table('contest_group_peers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('peer_group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_group_peers_contest_id_contests')),
    sa.ForeignKeyConstraint(['group_id'], ['contest_groups.id'], name=op.f('fk_contest_group_peers_group_id_contest_groups')),
    sa.ForeignKeyConstraint(['peer_group_id'], ['peer_groups.id'], name=op.f('fk_contest_group_peers_peer_group_id_peer_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_group_peers')),
    sa.UniqueConstraint('contest_id', 'peer_group_id', name=op.f('uq_contest_group_peers_peer_group'))
    )
    op.create_table('contest_prizes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.CheckConstraint('places BETWEEN 1 AND 99', name=op.f('ck_contest_prizes_places')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_prizes_contest_id_contests')),
    sa.ForeignKeyConstraint(['group_id'], ['contest_groups.id'], name=op.f('fk_contest_prizes_group_id_contest_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_prizes')),
    sa.UniqueConstraint('group_id', 'name', name=op.f('uq_contest_prizes_name'))
    )
    op.create_table('follow_ups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('year_number', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('result', sa.Enum('carried_out', 'under_way', 'delayed', 'stopped', name='follow_up_result', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("words <> ''", name=op.f('ck_follow_ups_words_given')),
    sa.CheckConstraint('year_number BETWEEN 1 AND 10', name=op.f('ck_follow_ups_year_in_bounds')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_follow_ups_issue_id_issues')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_follow_ups_recorded_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_ups')),
    sa.UniqueConstraint('issue_id', 'year_number', name=op.f('uq_follow_ups_year'))
    )
    op.create_table('issue_comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("text <> ''", name=op.f('ck_issue_comments_text_given')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_issue_comments_author_id_people')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_comments_issue_id_issues')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_comments'))
    )
    op.create_table('issue_follows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('followed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_follows_issue_id_issues')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_issue_follows_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_follows')),
    sa.UniqueConstraint('issue_id', 'person_id', name=op.f('uq_issue_follows_person'))
    )
    op.create_table('issue_former_proposers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.Column('consent', sa.Enum('asked', 'confirmed', 'declined', name='consent', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('share BETWEEN 1 AND 100', name=op.f('ck_issue_former_proposers_share_is_percent')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['people.id'], name=op.f('fk_issue_former_proposers_ended_by_id_people')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_former_proposers_issue_id_issues')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_issue_former_proposers_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_former_proposers'))
    )
    op.create_table('issue_grams',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('gram', sa.String(length=8), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 1 AND 1000', name=op.f('ck_issue_grams_weight_in_thousandths')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_grams_issue_id_issues')),
    sa.PrimaryKeyConstraint('issue_id', 'gram', name=op.f('pk_issue_grams')),
    sqlite_with_rowid=False
    )
    op.create_table('issue_opinions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'drafted', 'answered', 'dropped', name='issue_opinion_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Enum('agree', 'conditional', 'oppose', name='opinion_answer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('in_time', sa.Boolean(), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL) AND (state = 'answered') = (answered_by_id IS NOT NULL) AND (state = 'answered') = (answer IS NOT NULL) AND (state = 'answered') = (in_time IS NOT NULL)", name=op.f('ck_issue_opinions_answered_completely')),
    sa.CheckConstraint("(state = 'dropped') = (dropped_at IS NOT NULL)", name=op.f('ck_issue_opinions_moment_if_dropped')),
    sa.CheckConstraint("question <> ''", name=op.f('ck_issue_opinions_question_given')),
    sa.CheckConstraint("state <> 'answered' OR words <> ''", name=op.f('ck_issue_opinions_words_if_answered')),
    sa.CheckConstraint("state <> 'drafted' OR drafted_by_id IS NOT NULL", name=op.f('ck_issue_opinions_author_if_drafted')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_issue_opinions_answered_by_id_people')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_issue_opinions_asked_by_id_people')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_issue_opinions_department_id_departments')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['people.id'], name=op.f('fk_issue_opinions_drafted_by_id_people')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_opinions_issue_id_issues')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_opinions'))
    )
    op.create_table('issue_participations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("words <> ''", name=op.f('ck_issue_participations_words_given')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_issue_participations_department_id_departments')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_participations_issue_id_issues')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_issue_participations_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_participations')),
    sa.UniqueConstraint('issue_id', 'person_id', name=op.f('uq_issue_participations_person'))
    )
    op.create_table('issue_promises',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('in_time', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('promised_by_id', sa.Integer(), nullable=False),
    sa.Column('promised_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_issue_promises_reason_given')),
    sa.CheckConstraint('promised_on > due_on', name=op.f('ck_issue_promises_later_day')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_promises_issue_id_issues')),
    sa.ForeignKeyConstraint(['promised_by_id'], ['people.id'], name=op.f('fk_issue_promises_promised_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_promises'))
    )
    op.create_table('issue_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('advice', sa.Enum('adopt', 'refuse', name='review_advice', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("words <> ''", name=op.f('ck_issue_reviews_words_given')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_issue_reviews_department_id_departments')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_reviews_issue_id_issues')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['people.id'], name=op.f('fk_issue_reviews_reviewed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_reviews'))
    )
    op.create_table('issue_transfers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('from_department_id', sa.Integer(), nullable=True),
    sa.Column('to_department_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('transferred_by_id', sa.Integer(), nullable=False),
    sa.Column('transferred_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_issue_transfers_reason_given')),
    sa.CheckConstraint('from_department_id IS NULL OR to_department_id IS NULL OR from_department_id <> to_department_id', name=op.f('ck_issue_transfers_to_another')),
    sa.ForeignKeyConstraint(['from_department_id'], ['departments.id'], name=op.f('fk_issue_transfers_from_department_id_departments')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_transfers_issue_id_issues')),
    sa.ForeignKeyConstraint(['to_department_id'], ['departments.id'], name=op.f('fk_issue_transfers_to_department_id_departments')),
    sa.ForeignKeyConstraint(['transferred_by_id'], ['people.id'], name=op.f('fk_issue_transfers_transferred_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_transfers'))
    )
    op.create_table('issue_votes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('voted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_issue_votes_department_id_departments')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_issue_votes_issue_id_issues')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_issue_votes_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_votes')),
    sa.UniqueConstraint('issue_id', 'person_id', name=op.f('uq_issue_votes_person'))
    )
    op.create_table('opinion_reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opinion_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reminded_by_id', sa.Integer(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinions.id'], name=op.f('fk_opinion_reminders_opinion_id_opinions')),
    sa.ForeignKeyConstraint(['reminded_by_id'], ['people.id'], name=op.f('fk_opinion_reminders_reminded_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_reminders'))
    )
    op.create_table('revivals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('told', 'claimed', 'credited', 'denied', name='revival_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('likeness', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claim_words', sa.Text(), nullable=False),
    sa.Column('claimed_by_id', sa.Integer(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_words', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state IN ('credited', 'denied')) = (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f('ck_revivals_decided_completely')),
    sa.CheckConstraint("likeness <> ''", name=op.f('ck_revivals_likeness_said')),
    sa.CheckConstraint("state = 'told' OR claimed_at IS NOT NULL", name=op.f('ck_revivals_claimed_before_decided')),
    sa.CheckConstraint('(claimed_at IS NULL) = (claimed_by_id IS NULL)', name=op.f('ck_revivals_claimed_completely')),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> claimed_by_id', name=op.f('ck_revivals_decided_by_another')),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['people.id'], name=op.f('fk_revivals_claimed_by_id_people')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_revivals_decided_by_id_people')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_revivals_issue_id_issues')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_revivals_recorded_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_revivals_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revivals')),
    sa.UniqueConstraint('issue_id', 'task_id', name=op.f('uq_revivals_task'))
    )
    op.create_table('slogan_item_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('done', 'partly', 'not_done', name='item_outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint("words <> ''", name=op.f('ck_slogan_item_results_words_given')),
    sa.ForeignKeyConstraint(['item_id'], ['slogan_items.id'], name=op.f('fk_slogan_item_results_item_id_slogan_items')),
    sa.ForeignKeyConstraint(['review_id'], ['slogan_reviews.id'], name=op.f('fk_slogan_item_results_review_id_slogan_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_item_results')),
    sa.UniqueConstraint('review_id', 'item_id', name=op.f('uq_slogan_item_results_item'))
    )
    op.create_table('slogan_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ballot_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('mark BETWEEN 0 AND 10000', name=op.f('ck_slogan_marks_mark')),
    sa.ForeignKeyConstraint(['ballot_id'], ['slogan_ballots.id'], name=op.f('fk_slogan_marks_ballot_id_slogan_ballots')),
    sa.ForeignKeyConstraint(['criterion_id'], ['slogan_criteria.id'], name=op.f('fk_slogan_marks_criterion_id_slogan_criteria')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_marks')),
    sa.UniqueConstraint('ballot_id', 'criterion_id', name=op.f('uq_slogan_marks_criterion'))
    )
    op.create_table('slogan_review_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('writing', 'submission', 'approval', 'return', name='review_step_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['slogan_reviews.id'], name=op.f('fk_slogan_review_steps_review_id_slogan_reviews')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_slogan_review_steps_taken_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slogan_review_steps'))
    )
    op.create_table('unmaskings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'agreed', 'declined', name='unmasking_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asking_department_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('second_department_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name=op.f('ck_unmaskings_moment_if_answered')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_unmaskings_reason_given')),
    sa.CheckConstraint("state <> 'declined' OR answer <> ''", name=op.f('ck_unmaskings_reason_if_declined')),
    sa.CheckConstraint('asked_by_id <> second_id', name=op.f('ck_unmaskings_two_people')),
    sa.CheckConstraint('asking_department_id <> second_department_id', name=op.f('ck_unmaskings_two_offices')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_unmaskings_asked_by_id_people')),
    sa.ForeignKeyConstraint(['asking_department_id'], ['departments.id'], name=op.f('fk_unmaskings_asking_department_id_departments')),
    sa.ForeignKeyConstraint(['issue_id'], ['issues.id'], name=op.f('fk_unmaskings_issue_id_issues')),
    sa.ForeignKeyConstraint(['second_department_id'], ['departments.id'], name=op.f('fk_unmaskings_second_department_id_departments')),
    sa.ForeignKeyConstraint(['second_id'], ['people.id'], name=op.f('fk_unmaskings_second_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmaskings'))
    )
    op.create_table('contest_awards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('group_name', sa.String(length=200), nullable=False),
    sa.Column('prize', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=200), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('honoured', sa.String(length=200), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("prize <> '' AND department <> ''", name=op.f('ck_contest_awards_who_and_what')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_awards_contest_id_contests')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_contest_awards_department_id_departments')),
    sa.ForeignKeyConstraint(['entry_id'], ['contest_entries.id'], name=op.f('fk_contest_awards_entry_id_contest_entries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_awards')),
    sa.UniqueConstraint('contest_id', 'position', name=op.f('uq_contest_awards_position'))
    )
    op.create_table('contest_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('juror_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_sheets_contest_id_contests')),
    sa.ForeignKeyConstraint(['entry_id'], ['contest_entries.id'], name=op.f('fk_contest_sheets_entry_id_contest_entries')),
    sa.ForeignKeyConstraint(['juror_id'], ['contest_jurors.id'], name=op.f('fk_contest_sheets_juror_id_contest_jurors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_sheets')),
    sa.UniqueConstraint('juror_id', 'entry_id', name=op.f('uq_contest_sheets_entry'))
    )
    op.create_table('contest_votes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('cast_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('slot >= 1', name=op.f('ck_contest_votes_slot')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_votes_contest_id_contests')),
    sa.ForeignKeyConstraint(['entry_id'], ['contest_entries.id'], name=op.f('fk_contest_votes_entry_id_contest_entries')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contest_votes_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_votes')),
    sa.UniqueConstraint('contest_id', 'person_id', 'slot', name=op.f('uq_contest_votes_slot')),
    sa.UniqueConstraint('entry_id', 'person_id', name=op.f('uq_contest_votes_person'))
    )
    op.create_table('contest_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('mark BETWEEN 0 AND 10000', name=op.f('ck_contest_marks_mark')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_marks_contest_id_contests')),
    sa.ForeignKeyConstraint(['criterion_id'], ['contest_criteria.id'], name=op.f('fk_contest_marks_criterion_id_contest_criteria')),
    sa.ForeignKeyConstraint(['sheet_id'], ['contest_sheets.id'], name=op.f('fk_contest_marks_sheet_id_contest_sheets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_marks')),
    sa.UniqueConstraint('sheet_id', 'criterion_id', name=op.f('uq_contest_marks_criterion'))
    )
    op.create_table('milestone_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('practice_item_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('outcome', sa.Enum('done', 'blocked', name='milestone_outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(outcome = 'blocked') = (obstacle_id IS NOT NULL)", name=op.f('ck_milestone_results_obstacle_if_blocked')),
    sa.CheckConstraint("note <> ''", name=op.f('ck_milestone_results_note_given')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacles.id'], name=op.f('fk_milestone_results_obstacle_id_obstacles')),
    sa.ForeignKeyConstraint(['practice_item_id'], ['practice_items.id'], name=op.f('fk_milestone_results_practice_item_id_practice_items')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_milestone_results_recorded_by_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_milestone_results_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone_results'))
    )
    op.create_table('obstacle_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asking_department_id', sa.Integer(), nullable=False),
    sa.Column('asked_department_id', sa.Integer(), nullable=True),
    sa.Column('asked_body', sa.String(length=200), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'committed', 'refused', 'kept', 'not_kept', name='request_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('kept_on', sa.Date(), nullable=True),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('judged_by_department_id', sa.Integer(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state <> 'asked') = (answered_by_id IS NOT NULL OR meeting_id IS NOT NULL)", name=op.f('ck_obstacle_requests_answered_if_so')),
    sa.CheckConstraint("(state = 'kept') = (kept_on IS NOT NULL)", name=op.f('ck_obstacle_requests_kept_on_a_day')),
    sa.CheckConstraint("(state IN ('committed', 'kept', 'not_kept')) = (promised_on IS NOT NULL)", name=op.f('ck_obstacle_requests_promised_for_a_day')),
    sa.CheckConstraint("(state IN ('kept', 'not_kept')) = (judged_by_id IS NOT NULL) AND (judged_by_id IS NULL) = (judged_at IS NULL) AND (judged_by_id IS NULL) = (judged_by_department_id IS NULL)", name=op.f('ck_obstacle_requests_judged_completely')),
    sa.CheckConstraint("asked_department_id IS NOT NULL OR asked_body <> ''", name=op.f('ck_obstacle_requests_somebody_is_asked')),
    sa.CheckConstraint("asked_department_id IS NULL OR asked_body = ''", name=op.f('ck_obstacle_requests_one_office_is_asked')),
    sa.CheckConstraint("state <> 'not_kept' OR verdict <> ''", name=op.f('ck_obstacle_requests_not_kept_with_a_reason')),
    sa.CheckConstraint("state <> 'refused' OR answer <> ''", name=op.f('ck_obstacle_requests_refused_with_a_reason')),
    sa.CheckConstraint('(answered_by_id IS NULL) = (answered_at IS NULL)', name=op.f('ck_obstacle_requests_answered_completely')),
    sa.CheckConstraint('asked_department_id <> asking_department_id', name=op.f('ck_obstacle_requests_another_office_is_asked')),
    sa.CheckConstraint('judged_by_department_id <> asked_department_id', name=op.f('ck_obstacle_requests_judged_by_another_office')),
    sa.CheckConstraint('kept_on IS NULL OR kept_on <= promised_on', name=op.f('ck_obstacle_requests_kept_in_time')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_obstacle_requests_answered_by_id_people')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_obstacle_requests_asked_by_id_people')),
    sa.ForeignKeyConstraint(['asked_department_id'], ['departments.id'], name=op.f('fk_obstacle_requests_asked_department_id_departments')),
    sa.ForeignKeyConstraint(['asking_department_id'], ['departments.id'], name=op.f('fk_obstacle_requests_asking_department_id_departments')),
    sa.ForeignKeyConstraint(['judged_by_department_id'], ['departments.id'], name=op.f('fk_obstacle_requests_judged_by_department_id_departments')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['people.id'], name=op.f('fk_obstacle_requests_judged_by_id_people')),
    sa.ForeignKeyConstraint(['meeting_id'], ['obstacle_meetings.id'], name=op.f('fk_obstacle_requests_meeting_id_obstacle_meetings')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacles.id'], name=op.f('fk_obstacle_requests_obstacle_id_obstacles')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obstacle_requests'))
    )
    op.create_table('period_report_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('task', 'obstacle', 'slogan', 'indicator', name='line_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('light', sa.Enum('green', 'amber', 'red', name='light', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_unchanged', sa.Boolean(), nullable=False),
    sa.Column('unchanged_reason', sa.Text(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=True),
    sa.Column('value', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
    sa.CheckConstraint("is_unchanged OR unchanged_reason = ''", name=op.f('ck_period_report_lines_reason_if_unchanged')),
    sa.CheckConstraint("kind = 'indicator' OR value IS NULL", name=op.f('ck_period_report_lines_value_of_an_indicator')),
    sa.CheckConstraint("kind = 'task' OR (light IS NULL AND percent IS NULL)", name=op.f('ck_period_report_lines_light_of_a_task')),
    sa.CheckConstraint('percent BETWEEN 0 AND 100', name=op.f('ck_period_report_lines_percent')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacles.id'], name=op.f('fk_period_report_lines_obstacle_id_obstacles')),
    sa.ForeignKeyConstraint(['report_id'], ['period_reports.id'], name=op.f('fk_period_report_lines_report_id_period_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period_report_lines')),
    sa.UniqueConstraint('report_id', 'kind', 'record_id', name=op.f('uq_period_report_lines_thing'))
    )
    op.create_table('obstacle_meeting_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('section', sa.Enum('commitments', 'escalated', 'new', 'standing_still', name='agenda_section', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.Column('obstacle_state', sa.Enum('open', 'in_progress', 'escalated', 'removal_claimed', 'removed', 'bypassed', 'accepted', 'reopened', name='obstacle_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('level', sa.Enum('department', 'bureau', 'vice_mayor', name='obstacle_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('days_open', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('request_state', sa.Enum('asked', 'committed', 'refused', 'kept', 'not_kept', name='request_state', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(section = 'commitments') = (request_id IS NOT NULL)", name=op.f('ck_obstacle_meeting_items_request_if_promised')),
    sa.CheckConstraint('(request_id IS NULL) = (request_state IS NULL) AND (request_id IS NULL) = (promised_on IS NULL)', name=op.f('ck_obstacle_meeting_items_request_as_it_stood')),
    sa.ForeignKeyConstraint(['meeting_id'], ['obstacle_meetings.id'], name=op.f('fk_obstacle_meeting_items_meeting_id_obstacle_meetings')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacles.id'], name=op.f('fk_obstacle_meeting_items_obstacle_id_obstacles')),
    sa.ForeignKeyConstraint(['request_id'], ['obstacle_requests.id'], name=op.f('fk_obstacle_meeting_items_request_id_obstacle_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obstacle_meeting_items')),
    sa.UniqueConstraint('meeting_id', 'position', name=op.f('uq_obstacle_meeting_items_position'))
    )
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        add_constraints={
            'ck_mileage_items_event_code': "CHECK (event_code IN ('issue_adopted', 'stage_reached', 'plan_approved', 'opinion_in_time', 'obstacle_removed', 'report_on_time', 'task_completed', 'lesson_recorded', 'slogan_approved', 'case_published'))",
        },
        drop_constraints=['ck_mileage_items_event_code'],
    ))
    change_table(op.get_bind(), TableChange(
        "tasks",
        add_columns=[
            sa.Column('responsible_head_id', sa.Integer(), nullable=True),
            sa.Column('cooperation_number', sa.String(length=20), nullable=True),
        ],
        add_constraints={
            'uq_tasks_cooperation_number': 'UNIQUE (cooperation_number)',
            'fk_tasks_responsible_head_id_people': 'FOREIGN KEY(responsible_head_id) REFERENCES people (id)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "gate_waivers",
        add_constraints={
            'ck_gate_waivers_gate_code': "CHECK (code IN ('triage_decided', 'triage_reason', 'field_chosen', 'ratings_given', 'lead_department', 'source_issue', 'leader_named', 'member_named', 'opinions_answered', 'form_complete', 'measure_set', 'obstacles_considered', 'head_approved', 'tower_approved', 'report_approved', 'no_report_overdue', 'obstacles_owned', 'results_entered', 'obstacles_settled', 'practice_changed', 'spread_decided'))",
        },
        drop_constraints=['ck_gate_waivers_gate_code'],
    ))
    change_table(op.get_bind(), TableChange(
        "issues",
        add_columns=[
            sa.Column('benchmark_id', sa.Integer(), nullable=True),
            sa.Column('campaign_id', sa.Integer(), nullable=True),
            sa.Column('carried_out_on', sa.Date(), nullable=True),
            sa.Column('carried_out_result', sa.Text(), server_default='', nullable=False),
            sa.Column('blind', sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column('clock_preset_id', sa.Integer(), nullable=True),
            sa.Column('reviewing_department_id', sa.Integer(), nullable=True),
            sa.Column('transfer_count', sa.Integer(), server_default='0', nullable=False),
            sa.Column('term_started_at', sa.DateTime(timezone=True), nullable=True),
            sa.Column('supplement_due_on', sa.Date(), nullable=True),
            sa.Column('promised_on', sa.Date(), nullable=True),
            sa.Column('next_follow_up_on', sa.Date(), nullable=True),
        ],
        add_constraints={
            'ck_issues_campaign_if_answer_to_a_call': "CHECK (campaign_id IS NULL OR kind = 'campaign')",
            'ck_issues_day_if_carried_out': "CHECK (carried_out_on IS NULL OR kind = 'implemented')",
            'fk_issues_benchmark_id_benchmarks': 'FOREIGN KEY(benchmark_id) REFERENCES benchmarks (id)',
            'fk_issues_campaign_id_campaigns': 'FOREIGN KEY(campaign_id) REFERENCES campaigns (id)',
            'fk_issues_clock_preset_id_clock_presets': 'FOREIGN KEY(clock_preset_id) REFERENCES clock_presets (id)',
            'fk_issues_reviewing_department_id_departments': 'FOREIGN KEY(reviewing_department_id) REFERENCES departments (id)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "opinions",
        add_columns=[
            sa.Column('part', sa.Enum('whole', 'goal', 'items', 'measures', 'obstacles', 'budget', name='plan_part', native_enum=False, create_constraint=True, length=40), server_default='whole', nullable=False),
        ],
        add_constraints={
            'ck_opinions_plan_part': "CHECK (part IN ('whole', 'goal', 'items', 'measures', 'obstacles', 'budget'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "slogan_reviews",
        add_columns=[
            sa.Column('state', sa.Enum('draft', 'submitted', 'approved', 'returned', name='slogan_state', native_enum=False, create_constraint=True, length=40), server_default='submitted', nullable=False),
            sa.Column('version', sa.Integer(), server_default='1', nullable=False),
            sa.Column('approved_by_id', sa.Integer(), nullable=True),
            sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
        ],
        add_constraints={
            'ck_slogan_reviews_approved_if_so': "CHECK ((state = 'approved') = (approved_at IS NOT NULL) AND (approved_at IS NULL) = (approved_by_id IS NULL))",
            'ck_slogan_reviews_approved_by_another': 'CHECK (approved_by_id <> reviewed_by_id)',
            'ck_slogan_reviews_slogan_state': "CHECK (state IN ('draft', 'submitted', 'approved', 'returned'))",
            'fk_slogan_reviews_approved_by_id_people': 'FOREIGN KEY(approved_by_id) REFERENCES people (id)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "issue_proposers",
        add_columns=[
            sa.Column('consent', sa.Enum('asked', 'confirmed', 'declined', name='consent', native_enum=False, create_constraint=True, length=40), server_default='asked', nullable=False),
            sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
            sa.Column('decline_reason', sa.Text(), server_default='', nullable=False),
        ],
        add_constraints={
            'ck_issue_proposers_moment_if_answered': "CHECK ((consent = 'asked') = (answered_at IS NULL))",
            'ck_issue_proposers_reason_if_declined': "CHECK (consent <> 'declined' OR decline_reason <> '')",
            'ck_issue_proposers_consent': "CHECK (consent IN ('asked', 'confirmed', 'declined'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "issue_steps",
        add_constraints={
            'ck_issue_steps_issue_step_kind': "CHECK (kind IN ('supplement', 'withdrawal', 'reexamination', 'link_undoing', 'share_confirmation', 'share_refusal', 'share_setting'))",
        },
        drop_constraints=['ck_issue_steps_issue_step_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "plan_measures",
        add_columns=[
            sa.Column('kind', sa.Enum('other', 'time_saved', 'satisfaction', 'budget_saved', 'participants', name='measure_kind', native_enum=False, create_constraint=True, length=40), server_default='other', nullable=False),
        ],
        add_constraints={
            'ck_plan_measures_measure_kind': "CHECK (kind IN ('other', 'time_saved', 'satisfaction', 'budget_saved', 'participants'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "triages",
        add_columns=[
            sa.Column('answer_due_on', sa.Date(), nullable=True),
            sa.Column('state_before', sa.Enum('received', 'supplement_asked', 'under_review', 'adopted', 'merged', 'refused', 'withdrawn', name='state_before', native_enum=False, create_constraint=True, length=40), nullable=True),
        ],
        add_constraints={
            'ck_triages_state_before': "CHECK (state_before IN ('received', 'supplement_asked', 'under_review', 'adopted', 'merged', 'refused', 'withdrawn'))",
        },
    ))
    change_table(op.get_bind(), TableChange(
        "closing_values",
        add_columns=[
            sa.Column('cost', sa.Numeric().with_variant(sa.String(64), 'sqlite'), nullable=True),
        ],
        add_constraints={
            'ck_closing_values_cost_of_a_value': 'CHECK (cost IS NULL OR value IS NOT NULL)',
        },
    ))
    change_table(op.get_bind(), TableChange(
        "obstacles",
        add_columns=[
            sa.Column('practice_item_id', sa.Integer(), nullable=True),
            sa.Column('win_win', sa.Text(), server_default='', nullable=False),
            sa.Column('level_due_on', sa.Date(), nullable=True),
        ],
        add_constraints={
            'ck_obstacles_one_subject': "CHECK (((subject = 'practice_item') = (practice_item_id IS NOT NULL)) AND ((subject = 'issue' AND issue_id IS NOT NULL AND task_id IS NULL AND slogan_id IS NULL) OR (subject IN ('task', 'practice_item') AND task_id IS NOT NULL AND issue_id IS NULL AND slogan_id IS NULL) OR (subject = 'slogan' AND slogan_id IS NOT NULL AND issue_id IS NULL AND task_id IS NULL)))",
            'ck_obstacles_obstacle_subject': "CHECK (subject IN ('issue', 'task', 'practice_item', 'slogan'))",
            'fk_obstacles_practice_item_id_practice_items': 'FOREIGN KEY(practice_item_id) REFERENCES practice_items (id)',
        },
        drop_constraints=['ck_obstacles_one_subject', 'ck_obstacles_obstacle_subject'],
    ))
    change_table(op.get_bind(), TableChange(
        "obstacle_moves",
        add_constraints={
            'ck_obstacle_moves_somebody_or_the_timetable': "CHECK ((step = 'automatic_escalation') = (moved_by_id IS NULL))",
            'ck_obstacle_moves_obstacle_step': "CHECK (step IN ('report', 'owner_assignment', 'handover', 'take_up', 'escalation', 'automatic_escalation', 'strategy', 'removal_claim', 'removal_confirmation', 'removal_rejection', 'bypass', 'acceptance', 'reopening'))",
        },
        drop_constraints=['ck_obstacle_moves_obstacle_step'],
        drop_not_null=['moved_by_id'],
    ))
    op.create_index(op.f('ix_benchmarks_added_by_id'), 'benchmarks', ['added_by_id'], unique=False)
    op.create_index('ix_benchmarks_added_on_id', 'benchmarks', ['added_on', 'id'], unique=False)
    op.create_index(op.f('ix_benchmarks_edited_by_id'), 'benchmarks', ['edited_by_id'], unique=False)
    op.create_index('ix_campaigns_ends_on_id', 'campaigns', ['ends_on', 'id'], unique=False)
    op.create_index(op.f('ix_clock_presets_set_by_id'), 'clock_presets', ['set_by_id'], unique=False)
    op.create_index('ix_clock_presets_valid_from_id', 'clock_presets', ['valid_from', 'id'], unique=False)
    op.create_index(op.f('ix_contests_prepared_by_id'), 'contests', ['prepared_by_id'], unique=False)
    op.create_index('ix_contests_year_id', 'contests', ['year', 'id'], unique=False)
    op.create_index('ix_drafts_saved_at', 'drafts', ['saved_at'], unique=False)
    op.create_index(op.f('ix_escalation_days_set_by_id'), 'escalation_days', ['set_by_id'], unique=False)
    op.create_index(op.f('ix_obstacle_meetings_recorded_by_id'), 'obstacle_meetings', ['recorded_by_id'], unique=False)
    op.create_index(op.f('ix_period_reports_approved_by_id'), 'period_reports', ['approved_by_id'], unique=False)
    op.create_index(op.f('ix_period_reports_author_id'), 'period_reports', ['author_id'], unique=False)
    op.create_index('ix_period_reports_code_state', 'period_reports', ['code', 'state'], unique=False)
    op.create_index(op.f('ix_period_reports_edited_by_id'), 'period_reports', ['edited_by_id'], unique=False)
    op.create_index(op.f('ix_period_reports_submitted_by_id'), 'period_reports', ['submitted_by_id'], unique=False)
    op.create_index(op.f('ix_reporting_calendars_set_by_id'), 'reporting_calendars', ['set_by_id'], unique=False)
    op.create_index(op.f('ix_slogan_calls_opened_by_id'), 'slogan_calls', ['opened_by_id'], unique=False)
    op.create_index(op.f('ix_slogan_panels_closed_by_id'), 'slogan_panels', ['closed_by_id'], unique=False)
    op.create_index(op.f('ix_slogan_panels_opened_by_id'), 'slogan_panels', ['opened_by_id'], unique=False)
    op.create_index(op.f('ix_stage_limits_changed_by_id'), 'stage_limits', ['changed_by_id'], unique=False)
    op.create_index(op.f('ix_benchmark_words_benchmark_id'), 'benchmark_words', ['benchmark_id'], unique=False)
    op.create_index(op.f('ix_cases_approver_id'), 'cases', ['approver_id'], unique=False)
    op.create_index(op.f('ix_cases_author_id'), 'cases', ['author_id'], unique=False)
    op.create_index('ix_cases_department_id_state', 'cases', ['department_id', 'state', 'published_on', 'id'], unique=False)
    op.create_index(op.f('ix_cases_publisher_id'), 'cases', ['publisher_id'], unique=False)
    op.create_index('ix_cases_shelf', 'cases', ['state', 'published_on', 'id'], unique=False)
    op.create_index(op.f('ix_cases_task_id'), 'cases', ['task_id'], unique=False)
    op.create_index(op.f('ix_contest_jurors_person_id'), 'contest_jurors', ['person_id'], unique=False)
    op.create_index(op.f('ix_contest_results_published_by_id'), 'contest_results', ['published_by_id'], unique=False)
    op.create_index(op.f('ix_contest_steps_contest_id'), 'contest_steps', ['contest_id'], unique=False)
    op.create_index(op.f('ix_contest_steps_taken_by_id'), 'contest_steps', ['taken_by_id'], unique=False)
    op.create_index(op.f('ix_lead_shares_department_id'), 'lead_shares', ['department_id'], unique=False)
    op.create_index(op.f('ix_period_report_steps_report_id'), 'period_report_steps', ['report_id'], unique=False)
    op.create_index(op.f('ix_period_report_steps_taken_by_id'), 'period_report_steps', ['taken_by_id'], unique=False)
    op.create_index(op.f('ix_practice_changes_written_by_id'), 'practice_changes', ['written_by_id'], unique=False)
    op.create_index(op.f('ix_slogan_ballots_evaluator_id'), 'slogan_ballots', ['evaluator_id'], unique=False)
    op.create_index(op.f('ix_slogan_ballots_slogan_id'), 'slogan_ballots', ['slogan_id'], unique=False)
    op.create_index(op.f('ix_slogan_evaluators_person_id'), 'slogan_evaluators', ['person_id'], unique=False)
    op.create_index(op.f('ix_spreads_answered_by_id'), 'spreads', ['answered_by_id'], unique=False)
    op.create_index('ix_spreads_department_id_state', 'spreads', ['department_id', 'state'], unique=False)
    op.create_index(op.f('ix_spreads_recommended_by_id'), 'spreads', ['recommended_by_id'], unique=False)
    op.create_index(op.f('ix_spreads_reported_by_id'), 'spreads', ['reported_by_id'], unique=False)
    op.create_index(op.f('ix_case_authors_person_id'), 'case_authors', ['person_id'], unique=False)
    op.create_index(op.f('ix_case_steps_case_id'), 'case_steps', ['case_id'], unique=False)
    op.create_index(op.f('ix_case_steps_taken_by_id'), 'case_steps', ['taken_by_id'], unique=False)
    op.create_index(op.f('ix_case_words_case_id'), 'case_words', ['case_id'], unique=False)
    op.create_index(op.f('ix_contest_entries_case_id'), 'contest_entries', ['case_id'], unique=False)
    op.create_index(op.f('ix_contest_entries_department_id'), 'contest_entries', ['department_id'], unique=False)
    op.create_index(op.f('ix_contest_entries_entered_by_id'), 'contest_entries', ['entered_by_id'], unique=False)
    op.create_index(op.f('ix_contest_entries_group_id'), 'contest_entries', ['group_id'], unique=False)
    op.create_index(op.f('ix_contest_entries_honoured_id'), 'contest_entries', ['honoured_id'], unique=False)
    op.create_index('uq_contest_entries_case', 'contest_entries', ['contest_id', 'case_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_index(op.f('ix_contest_group_peers_group_id'), 'contest_group_peers', ['group_id'], unique=False)
    op.create_index(op.f('ix_contest_group_peers_peer_group_id'), 'contest_group_peers', ['peer_group_id'], unique=False)
    op.create_index(op.f('ix_contest_prizes_contest_id'), 'contest_prizes', ['contest_id'], unique=False)
    op.create_index(op.f('ix_follow_ups_recorded_by_id'), 'follow_ups', ['recorded_by_id'], unique=False)
    op.create_index(op.f('ix_issue_comments_author_id'), 'issue_comments', ['author_id'], unique=False)
    op.create_index('ix_issue_comments_issue_id_id', 'issue_comments', ['issue_id', 'id'], unique=False)
    op.create_index(op.f('ix_issue_follows_person_id'), 'issue_follows', ['person_id'], unique=False)
    op.create_index(op.f('ix_issue_former_proposers_issue_id'), 'issue_former_proposers', ['issue_id'], unique=False)
    op.create_index(op.f('ix_issue_former_proposers_person_id'), 'issue_former_proposers', ['person_id'], unique=False)
    op.create_index('ix_issue_grams_gram', 'issue_grams', ['gram', 'issue_id', 'weight'], unique=False)
    op.create_index(op.f('ix_issue_opinions_answered_by_id'), 'issue_opinions', ['answered_by_id'], unique=False)
    op.create_index(op.f('ix_issue_opinions_asked_by_id'), 'issue_opinions', ['asked_by_id'], unique=False)
    op.create_index('ix_issue_opinions_department_id_state', 'issue_opinions', ['department_id', 'state'], unique=False)
    op.create_index(op.f('ix_issue_opinions_drafted_by_id'), 'issue_opinions', ['drafted_by_id'], unique=False)
    op.create_index(op.f('ix_issue_opinions_issue_id'), 'issue_opinions', ['issue_id'], unique=False)
    op.create_index('uq_issue_opinions_open', 'issue_opinions', ['issue_id', 'department_id'], unique=True, sqlite_where=sa.text("state IN ('asked', 'drafted')"), postgresql_where=sa.text("state IN ('asked', 'drafted')"))
    op.create_index(op.f('ix_issue_participations_department_id'), 'issue_participations', ['department_id'], unique=False)
    op.create_index(op.f('ix_issue_participations_person_id'), 'issue_participations', ['person_id'], unique=False)
    op.create_index(op.f('ix_issue_promises_issue_id'), 'issue_promises', ['issue_id'], unique=False)
    op.create_index(op.f('ix_issue_promises_promised_by_id'), 'issue_promises', ['promised_by_id'], unique=False)
    op.create_index(op.f('ix_issue_reviews_department_id'), 'issue_reviews', ['department_id'], unique=False)
    op.create_index(op.f('ix_issue_reviews_issue_id'), 'issue_reviews', ['issue_id'], unique=False)
    op.create_index(op.f('ix_issue_reviews_reviewed_by_id'), 'issue_reviews', ['reviewed_by_id'], unique=False)
    op.create_index(op.f('ix_issue_transfers_from_department_id'), 'issue_transfers', ['from_department_id'], unique=False)
    op.create_index(op.f('ix_issue_transfers_issue_id'), 'issue_transfers', ['issue_id'], unique=False)
    op.create_index(op.f('ix_issue_transfers_to_department_id'), 'issue_transfers', ['to_department_id'], unique=False)
    op.create_index(op.f('ix_issue_transfers_transferred_by_id'), 'issue_transfers', ['transferred_by_id'], unique=False)
    op.create_index(op.f('ix_issue_votes_department_id'), 'issue_votes', ['department_id'], unique=False)
    op.create_index(op.f('ix_issue_votes_person_id'), 'issue_votes', ['person_id'], unique=False)
    op.create_index(op.f('ix_opinion_reminders_opinion_id'), 'opinion_reminders', ['opinion_id'], unique=False)
    op.create_index(op.f('ix_opinion_reminders_reminded_by_id'), 'opinion_reminders', ['reminded_by_id'], unique=False)
    op.create_index(op.f('ix_revivals_claimed_by_id'), 'revivals', ['claimed_by_id'], unique=False)
    op.create_index(op.f('ix_revivals_decided_by_id'), 'revivals', ['decided_by_id'], unique=False)
    op.create_index(op.f('ix_revivals_recorded_by_id'), 'revivals', ['recorded_by_id'], unique=False)
    op.create_index(op.f('ix_revivals_task_id'), 'revivals', ['task_id'], unique=False)
    op.create_index(op.f('ix_slogan_item_results_item_id'), 'slogan_item_results', ['item_id'], unique=False)
    op.create_index(op.f('ix_slogan_marks_criterion_id'), 'slogan_marks', ['criterion_id'], unique=False)
    op.create_index(op.f('ix_slogan_review_steps_review_id'), 'slogan_review_steps', ['review_id'], unique=False)
    op.create_index(op.f('ix_slogan_review_steps_taken_by_id'), 'slogan_review_steps', ['taken_by_id'], unique=False)
    op.create_index(op.f('ix_unmaskings_asked_by_id'), 'unmaskings', ['asked_by_id'], unique=False)
    op.create_index(op.f('ix_unmaskings_issue_id'), 'unmaskings', ['issue_id'], unique=False)
    op.create_index(op.f('ix_unmaskings_second_id'), 'unmaskings', ['second_id'], unique=False)
    op.create_index('uq_unmaskings_one_waiting', 'unmaskings', ['issue_id'], unique=True, sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.create_index(op.f('ix_contest_awards_department_id'), 'contest_awards', ['department_id'], unique=False)
    op.create_index(op.f('ix_contest_awards_entry_id'), 'contest_awards', ['entry_id'], unique=False)
    op.create_index(op.f('ix_contest_sheets_contest_id'), 'contest_sheets', ['contest_id'], unique=False)
    op.create_index(op.f('ix_contest_sheets_entry_id'), 'contest_sheets', ['entry_id'], unique=False)
    op.create_index(op.f('ix_contest_votes_person_id'), 'contest_votes', ['person_id'], unique=False)
    op.create_index(op.f('ix_contest_marks_contest_id'), 'contest_marks', ['contest_id'], unique=False)
    op.create_index(op.f('ix_contest_marks_criterion_id'), 'contest_marks', ['criterion_id'], unique=False)
    op.create_index(op.f('ix_milestone_results_obstacle_id'), 'milestone_results', ['obstacle_id'], unique=False)
    op.create_index(op.f('ix_milestone_results_practice_item_id'), 'milestone_results', ['practice_item_id'], unique=False)
    op.create_index(op.f('ix_milestone_results_recorded_by_id'), 'milestone_results', ['recorded_by_id'], unique=False)
    op.create_index('ix_milestone_results_task_id_id', 'milestone_results', ['task_id', 'id'], unique=False)
    op.create_index('uq_milestone_results_done', 'milestone_results', ['task_id', 'text'], unique=True, sqlite_where=sa.text("outcome = 'done'"), postgresql_where=sa.text("outcome = 'done'"))
    op.create_index(op.f('ix_obstacle_requests_answered_by_id'), 'obstacle_requests', ['answered_by_id'], unique=False)
    op.create_index('ix_obstacle_requests_asked_at_id', 'obstacle_requests', ['asked_at', 'id'], unique=False)
    op.create_index(op.f('ix_obstacle_requests_asked_by_id'), 'obstacle_requests', ['asked_by_id'], unique=False)
    op.create_index('ix_obstacle_requests_asked_department_id_state', 'obstacle_requests', ['asked_department_id', 'state'], unique=False)
    op.create_index('ix_obstacle_requests_asking_department_id_state', 'obstacle_requests', ['asking_department_id', 'state'], unique=False)
    op.create_index(op.f('ix_obstacle_requests_judged_by_id'), 'obstacle_requests', ['judged_by_id'], unique=False)
    op.create_index(op.f('ix_obstacle_requests_meeting_id'), 'obstacle_requests', ['meeting_id'], unique=False)
    op.create_index(op.f('ix_obstacle_requests_obstacle_id'), 'obstacle_requests', ['obstacle_id'], unique=False)
    op.create_index('ix_obstacle_requests_state_promised_on', 'obstacle_requests', ['state', 'promised_on'], unique=False)
    op.create_index(op.f('ix_period_report_lines_obstacle_id'), 'period_report_lines', ['obstacle_id'], unique=False)
    op.create_index(op.f('ix_obstacle_meeting_items_obstacle_id'), 'obstacle_meeting_items', ['obstacle_id'], unique=False)
    op.create_index(op.f('ix_obstacle_meeting_items_request_id'), 'obstacle_meeting_items', ['request_id'], unique=False)
    op.create_index(op.f('ix_issues_benchmark_id'), 'issues', ['benchmark_id'], unique=False)
    op.create_index(op.f('ix_issues_campaign_id'), 'issues', ['campaign_id'], unique=False)
    op.create_index(op.f('ix_issues_clock_preset_id'), 'issues', ['clock_preset_id'], unique=False)
    op.create_index('ix_issues_received_on_id', 'issues', ['received_on', 'id'], unique=False)
    op.create_index(op.f('ix_issues_reviewing_department_id'), 'issues', ['reviewing_department_id'], unique=False)
    op.create_index('ix_lessons_recorded_on_id', 'lessons', ['recorded_on', 'id'], unique=False)
    op.create_index(op.f('ix_obstacles_practice_item_id'), 'obstacles', ['practice_item_id'], unique=False)
    op.create_index(op.f('ix_slogan_reviews_approved_by_id'), 'slogan_reviews', ['approved_by_id'], unique=False)
    op.create_index(op.f('ix_tasks_responsible_head_id'), 'tasks', ['responsible_head_id'], unique=False)
    op.create_index('ix_tasks_standstill', 'tasks', ['stage_entered_at', 'id'], unique=False, sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))
    # Ideas adopted before the yearly follow-up existed owe their first one a year after the decision.
    later = "date(decided_on, '+1 year')" if op.get_bind().dialect.name == "sqlite" else "decided_on + INTERVAL '1 year'"
    op.execute(f"UPDATE issues SET next_follow_up_on = {later} WHERE state = 'adopted'")  # noqa: S608  constants


def downgrade() -> None:
    op.drop_index('ix_tasks_standstill', table_name='tasks', sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))
    op.drop_index(op.f('ix_tasks_responsible_head_id'), table_name='tasks')
    op.drop_index(op.f('ix_slogan_reviews_approved_by_id'), table_name='slogan_reviews')
    op.drop_index(op.f('ix_obstacles_practice_item_id'), table_name='obstacles')
    op.drop_index('ix_lessons_recorded_on_id', table_name='lessons')
    op.drop_index(op.f('ix_issues_reviewing_department_id'), table_name='issues')
    op.drop_index('ix_issues_received_on_id', table_name='issues')
    op.drop_index(op.f('ix_issues_clock_preset_id'), table_name='issues')
    op.drop_index(op.f('ix_issues_campaign_id'), table_name='issues')
    op.drop_index(op.f('ix_issues_benchmark_id'), table_name='issues')
    op.drop_index(op.f('ix_obstacle_meeting_items_request_id'), table_name='obstacle_meeting_items')
    op.drop_index(op.f('ix_obstacle_meeting_items_obstacle_id'), table_name='obstacle_meeting_items')
    op.drop_index(op.f('ix_period_report_lines_obstacle_id'), table_name='period_report_lines')
    op.drop_index('ix_obstacle_requests_state_promised_on', table_name='obstacle_requests')
    op.drop_index(op.f('ix_obstacle_requests_obstacle_id'), table_name='obstacle_requests')
    op.drop_index(op.f('ix_obstacle_requests_meeting_id'), table_name='obstacle_requests')
    op.drop_index(op.f('ix_obstacle_requests_judged_by_id'), table_name='obstacle_requests')
    op.drop_index('ix_obstacle_requests_asking_department_id_state', table_name='obstacle_requests')
    op.drop_index('ix_obstacle_requests_asked_department_id_state', table_name='obstacle_requests')
    op.drop_index(op.f('ix_obstacle_requests_asked_by_id'), table_name='obstacle_requests')
    op.drop_index('ix_obstacle_requests_asked_at_id', table_name='obstacle_requests')
    op.drop_index(op.f('ix_obstacle_requests_answered_by_id'), table_name='obstacle_requests')
    op.drop_index('uq_milestone_results_done', table_name='milestone_results', sqlite_where=sa.text("outcome = 'done'"), postgresql_where=sa.text("outcome = 'done'"))
    op.drop_index('ix_milestone_results_task_id_id', table_name='milestone_results')
    op.drop_index(op.f('ix_milestone_results_recorded_by_id'), table_name='milestone_results')
    op.drop_index(op.f('ix_milestone_results_practice_item_id'), table_name='milestone_results')
    op.drop_index(op.f('ix_milestone_results_obstacle_id'), table_name='milestone_results')
    op.drop_index(op.f('ix_contest_marks_criterion_id'), table_name='contest_marks')
    op.drop_index(op.f('ix_contest_marks_contest_id'), table_name='contest_marks')
    op.drop_index(op.f('ix_contest_votes_person_id'), table_name='contest_votes')
    op.drop_index(op.f('ix_contest_sheets_entry_id'), table_name='contest_sheets')
    op.drop_index(op.f('ix_contest_sheets_contest_id'), table_name='contest_sheets')
    op.drop_index(op.f('ix_contest_awards_entry_id'), table_name='contest_awards')
    op.drop_index(op.f('ix_contest_awards_department_id'), table_name='contest_awards')
    op.drop_index('uq_unmaskings_one_waiting', table_name='unmaskings', sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.drop_index(op.f('ix_unmaskings_second_id'), table_name='unmaskings')
    op.drop_index(op.f('ix_unmaskings_issue_id'), table_name='unmaskings')
    op.drop_index(op.f('ix_unmaskings_asked_by_id'), table_name='unmaskings')
    op.drop_index(op.f('ix_slogan_review_steps_taken_by_id'), table_name='slogan_review_steps')
    op.drop_index(op.f('ix_slogan_review_steps_review_id'), table_name='slogan_review_steps')
    op.drop_index(op.f('ix_slogan_marks_criterion_id'), table_name='slogan_marks')
    op.drop_index(op.f('ix_slogan_item_results_item_id'), table_name='slogan_item_results')
    op.drop_index(op.f('ix_revivals_task_id'), table_name='revivals')
    op.drop_index(op.f('ix_revivals_recorded_by_id'), table_name='revivals')
    op.drop_index(op.f('ix_revivals_decided_by_id'), table_name='revivals')
    op.drop_index(op.f('ix_revivals_claimed_by_id'), table_name='revivals')
    op.drop_index(op.f('ix_opinion_reminders_reminded_by_id'), table_name='opinion_reminders')
    op.drop_index(op.f('ix_opinion_reminders_opinion_id'), table_name='opinion_reminders')
    op.drop_index(op.f('ix_issue_votes_person_id'), table_name='issue_votes')
    op.drop_index(op.f('ix_issue_votes_department_id'), table_name='issue_votes')
    op.drop_index(op.f('ix_issue_transfers_transferred_by_id'), table_name='issue_transfers')
    op.drop_index(op.f('ix_issue_transfers_to_department_id'), table_name='issue_transfers')
    op.drop_index(op.f('ix_issue_transfers_issue_id'), table_name='issue_transfers')
    op.drop_index(op.f('ix_issue_transfers_from_department_id'), table_name='issue_transfers')
    op.drop_index(op.f('ix_issue_reviews_reviewed_by_id'), table_name='issue_reviews')
    op.drop_index(op.f('ix_issue_reviews_issue_id'), table_name='issue_reviews')
    op.drop_index(op.f('ix_issue_reviews_department_id'), table_name='issue_reviews')
    op.drop_index(op.f('ix_issue_promises_promised_by_id'), table_name='issue_promises')
    op.drop_index(op.f('ix_issue_promises_issue_id'), table_name='issue_promises')
    op.drop_index(op.f('ix_issue_participations_person_id'), table_name='issue_participations')
    op.drop_index(op.f('ix_issue_participations_department_id'), table_name='issue_participations')
    op.drop_index('uq_issue_opinions_open', table_name='issue_opinions', sqlite_where=sa.text("state IN ('asked', 'drafted')"), postgresql_where=sa.text("state IN ('asked', 'drafted')"))
    op.drop_index(op.f('ix_issue_opinions_issue_id'), table_name='issue_opinions')
    op.drop_index(op.f('ix_issue_opinions_drafted_by_id'), table_name='issue_opinions')
    op.drop_index('ix_issue_opinions_department_id_state', table_name='issue_opinions')
    op.drop_index(op.f('ix_issue_opinions_asked_by_id'), table_name='issue_opinions')
    op.drop_index(op.f('ix_issue_opinions_answered_by_id'), table_name='issue_opinions')
    op.drop_index('ix_issue_grams_gram', table_name='issue_grams')
    op.drop_index(op.f('ix_issue_former_proposers_person_id'), table_name='issue_former_proposers')
    op.drop_index(op.f('ix_issue_former_proposers_issue_id'), table_name='issue_former_proposers')
    op.drop_index(op.f('ix_issue_follows_person_id'), table_name='issue_follows')
    op.drop_index('ix_issue_comments_issue_id_id', table_name='issue_comments')
    op.drop_index(op.f('ix_issue_comments_author_id'), table_name='issue_comments')
    op.drop_index(op.f('ix_follow_ups_recorded_by_id'), table_name='follow_ups')
    op.drop_index(op.f('ix_contest_prizes_contest_id'), table_name='contest_prizes')
    op.drop_index(op.f('ix_contest_group_peers_peer_group_id'), table_name='contest_group_peers')
    op.drop_index(op.f('ix_contest_group_peers_group_id'), table_name='contest_group_peers')
    op.drop_index('uq_contest_entries_case', table_name='contest_entries', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index(op.f('ix_contest_entries_honoured_id'), table_name='contest_entries')
    op.drop_index(op.f('ix_contest_entries_group_id'), table_name='contest_entries')
    op.drop_index(op.f('ix_contest_entries_entered_by_id'), table_name='contest_entries')
    op.drop_index(op.f('ix_contest_entries_department_id'), table_name='contest_entries')
    op.drop_index(op.f('ix_contest_entries_case_id'), table_name='contest_entries')
    op.drop_index(op.f('ix_case_words_case_id'), table_name='case_words')
    op.drop_index(op.f('ix_case_steps_taken_by_id'), table_name='case_steps')
    op.drop_index(op.f('ix_case_steps_case_id'), table_name='case_steps')
    op.drop_index(op.f('ix_case_authors_person_id'), table_name='case_authors')
    op.drop_index(op.f('ix_spreads_reported_by_id'), table_name='spreads')
    op.drop_index(op.f('ix_spreads_recommended_by_id'), table_name='spreads')
    op.drop_index('ix_spreads_department_id_state', table_name='spreads')
    op.drop_index(op.f('ix_spreads_answered_by_id'), table_name='spreads')
    op.drop_index(op.f('ix_slogan_evaluators_person_id'), table_name='slogan_evaluators')
    op.drop_index(op.f('ix_slogan_ballots_slogan_id'), table_name='slogan_ballots')
    op.drop_index(op.f('ix_slogan_ballots_evaluator_id'), table_name='slogan_ballots')
    op.drop_index(op.f('ix_practice_changes_written_by_id'), table_name='practice_changes')
    op.drop_index(op.f('ix_period_report_steps_taken_by_id'), table_name='period_report_steps')
    op.drop_index(op.f('ix_period_report_steps_report_id'), table_name='period_report_steps')
    op.drop_index(op.f('ix_lead_shares_department_id'), table_name='lead_shares')
    op.drop_index(op.f('ix_contest_steps_taken_by_id'), table_name='contest_steps')
    op.drop_index(op.f('ix_contest_steps_contest_id'), table_name='contest_steps')
    op.drop_index(op.f('ix_contest_results_published_by_id'), table_name='contest_results')
    op.drop_index(op.f('ix_contest_jurors_person_id'), table_name='contest_jurors')
    op.drop_index(op.f('ix_cases_task_id'), table_name='cases')
    op.drop_index('ix_cases_shelf', table_name='cases')
    op.drop_index(op.f('ix_cases_publisher_id'), table_name='cases')
    op.drop_index('ix_cases_department_id_state', table_name='cases')
    op.drop_index(op.f('ix_cases_author_id'), table_name='cases')
    op.drop_index(op.f('ix_cases_approver_id'), table_name='cases')
    op.drop_index(op.f('ix_benchmark_words_benchmark_id'), table_name='benchmark_words')
    op.drop_index(op.f('ix_stage_limits_changed_by_id'), table_name='stage_limits')
    op.drop_index(op.f('ix_slogan_panels_opened_by_id'), table_name='slogan_panels')
    op.drop_index(op.f('ix_slogan_panels_closed_by_id'), table_name='slogan_panels')
    op.drop_index(op.f('ix_slogan_calls_opened_by_id'), table_name='slogan_calls')
    op.drop_index(op.f('ix_reporting_calendars_set_by_id'), table_name='reporting_calendars')
    op.drop_index(op.f('ix_period_reports_submitted_by_id'), table_name='period_reports')
    op.drop_index(op.f('ix_period_reports_edited_by_id'), table_name='period_reports')
    op.drop_index('ix_period_reports_code_state', table_name='period_reports')
    op.drop_index(op.f('ix_period_reports_author_id'), table_name='period_reports')
    op.drop_index(op.f('ix_period_reports_approved_by_id'), table_name='period_reports')
    op.drop_index(op.f('ix_obstacle_meetings_recorded_by_id'), table_name='obstacle_meetings')
    op.drop_index(op.f('ix_escalation_days_set_by_id'), table_name='escalation_days')
    op.drop_index('ix_drafts_saved_at', table_name='drafts')
    op.drop_index('ix_contests_year_id', table_name='contests')
    op.drop_index(op.f('ix_contests_prepared_by_id'), table_name='contests')
    op.drop_index('ix_clock_presets_valid_from_id', table_name='clock_presets')
    op.drop_index(op.f('ix_clock_presets_set_by_id'), table_name='clock_presets')
    op.drop_index('ix_campaigns_ends_on_id', table_name='campaigns')
    op.drop_index(op.f('ix_benchmarks_edited_by_id'), table_name='benchmarks')
    op.drop_index('ix_benchmarks_added_on_id', table_name='benchmarks')
    op.drop_index(op.f('ix_benchmarks_added_by_id'), table_name='benchmarks')
    change_table(op.get_bind(), TableChange(
        "obstacle_moves",
        add_constraints={
            'ck_obstacle_moves_obstacle_step': "CHECK (step IN ('report', 'owner_assignment', 'handover', 'take_up', 'escalation', 'removal_claim', 'removal_confirmation', 'removal_rejection', 'bypass', 'acceptance', 'reopening'))",
        },
        drop_constraints=['ck_obstacle_moves_somebody_or_the_timetable', 'ck_obstacle_moves_obstacle_step'],
        set_not_null=['moved_by_id'],
    ))
    change_table(op.get_bind(), TableChange(
        "obstacles",
        drop_columns=['practice_item_id', 'win_win', 'level_due_on'],
        add_constraints={
            'ck_obstacles_one_subject': "CHECK ((subject = 'issue' AND issue_id IS NOT NULL AND task_id IS NULL AND slogan_id IS NULL) OR (subject = 'task' AND task_id IS NOT NULL AND issue_id IS NULL AND slogan_id IS NULL) OR (subject = 'slogan' AND slogan_id IS NOT NULL AND issue_id IS NULL AND task_id IS NULL))",
            'ck_obstacles_obstacle_subject': "CHECK (subject IN ('issue', 'task', 'practice_item', 'indicator', 'slogan'))",
        },
        drop_constraints=['ck_obstacles_one_subject', 'ck_obstacles_obstacle_subject', 'fk_obstacles_practice_item_id_practice_items'],
    ))
    change_table(op.get_bind(), TableChange(
        "closing_values",
        drop_columns=['cost'],
        drop_constraints=['ck_closing_values_cost_of_a_value'],
    ))
    change_table(op.get_bind(), TableChange(
        "triages",
        drop_columns=['answer_due_on', 'state_before'],
        drop_constraints=['ck_triages_state_before'],
    ))
    change_table(op.get_bind(), TableChange(
        "plan_measures",
        drop_columns=['kind'],
        drop_constraints=['ck_plan_measures_measure_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "issue_steps",
        add_constraints={
            'ck_issue_steps_issue_step_kind': "CHECK (kind IN ('supplement', 'withdrawal', 'reexamination', 'link_undoing'))",
        },
        drop_constraints=['ck_issue_steps_issue_step_kind'],
    ))
    change_table(op.get_bind(), TableChange(
        "issue_proposers",
        drop_columns=['consent', 'answered_at', 'decline_reason'],
        drop_constraints=['ck_issue_proposers_moment_if_answered', 'ck_issue_proposers_reason_if_declined', 'ck_issue_proposers_consent'],
    ))
    change_table(op.get_bind(), TableChange(
        "slogan_reviews",
        drop_columns=['state', 'version', 'approved_by_id', 'approved_at'],
        drop_constraints=['ck_slogan_reviews_approved_if_so', 'ck_slogan_reviews_approved_by_another', 'ck_slogan_reviews_slogan_state', 'fk_slogan_reviews_approved_by_id_people'],
    ))
    change_table(op.get_bind(), TableChange(
        "opinions",
        drop_columns=['part'],
        drop_constraints=['ck_opinions_plan_part'],
    ))
    change_table(op.get_bind(), TableChange(
        "issues",
        drop_columns=['benchmark_id', 'campaign_id', 'carried_out_on', 'carried_out_result', 'blind', 'clock_preset_id', 'reviewing_department_id', 'transfer_count', 'term_started_at', 'supplement_due_on', 'promised_on', 'next_follow_up_on'],
        drop_constraints=['ck_issues_campaign_if_answer_to_a_call', 'ck_issues_day_if_carried_out', 'fk_issues_benchmark_id_benchmarks', 'fk_issues_campaign_id_campaigns', 'fk_issues_clock_preset_id_clock_presets', 'fk_issues_reviewing_department_id_departments'],
    ))
    change_table(op.get_bind(), TableChange(
        "gate_waivers",
        add_constraints={
            'ck_gate_waivers_gate_code': "CHECK (code IN ('triage_decided', 'triage_reason', 'field_chosen', 'ratings_given', 'lead_department', 'source_issue', 'leader_named', 'member_named', 'opinions_answered', 'form_complete', 'measure_set', 'obstacles_considered', 'head_approved', 'tower_approved', 'report_approved', 'no_report_overdue', 'obstacles_owned', 'results_entered', 'obstacles_settled', 'spread_decided'))",
        },
        drop_constraints=['ck_gate_waivers_gate_code'],
    ))
    change_table(op.get_bind(), TableChange(
        "tasks",
        drop_columns=['responsible_head_id', 'cooperation_number'],
        drop_constraints=['uq_tasks_cooperation_number', 'fk_tasks_responsible_head_id_people'],
    ))
    change_table(op.get_bind(), TableChange(
        "mileage_items",
        add_constraints={
            'ck_mileage_items_event_code': "CHECK (event_code IN ('issue_adopted', 'stage_reached', 'plan_approved', 'opinion_in_time', 'obstacle_removed', 'report_on_time', 'task_completed', 'lesson_recorded', 'slogan_approved'))",
        },
        drop_constraints=['ck_mileage_items_event_code'],
    ))
    op.drop_table('obstacle_meeting_items')
    op.drop_table('period_report_lines')
    op.drop_table('obstacle_requests')
    op.drop_table('milestone_results')
    op.drop_table('contest_marks')
    op.drop_table('contest_votes')
    op.drop_table('contest_sheets')
    op.drop_table('contest_awards')
    op.drop_table('unmaskings')
    op.drop_table('slogan_review_steps')
    op.drop_table('slogan_marks')
    op.drop_table('slogan_item_results')
    op.drop_table('revivals')
    op.drop_table('opinion_reminders')
    op.drop_table('issue_votes')
    op.drop_table('issue_transfers')
    op.drop_table('issue_reviews')
    op.drop_table('issue_promises')
    op.drop_table('issue_participations')
    op.drop_table('issue_opinions')
    op.drop_table('issue_grams')
    op.drop_table('issue_former_proposers')
    op.drop_table('issue_follows')
    op.drop_table('issue_comments')
    op.drop_table('follow_ups')
    op.drop_table('contest_prizes')
    op.drop_table('contest_group_peers')
    op.drop_table('contest_entries')
    op.drop_table('case_words')
    op.drop_table('case_steps')
    op.drop_table('case_figures')
    op.drop_table('case_authors')
    op.drop_table('spreads')
    op.drop_table('slogan_evaluators')
    op.drop_table('slogan_criteria')
    op.drop_table('slogan_ballots')
    op.drop_table('practice_changes')
    op.drop_table('period_report_steps')
    op.drop_table('period_report_snapshots')
    op.drop_table('lead_shares')
    op.drop_table('contest_steps')
    op.drop_table('contest_results')
    op.drop_table('contest_jurors')
    op.drop_table('contest_groups')
    op.drop_table('contest_criteria')
    op.drop_table('cases')
    op.drop_table('benchmark_words')
    op.drop_table('benchmark_figures')
    op.drop_table('stage_limits')
    op.drop_table('slogan_panels')
    op.drop_table('slogan_calls')
    op.drop_table('reporting_calendars')
    op.drop_table('period_reports')
    op.drop_table('obstacle_meetings')
    op.drop_table('escalation_days')
    op.drop_table('drafts')
    op.drop_table('contests')
    op.drop_table('clock_presets')
    op.drop_table('campaigns')
    op.drop_table('benchmarks')
    op.drop_table('library_words')
