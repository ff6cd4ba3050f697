"""The voice of the customer: surveys and their answers, voices, handling records, recognitions, the 5S index."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNKNOWN_BEFORE = (
    ("citizen_ideas", "TRUE"),
    ("customer_groups", "TRUE"),
    ("customer_voices", "TRUE"),
    ("five_s_figures", "TRUE"),
    ("five_s_publications", "TRUE"),
    ("five_s_rules", "TRUE"),
    ("five_s_runs", "TRUE"),
    ("five_s_showings", "TRUE"),
    ("monthly_question_issues", "TRUE"),
    ("monthly_question_statements", "TRUE"),
    ("monthly_questions", "TRUE"),
    ("panel_assignments", "TRUE"),
    ("panel_consents", "TRUE"),
    ("panel_invitations", "TRUE"),
    ("panel_members", "TRUE"),
    ("recognition_shares", "TRUE"),
    ("recognition_weights", "TRUE"),
    ("recognitions", "TRUE"),
    ("survey_answers", "TRUE"),
    ("survey_entries", "TRUE"),
    ("survey_entry_items", "TRUE"),
    ("survey_links", "TRUE"),
    ("survey_pending", "TRUE"),
    ("survey_questions", "TRUE"),
    ("survey_takings", "TRUE"),
    ("survey_texts", "TRUE"),
    ("survey_tickets", "TRUE"),
    ("survey_tokens", "TRUE"),
    ("survey_wave_departments", "TRUE"),
    ("survey_wave_groups", "TRUE"),
    ("survey_waves", "TRUE"),
    ("surveys", "TRUE"),
    ("voice_affair_improvements", "TRUE"),
    ("voice_affairs", "TRUE"),
    ("voice_handling_batches", "TRUE"),
    ("voice_handling_records", "TRUE"),
    ("voice_imports", "TRUE"),
    ("voice_shortening_handovers", "TRUE"),
    ("voice_steps", "TRUE"),
    ("voice_terms", "TRUE"),
)
"""What the version before has no table for. What only counts those rows goes with them."""


def refuse_to_lose_rows() -> None:
    """Stop before anything is changed where the version before would lose what was said or decided."""
    for table, condition in UNKNOWN_BEFORE:
        count = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE {condition}")).scalar_one()  # noqa: S608  constants
        if count:
            raise RuntimeError(
                f"{count} rows of {table} ({condition}) have no place in revision 0008: restore a backup"
            )


def upgrade() -> None:
    op.create_table(
        "survey_stamps",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_stamps")),
    )
    op.create_table(
        "voice_affairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_affairs")),
        sa.UniqueConstraint("key", name=op.f("uq_voice_affairs_key")),
    )
    op.create_table(
        "voice_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_voice_numbers_starts_at_one")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_voice_numbers")),
    )
    op.create_table(
        "voice_handling_hours",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_voice_handling_hours_hour_known")),
        sa.CheckConstraint("n > 0", name=op.f("ck_voice_handling_hours_n_above_zero")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 7", name=op.f("ck_voice_handling_hours_weekday_known")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_voice_handling_hours_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("department_id", "month", "weekday", "hour", name=op.f("pk_voice_handling_hours")),
    )
    op.create_table(
        "voice_handling_months",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("statutory_minutes", sa.Integer(), nullable=False),
        sa.Column("actual_minutes", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.CheckConstraint("late BETWEEN 0 AND n", name=op.f("ck_voice_handling_months_late_within_n")),
        sa.CheckConstraint("n > 0", name=op.f("ck_voice_handling_months_n_above_zero")),
        sa.CheckConstraint(
            "statutory_minutes > 0 AND actual_minutes >= 0", name=op.f("ck_voice_handling_months_minutes_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["voice_affairs.id"], name=op.f("fk_voice_handling_months_affair_id_voice_affairs")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_voice_handling_months_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("department_id", "affair_id", "month", name=op.f("pk_voice_handling_months")),
    )
    op.create_table(
        "voice_handling_spreads",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_voice_handling_spreads_hours_not_negative")),
        sa.CheckConstraint("n > 0", name=op.f("ck_voice_handling_spreads_n_above_zero")),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["voice_affairs.id"], name=op.f("fk_voice_handling_spreads_affair_id_voice_affairs")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_voice_handling_spreads_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("department_id", "affair_id", "month", "hours", name=op.f("pk_voice_handling_spreads")),
    )
    op.create_table(
        "voice_word_counts",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("department_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_voice_word_counts_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_voice_word_counts_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("week", "department_id", "word", name=op.f("pk_voice_word_counts")),
    )
    op.create_table(
        "customer_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "residents",
                "businesses",
                "visitors",
                "partners",
                "staff",
                "other",
                name="group_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_customer_groups_name_is_given")),
        sa.CheckConstraint("size IS NULL OR size >= 0", name=op.f("ck_customer_groups_size_not_below_zero")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_customer_groups_created_by_id_people")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_customer_groups_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_groups")),
    )
    op.create_table(
        "five_s_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_five_s_rules_reason_given")),
        sa.CheckConstraint("least BETWEEN 1 AND 5", name=op.f("ck_five_s_rules_least_of_five")),
        sa.CheckConstraint("version > 0", name=op.f("ck_five_s_rules_versions_from_one")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2200", name=op.f("ck_five_s_rules_year")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_five_s_rules_created_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_s_rules")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_five_s_rules_version")),
    )
    op.create_table(
        "five_s_showings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "shown",
            sa.Enum("nothing", "standing", name="five_s_shown", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_five_s_showings_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_s_showings")),
    )
    op.create_table(
        "panel_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words_ko", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("years_kept", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("years_kept BETWEEN 1 AND 3", name=op.f("ck_panel_consents_years_kept")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_panel_consents_written_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_consents")),
    )
    op.create_table(
        "panel_invitations",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_panel_invitations_made_by_id_people")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_panel_invitations")),
    )
    op.create_table(
        "recognition_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_recognition_weights_reason_given")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_recognition_weights_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_weights")),
    )
    op.create_table(
        "recognitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "visit",
                "proactive",
                name="recognition_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "central",
                "province",
                "local",
                "other",
                "own",
                name="recognition_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("giver", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("once_key", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "returned",
                "confirmed",
                "withdrawn",
                "revoked",
                name="recognition_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Numeric().with_variant(sa.String(64), "sqlite"), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed' OR state = 'revoked') = (weight IS NOT NULL)",
            name=op.f("ck_recognitions_weight_if_confirmed"),
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_by_id IS NOT NULL)", name=op.f("ck_recognitions_revoker_if_revoked")
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'revoked') OR reason <> ''", name=op.f("ck_recognitions_reason_given")
        ),
        sa.CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name=op.f("ck_recognitions_decided_when")),
        sa.CheckConstraint("(revoked_by_id IS NULL) = (revoked_at IS NULL)", name=op.f("ck_recognitions_revoked_when")),
        sa.CheckConstraint("decided_by_id <> author_id", name=op.f("ck_recognitions_decided_by_another")),
        sa.CheckConstraint("length(once_key) = 64", name=op.f("ck_recognitions_key_is_whole")),
        sa.CheckConstraint("revoked_by_id <> author_id", name=op.f("ck_recognitions_revoked_by_another")),
        sa.CheckConstraint(
            "weight IS NULL OR decided_by_id IS NOT NULL", name=op.f("ck_recognitions_decider_if_confirmed")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_recognitions_author_id_people")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_recognitions_decided_by_id_people")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_recognitions_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["people.id"], name=op.f("fk_recognitions_revoked_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
    )
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("introduction_ko", sa.Text(), nullable=False),
        sa.Column("introduction_en", sa.Text(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "service_satisfaction",
                "phone_kindness",
                "five_stars",
                "innovation_level",
                "cs_capability",
                "cooperation",
                "citizen_panel",
                "monthly_question",
                "other",
                name="survey_purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "public", "staff", "panel", name="survey_audience", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "conversion",
            sa.Enum(
                "linear", "top_two", "weighted", name="conversion", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.Enum(
                "smile",
                "simple",
                "soft",
                "speed",
                "smart",
                "head",
                "mouth",
                "heart",
                "hand",
                "foot",
                name="value",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "ready", "retired", name="survey_state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("title_ko <> ''", name=op.f("ck_surveys_title_is_given")),
        sa.CheckConstraint("minimum >= 5", name=op.f("ck_surveys_minimum_is_five_or_more")),
        sa.CheckConstraint("root_id IS NULL OR root_id <> id", name=op.f("ck_surveys_not_its_own_root")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_surveys_created_by_id_people")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_surveys_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["root_id"], ["surveys.id"], name=op.f("fk_surveys_root_id_surveys")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    op.create_table(
        "voice_affair_improvements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["voice_affairs.id"], name=op.f("fk_voice_affair_improvements_affair_id_voice_affairs")
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_voice_affair_improvements_said_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_affair_improvements")),
        sa.UniqueConstraint("affair_id", "task_id", name=op.f("uq_voice_affair_improvements_task_once_an_affair")),
    )
    op.create_table(
        "voice_handling_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("counted", "withdrawn", name="batch_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)",
            name=op.f("ck_voice_handling_batches_withdrawer_if_withdrawn"),
        ),
        sa.CheckConstraint(
            "(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)",
            name=op.f("ck_voice_handling_batches_reason_if_withdrawn"),
        ),
        sa.CheckConstraint(
            "(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_voice_handling_batches_withdrawn_when")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_voice_handling_batches_days_in_order")),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_voice_handling_batches_rows_above_zero")),
        sa.CheckConstraint(
            "withdrawn_by_id <> read_by_id", name=op.f("ck_voice_handling_batches_withdrawn_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["people.id"], name=op.f("fk_voice_handling_batches_read_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people.id"], name=op.f("fk_voice_handling_batches_withdrawn_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_handling_batches")),
    )
    op.create_table(
        "voice_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("row_count >= 1", name=op.f("ck_voice_imports_has_rows")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["people.id"], name=op.f("fk_voice_imports_imported_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_imports")),
        sa.UniqueConstraint("sha256", name=op.f("uq_voice_imports_sha256")),
    )
    op.create_table(
        "voice_shortening_handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_voice_shortening_handovers_days_in_order")),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_voice_shortening_handovers_rows_above_zero")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name=op.f("fk_voice_shortening_handovers_sent_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_shortening_handovers")),
    )
    op.create_table(
        "voice_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("head_approves", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_voice_terms_reason_given")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_voice_terms_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_terms")),
    )
    op.create_table(
        "customer_voices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "homepage",
                "phone",
                "visit",
                "meeting",
                "survey",
                "citizens",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "suggestion",
                "praise",
                "inquiry",
                name="voice_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "legal_kind",
            sa.Enum(
                "law_inquiry",
                "inquiry",
                "suggestion",
                "grievance",
                "other",
                "none",
                name="legal_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=32), nullable=False),
        sa.Column("masked_count", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("extension", sa.Integer(), nullable=True),
        sa.Column(
            "extension_ground",
            sa.Enum(
                "cooperation",
                "facts",
                "force_majeure",
                "alike",
                name="extension_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("not_counted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "answered",
                name="voice_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("call_points", sa.Integer(), nullable=True),
        sa.Column("called_by_id", sa.Integer(), nullable=True),
        sa.Column("praised_id", sa.Integer(), nullable=True),
        sa.Column(
            "praise",
            sa.Enum(
                "named",
                "confirmed",
                "declined",
                name="praise_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("praise_decided_by_id", sa.Integer(), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("task_ended_on", sa.Date(), nullable=True),
        sa.Column("change_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_example", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(due_at IS NULL) = (legal_kind = 'none')", name=op.f("ck_customer_voices_due_if_a_period_runs")
        ),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (channel = 'citizens')", name=op.f("ck_customer_voices_entered_by_somebody")
        ),
        sa.CheckConstraint(
            "(in_time IS NOT NULL) = (state = 'answered' AND due_at IS NOT NULL)",
            name=op.f("ck_customer_voices_in_time_if_a_period_ran"),
        ),
        sa.CheckConstraint(
            "(kind = 'praise') = (praise IS NOT NULL)", name=op.f("ck_customer_voices_praise_if_praise")
        ),
        sa.CheckConstraint(
            "(praise IN ('confirmed', 'declined')) = (praise_decided_by_id IS NOT NULL)",
            name=op.f("ck_customer_voices_decider_if_decided"),
        ),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_customer_voices_moment_if_answered")
        ),
        sa.CheckConstraint(
            "call_points IS NULL OR state = 'answered'", name=op.f("ck_customer_voices_call_after_the_answer")
        ),
        sa.CheckConstraint("praised_id IS NULL OR kind = 'praise'", name=op.f("ck_customer_voices_praised_if_praise")),
        sa.CheckConstraint(
            "state = 'open' OR (answer <> '' AND answer_by_id IS NOT NULL)",
            name=op.f("ck_customer_voices_answer_if_written"),
        ),
        sa.CheckConstraint(
            "(call_points IS NULL) = (called_by_id IS NULL)", name=op.f("ck_customer_voices_caller_if_called")
        ),
        sa.CheckConstraint(
            "(due_at IS NULL) = (due_on IS NULL)", name=op.f("ck_customer_voices_due_day_of_the_moment")
        ),
        sa.CheckConstraint(
            "(extension IS NULL) = (extension_ground IS NULL)", name=op.f("ck_customer_voices_ground_if_extended")
        ),
        sa.CheckConstraint(
            "call_points IS NULL OR call_points BETWEEN 1 AND 5", name=op.f("ck_customer_voices_five_points")
        ),
        sa.CheckConstraint("called_by_id <> answer_by_id", name=op.f("ck_customer_voices_called_by_another")),
        sa.CheckConstraint(
            "due_at IS NULL OR due_at >= received_at", name=op.f("ck_customer_voices_due_after_receipt")
        ),
        sa.CheckConstraint("extension IS NULL OR extension >= 1", name=op.f("ck_customer_voices_extension_above_zero")),
        sa.CheckConstraint("length(body) BETWEEN 2 AND 4000", name=op.f("ck_customer_voices_body_length")),
        sa.CheckConstraint(
            "praise_decided_by_id <> entered_by_id", name=op.f("ck_customer_voices_praise_not_decided_by_the_taker")
        ),
        sa.CheckConstraint(
            "praise_decided_by_id <> praised_id", name=op.f("ck_customer_voices_praise_confirmed_by_another")
        ),
        sa.CheckConstraint("praised_id <> entered_by_id", name=op.f("ck_customer_voices_praised_by_another")),
        sa.CheckConstraint(
            "task_ended_on IS NULL OR task_id IS NOT NULL", name=op.f("ck_customer_voices_ended_if_a_task")
        ),
        sa.CheckConstraint("task_id IS NULL OR issue_id IS NOT NULL", name=op.f("ck_customer_voices_task_by_an_issue")),
        sa.ForeignKeyConstraint(["answer_by_id"], ["people.id"], name=op.f("fk_customer_voices_answer_by_id_people")),
        sa.ForeignKeyConstraint(["called_by_id"], ["people.id"], name=op.f("fk_customer_voices_called_by_id_people")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_customer_voices_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_customer_voices_entered_by_id_people")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["voice_imports.id"], name=op.f("fk_customer_voices_import_id_voice_imports")
        ),
        sa.ForeignKeyConstraint(
            ["praise_decided_by_id"], ["people.id"], name=op.f("fk_customer_voices_praise_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(["praised_id"], ["people.id"], name=op.f("fk_customer_voices_praised_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_voices")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_voices_number")),
    )
    op.create_table(
        "five_s_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("departments", sa.Integer(), nullable=False),
        sa.Column("reckoned_by_id", sa.Integer(), nullable=True),
        sa.Column("reckoned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("departments >= 0", name=op.f("ck_five_s_runs_departments_counted")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_five_s_runs_hash_is_whole")),
        sa.CheckConstraint("number > 0", name=op.f("ck_five_s_runs_numbers_from_one")),
        sa.ForeignKeyConstraint(["reckoned_by_id"], ["people.id"], name=op.f("fk_five_s_runs_reckoned_by_id_people")),
        sa.ForeignKeyConstraint(["rule_id"], ["five_s_rules.id"], name=op.f("fk_five_s_runs_rule_id_five_s_rules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_s_runs")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_five_s_runs_number")),
    )
    op.create_table(
        "panel_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.CheckConstraint("kept_until > consented_on", name=op.f("ck_panel_members_kept_after_consent")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["panel_consents.id"], name=op.f("fk_panel_members_consent_id_panel_consents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_members")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_panel_members_code_hash")),
    )
    op.create_table(
        "recognition_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.CheckConstraint("share BETWEEN 1 AND 100", name=op.f("ck_recognition_shares_share_is_a_part")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_recognition_shares_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognitions.id"], name=op.f("fk_recognition_shares_recognition_id_recognitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_shares")),
        sa.UniqueConstraint("recognition_id", "department_id", name=op.f("uq_recognition_shares_department")),
    )
    op.create_table(
        "survey_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "scale",
                "choice",
                "text",
                "matrix",
                name="question_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_ko", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Numeric().with_variant(sa.String(64), "sqlite"), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('scale', 'matrix')) = (points IS NOT NULL) AND (points IS NULL OR points IN (5, 7, 10))",
            name=op.f("ck_survey_questions_points_of_a_scale"),
        ),
        sa.CheckConstraint("words_ko <> ''", name=op.f("ck_survey_questions_words_are_given")),
        sa.CheckConstraint("CAST(weight AS NUMERIC) >= 0", name=op.f("ck_survey_questions_weight_not_below_zero")),
        sa.CheckConstraint("number > 0", name=op.f("ck_survey_questions_number_above_zero")),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_questions_survey_id_surveys")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_questions")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_questions_number")),
    )
    op.create_table(
        "survey_waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("answered", "entered", name="wave_way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "closed", name="wave_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_survey_waves_closed_has_its_moment")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (opened_by_id IS NULL)", name=op.f("ck_survey_waves_opened_by_somebody")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_survey_waves_name_is_given")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_survey_waves_times_in_order")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2200", name=op.f("ck_survey_waves_year_in_range")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_survey_waves_closed_by_id_people")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_survey_waves_created_by_id_people")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_survey_waves_opened_by_id_people")),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_waves_survey_id_surveys")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_waves")),
        sa.UniqueConstraint("survey_id", "name", name=op.f("uq_survey_waves_name")),
    )
    op.create_table(
        "voice_handling_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("receipt_no", sa.String(length=200), nullable=False),
        sa.Column("receipt_key", sa.String(length=200), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_amount", sa.Integer(), nullable=False),
        sa.Column(
            "period_unit",
            sa.Enum(
                "immediate",
                "hours",
                "days",
                "weeks",
                "months",
                "years",
                name="period_unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("not_counted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("compound", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statutory_minutes", sa.Integer(), nullable=False),
        sa.Column("actual_minutes", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("receipt_month", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "extension BETWEEN 0 AND 2 * CASE period_unit WHEN 'immediate' THEN 3 ELSE period_amount END",
            name=op.f("ck_voice_handling_records_extension_within_the_law"),
        ),
        sa.CheckConstraint("actual_minutes >= 0", name=op.f("ck_voice_handling_records_actual_not_negative")),
        sa.CheckConstraint(
            "completed_at >= received_at", name=op.f("ck_voice_handling_records_completed_after_receipt")
        ),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_voice_handling_records_hour_known")),
        sa.CheckConstraint(
            "is_late = (completed_at > due_at)", name=op.f("ck_voice_handling_records_late_if_after_due")
        ),
        sa.CheckConstraint("period_amount > 0", name=op.f("ck_voice_handling_records_period_above_zero")),
        sa.CheckConstraint("statutory_minutes > 0", name=op.f("ck_voice_handling_records_statutory_above_zero")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 7", name=op.f("ck_voice_handling_records_weekday_known")),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["voice_affairs.id"], name=op.f("fk_voice_handling_records_affair_id_voice_affairs")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["voice_handling_batches.id"],
            name=op.f("fk_voice_handling_records_batch_id_voice_handling_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_voice_handling_records_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voice_handling_records_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_handling_records")),
        sa.UniqueConstraint("batch_id", "row_number", name=op.f("uq_voice_handling_records_batch_and_row")),
    )
    op.create_table(
        "citizen_ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voice_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column(
            "showing",
            sa.Enum(
                "waiting", "shown", "kept", name="idea_showing", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("shown_title", sa.String(length=200), nullable=False),
        sa.Column("shown_words", sa.Text(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(showing = 'shown') = (shown_on IS NOT NULL)", name=op.f("ck_citizen_ideas_day_if_shown")),
        sa.CheckConstraint(
            "(showing = 'waiting') = (decided_by_id IS NULL)", name=op.f("ck_citizen_ideas_decided_by_somebody")
        ),
        sa.CheckConstraint("showing <> 'kept' OR reason <> ''", name=op.f("ck_citizen_ideas_reason_if_kept")),
        sa.CheckConstraint(
            "showing <> 'shown' OR (shown_title <> '' AND shown_words <> '')",
            name=op.f("ck_citizen_ideas_words_if_shown"),
        ),
        sa.CheckConstraint(
            "title <> '' AND problem <> '' AND proposal <> ''", name=op.f("ck_citizen_ideas_parts_are_given")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_citizen_ideas_decided_by_id_people")),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["customer_voices.id"], name=op.f("fk_citizen_ideas_voice_id_customer_voices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_ideas")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_citizen_ideas_code")),
        sa.UniqueConstraint("voice_id", name=op.f("uq_citizen_ideas_voice")),
    )
    op.create_table(
        "five_s_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("peer_group_id", sa.Integer(), nullable=True),
        sa.Column(
            "part",
            sa.Enum(
                "smile",
                "simple",
                "soft",
                "speed",
                "smart",
                "total",
                name="five_s_part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Numeric().with_variant(sa.String(64), "sqlite"), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_ranked", sa.Boolean(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_five_s_figures_n_not_negative")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_five_s_figures_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["peer_group_id"], ["peer_groups.id"], name=op.f("fk_five_s_figures_peer_group_id_peer_groups")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["five_s_runs.id"], name=op.f("fk_five_s_figures_run_id_five_s_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_s_figures")),
        sa.UniqueConstraint("year", "department_id", "part", name=op.f("uq_five_s_figures_department_and_part")),
    )
    op.create_table(
        "five_s_publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_five_s_publications_hash_is_whole")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_five_s_publications_published_by_id_people")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["five_s_runs.id"], name=op.f("fk_five_s_publications_run_id_five_s_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_s_publications")),
        sa.UniqueConstraint("year", name=op.f("uq_five_s_publications_year")),
    )
    op.create_table(
        "monthly_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("result_due_on", sa.Date(), nullable=False),
        sa.Column("reflection_due_on", sa.Date(), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("reflection_on", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("reflection_on >= result_on", name=op.f("ck_monthly_questions_reflection_after_the_result")),
        sa.CheckConstraint(
            "reflection_on IS NULL OR result_on IS NOT NULL", name=op.f("ck_monthly_questions_result_before_reflection")
        ),
        sa.CheckConstraint("result_due_on <= reflection_due_on", name=op.f("ck_monthly_questions_days_in_order")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_monthly_questions_asked_by_id_people")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["survey_waves.id"], name=op.f("fk_monthly_questions_wave_id_survey_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_questions")),
        sa.UniqueConstraint("wave_id", name=op.f("uq_monthly_questions_wave")),
    )
    op.create_table(
        "survey_answers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("customer_group_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.CheckConstraint("id > 0", name=op.f("ck_survey_answers_id_above_zero")),
        sa.ForeignKeyConstraint(
            ["customer_group_id"],
            ["customer_groups.id"],
            name=op.f("fk_survey_answers_customer_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_survey_answers_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_answers_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_cells",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("score_sum", sa.BigInteger(), nullable=False),
        sa.Column("score_squares", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("answers >= 0 AND scored <= answers", name=op.f("ck_survey_cells_counts_in_order")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_cells_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint("wave_id", "department_key", "group_key", name=op.f("pk_survey_cells")),
    )
    op.create_table(
        "survey_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("published", sa.Numeric().with_variant(sa.String(64), "sqlite"), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "entered",
                "confirmed",
                "rejected",
                name="entry_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'entered') = (decided_at IS NULL)", name=op.f("ck_survey_entries_decided_at_a_moment")
        ),
        sa.CheckConstraint(
            "(state = 'entered') = (decided_by_id IS NULL)", name=op.f("ck_survey_entries_decided_by_somebody")
        ),
        sa.CheckConstraint("place <> ''", name=op.f("ck_survey_entries_place_is_named")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_survey_entries_source_is_named")),
        sa.CheckConstraint(
            "state <> 'rejected' OR reason <> ''", name=op.f("ck_survey_entries_rejected_with_a_reason")
        ),
        sa.CheckConstraint("answers IS NULL OR answers > 0", name=op.f("ck_survey_entries_somebody_answered")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> entered_by_id",
            name=op.f("ck_survey_entries_confirmed_by_another"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_survey_entries_decided_by_id_people")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_survey_entries_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_survey_entries_entered_by_id_people")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_entries_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_entries")),
        sa.UniqueConstraint("wave_id", "place", name=op.f("uq_survey_entries_place")),
    )
    op.create_table(
        "survey_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("customer_group_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "letters",
                "staff",
                "panel",
                name="link_access",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tokens_made", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "tokens_made >= 0 AND (access <> 'open' OR tokens_made = 0)",
            name=op.f("ck_survey_links_open_without_tokens"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_survey_links_ended_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["customer_group_id"],
            ["customer_groups.id"],
            name=op.f("fk_survey_links_customer_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_survey_links_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["people.id"], name=op.f("fk_survey_links_ended_by_id_people")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_survey_links_made_by_id_people")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_links_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_links")),
        sa.UniqueConstraint("key", name=op.f("uq_survey_links_key")),
    )
    op.create_table(
        "survey_pending",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("customer_group_id", sa.Integer(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.CheckConstraint("id > 0", name=op.f("ck_survey_pending_id_above_zero")),
        sa.ForeignKeyConstraint(
            ["customer_group_id"],
            ["customer_groups.id"],
            name=op.f("fk_survey_pending_customer_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_survey_pending_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_pending_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_pending")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_sums",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_survey_sums_not_below_zero")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_sums_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint(
            "wave_id", "department_key", "group_key", "question", "row", "label", name=op.f("pk_survey_sums")
        ),
    )
    op.create_table(
        "survey_texts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_key", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_survey_texts_text_is_given")),
        sa.CheckConstraint("id > 0", name=op.f("ck_survey_texts_id_above_zero")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_texts_wave_id_survey_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_texts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_wave_departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_survey_wave_departments_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_wave_departments_wave_id_survey_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_wave_departments")),
        sa.UniqueConstraint("wave_id", "department_id", name=op.f("uq_survey_wave_departments_once")),
    )
    op.create_table(
        "survey_wave_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("customer_group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_group_id"],
            ["customer_groups.id"],
            name=op.f("fk_survey_wave_groups_customer_group_id_customer_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_wave_groups_wave_id_survey_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_wave_groups")),
        sa.UniqueConstraint("wave_id", "customer_group_id", name=op.f("uq_survey_wave_groups_once")),
    )
    op.create_table(
        "voice_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voice_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "transfer",
                "extension",
                "not_counted",
                "answer",
                "return",
                "approval",
                "call",
                "praise",
                "no_praise",
                "issue",
                "task",
                "task_end",
                "change",
                name="voice_step_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("from_department_id", sa.Integer(), nullable=True),
        sa.Column("to_department_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_department_id"], ["departments.id"], name=op.f("fk_voice_steps_from_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["people.id"], name=op.f("fk_voice_steps_taken_by_id_people")),
        sa.ForeignKeyConstraint(
            ["to_department_id"], ["departments.id"], name=op.f("fk_voice_steps_to_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["customer_voices.id"], name=op.f("fk_voice_steps_voice_id_customer_voices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_steps")),
    )
    op.create_table(
        "voice_words",
        sa.Column("voice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["customer_voices.id"], name=op.f("fk_voice_words_voice_id_customer_voices")
        ),
        sa.PrimaryKeyConstraint("voice_id", "word", name=op.f("pk_voice_words")),
    )
    op.create_table(
        "monthly_question_issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_monthly_question_issues_words_are_given")),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["people.id"], name=op.f("fk_monthly_question_issues_linked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["monthly_questions.id"],
            name=op.f("fk_monthly_question_issues_question_id_monthly_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_question_issues")),
        sa.UniqueConstraint("question_id", "issue_id", name=op.f("uq_monthly_question_issues_once")),
    )
    op.create_table(
        "monthly_question_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "result", "reflection", name="statement_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words_ko", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(words_ko) >= 10", name=op.f("ck_monthly_question_statements_words_are_given")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["monthly_questions.id"],
            name=op.f("fk_monthly_question_statements_question_id_monthly_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_monthly_question_statements_said_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_question_statements")),
    )
    op.create_table(
        "panel_assignments",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("has_taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["survey_links.id"], name=op.f("fk_panel_assignments_link_id_survey_links")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["panel_members.id"], name=op.f("fk_panel_assignments_member_id_panel_members")
        ),
        sa.PrimaryKeyConstraint("link_id", "member_id", name=op.f("pk_panel_assignments")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_entry_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Numeric().with_variant(sa.String(64), "sqlite"), nullable=False),
        sa.Column("points", sa.Numeric().with_variant(sa.String(64), "sqlite"), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_survey_entry_items_name_is_given")),
        sa.CheckConstraint(
            "CAST(points AS NUMERIC) >= 0 AND CAST(points AS NUMERIC) <= CAST(weight AS NUMERIC)",
            name=op.f("ck_survey_entry_items_points_within_the_weight"),
        ),
        sa.CheckConstraint("CAST(weight AS NUMERIC) > 0", name=op.f("ck_survey_entry_items_weight_above_zero")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["survey_entries.id"], name=op.f("fk_survey_entry_items_entry_id_survey_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_entry_items")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_survey_entry_items_number")),
    )
    op.create_table(
        "survey_takings",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["survey_links.id"], name=op.f("fk_survey_takings_link_id_survey_links")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_survey_takings_person_id_people")),
        sa.PrimaryKeyConstraint("link_id", "person_id", name=op.f("pk_survey_takings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_tickets",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["survey_links.id"], name=op.f("fk_survey_tickets_link_id_survey_links")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_tickets")),
    )
    op.create_table(
        "survey_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["survey_links.id"], name=op.f("fk_survey_tokens_link_id_survey_links")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_survey_tokens")),
        sqlite_with_rowid=False,
    )
    change_table(
        op.get_bind(),
        TableChange(
            "notice_choices",
            add_constraints={
                "ck_notice_choices_notice_kind": "CHECK (kind IN ('idea', 'task', 'paper', 'obstacle', 'slogan', 'case', 'claim', 'hearing', 'scoring', 'round', 'incentive', 'voice', 'reminder'))",
            },
            drop_constraints=["ck_notice_choices_notice_kind"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "notices",
            add_constraints={
                "ck_notices_notice_kind": "CHECK (kind IN ('idea', 'task', 'paper', 'obstacle', 'slogan', 'case', 'claim', 'hearing', 'scoring', 'round', 'incentive', 'voice', 'reminder'))",
            },
            drop_constraints=["ck_notices_notice_kind"],
        ),
    )
    op.create_index("ix_voice_handling_hours_month", "voice_handling_hours", ["month"], unique=False)
    op.create_index("ix_voice_handling_months_affair", "voice_handling_months", ["affair_id", "month"], unique=False)
    op.create_index("ix_voice_handling_months_month", "voice_handling_months", ["month", "department_id"], unique=False)
    op.create_index(
        "ix_voice_handling_spreads_month", "voice_handling_spreads", ["month", "department_id"], unique=False
    )
    op.create_index("ix_voice_word_counts_week_word", "voice_word_counts", ["week", "word"], unique=False)
    op.create_index("uq_customer_groups_name", "customer_groups", ["department_id", "name"], unique=True)
    op.create_index(
        "uq_customer_groups_office_name",
        "customer_groups",
        ["name"],
        unique=True,
        sqlite_where=sa.text("department_id IS NULL"),
        postgresql_where=sa.text("department_id IS NULL"),
    )
    op.create_index(op.f("ix_recognitions_author_id"), "recognitions", ["author_id"], unique=False)
    op.create_index(op.f("ix_recognitions_department_id"), "recognitions", ["department_id"], unique=False)
    op.create_index("ix_recognitions_happened_on_id", "recognitions", ["happened_on", "id"], unique=False)
    op.create_index("ix_recognitions_state_happened_on", "recognitions", ["state", "happened_on"], unique=False)
    op.create_index(
        "uq_recognitions_confirmed_once",
        "recognitions",
        ["once_key"],
        unique=True,
        sqlite_where=sa.text("state = 'confirmed'"),
        postgresql_where=sa.text("state = 'confirmed'"),
    )
    op.create_index(
        "uq_recognitions_department_once",
        "recognitions",
        ["department_id", "once_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('submitted', 'returned', 'confirmed')"),
        postgresql_where=sa.text("state IN ('submitted', 'returned', 'confirmed')"),
    )
    op.create_index(op.f("ix_surveys_department_id"), "surveys", ["department_id"], unique=False)
    op.create_index(op.f("ix_surveys_root_id"), "surveys", ["root_id"], unique=False)
    op.create_index(
        op.f("ix_voice_affair_improvements_said_by_id"), "voice_affair_improvements", ["said_by_id"], unique=False
    )
    op.create_index("ix_voice_affair_improvements_task", "voice_affair_improvements", ["task_id"], unique=False)
    op.create_index(
        op.f("ix_voice_handling_batches_read_by_id"), "voice_handling_batches", ["read_by_id"], unique=False
    )
    op.create_index(
        "uq_voice_handling_batches_file_once",
        "voice_handling_batches",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("state = 'counted'"),
        postgresql_where=sa.text("state = 'counted'"),
    )
    op.create_index(
        op.f("ix_voice_shortening_handovers_sent_by_id"), "voice_shortening_handovers", ["sent_by_id"], unique=False
    )
    op.create_index(
        "ix_customer_voices_department_id_due_on", "customer_voices", ["department_id", "due_on"], unique=False
    )
    op.create_index("ix_customer_voices_department_id_id", "customer_voices", ["department_id", "id"], unique=False)
    op.create_index(op.f("ix_customer_voices_entered_by_id"), "customer_voices", ["entered_by_id"], unique=False)
    op.create_index(op.f("ix_customer_voices_import_id"), "customer_voices", ["import_id"], unique=False)
    op.create_index("ix_customer_voices_issue_id", "customer_voices", ["issue_id"], unique=False)
    op.create_index(op.f("ix_customer_voices_praised_id"), "customer_voices", ["praised_id"], unique=False)
    op.create_index("ix_customer_voices_received_on_id", "customer_voices", ["received_on", "id"], unique=False)
    op.create_index("ix_customer_voices_state_due_at", "customer_voices", ["state", "due_at"], unique=False)
    op.create_index("ix_customer_voices_task_id", "customer_voices", ["task_id"], unique=False)
    op.create_index("ix_customer_voices_text_hash", "customer_voices", ["text_hash"], unique=False)
    op.create_index(
        "uq_customer_voices_praise_number_once",
        "customer_voices",
        ["praised_id", "reference"],
        unique=True,
        sqlite_where=sa.text("praise = 'confirmed' AND reference <> ''"),
        postgresql_where=sa.text("praise = 'confirmed' AND reference <> ''"),
    )
    op.create_index(
        "uq_customer_voices_praise_once",
        "customer_voices",
        ["praised_id", "text_hash"],
        unique=True,
        sqlite_where=sa.text("praise = 'confirmed'"),
        postgresql_where=sa.text("praise = 'confirmed'"),
    )
    op.create_index(op.f("ix_recognition_shares_department_id"), "recognition_shares", ["department_id"], unique=False)
    op.create_index(
        "ix_voice_handling_records_by_affair",
        "voice_handling_records",
        ["affair_id", "completed_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_voice_handling_records_by_completion", "voice_handling_records", ["completed_at", "id"], unique=False
    )
    op.create_index(
        "ix_voice_handling_records_by_department",
        "voice_handling_records",
        ["department_id", "completed_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_voice_handling_records_receipt_once",
        "voice_handling_records",
        ["receipt_key"],
        unique=True,
        sqlite_where=sa.text("is_counted"),
        postgresql_where=sa.text("is_counted"),
    )
    op.create_index("ix_citizen_ideas_showing_shown_on", "citizen_ideas", ["showing", "shown_on", "id"], unique=False)
    op.create_index("ix_five_s_figures_department_id_year", "five_s_figures", ["department_id", "year"], unique=False)
    op.create_index("ix_survey_answers_wave_id", "survey_answers", ["wave_id"], unique=False)
    op.create_index(op.f("ix_survey_entries_department_id"), "survey_entries", ["department_id"], unique=False)
    op.create_index(
        "uq_survey_entries_department_once",
        "survey_entries",
        ["wave_id", "department_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'rejected'"),
        postgresql_where=sa.text("state <> 'rejected'"),
    )
    op.create_index(op.f("ix_survey_links_customer_group_id"), "survey_links", ["customer_group_id"], unique=False)
    op.create_index(op.f("ix_survey_links_department_id"), "survey_links", ["department_id"], unique=False)
    op.create_index(op.f("ix_survey_links_wave_id"), "survey_links", ["wave_id"], unique=False)
    op.create_index("ix_survey_pending_wave_id", "survey_pending", ["wave_id"], unique=False)
    op.create_index("ix_survey_texts_place", "survey_texts", ["wave_id", "question", "id"], unique=False)
    op.create_index(
        op.f("ix_survey_wave_departments_department_id"), "survey_wave_departments", ["department_id"], unique=False
    )
    op.create_index(
        op.f("ix_survey_wave_groups_customer_group_id"), "survey_wave_groups", ["customer_group_id"], unique=False
    )
    op.create_index(op.f("ix_voice_steps_voice_id"), "voice_steps", ["voice_id"], unique=False)
    op.create_index("ix_voice_words_word_voice_id", "voice_words", ["word", "voice_id"], unique=False)
    op.create_index(
        "ix_monthly_question_statements_question_id_id",
        "monthly_question_statements",
        ["question_id", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_panel_assignments_member_id"), "panel_assignments", ["member_id"], unique=False)
    op.create_index(op.f("ix_survey_takings_person_id"), "survey_takings", ["person_id"], unique=False)
    op.create_index(op.f("ix_survey_tickets_link_id"), "survey_tickets", ["link_id"], unique=False)
    op.create_index(op.f("ix_survey_tokens_link_id"), "survey_tokens", ["link_id"], unique=False)


def downgrade() -> None:
    refuse_to_lose_rows()
    op.drop_index(op.f("ix_survey_tokens_link_id"), table_name="survey_tokens")
    op.drop_index(op.f("ix_survey_tickets_link_id"), table_name="survey_tickets")
    op.drop_index(op.f("ix_survey_takings_person_id"), table_name="survey_takings")
    op.drop_index(op.f("ix_panel_assignments_member_id"), table_name="panel_assignments")
    op.drop_index("ix_monthly_question_statements_question_id_id", table_name="monthly_question_statements")
    op.drop_index("ix_voice_words_word_voice_id", table_name="voice_words")
    op.drop_index(op.f("ix_voice_steps_voice_id"), table_name="voice_steps")
    op.drop_index(op.f("ix_survey_wave_groups_customer_group_id"), table_name="survey_wave_groups")
    op.drop_index(op.f("ix_survey_wave_departments_department_id"), table_name="survey_wave_departments")
    op.drop_index("ix_survey_texts_place", table_name="survey_texts")
    op.drop_index("ix_survey_pending_wave_id", table_name="survey_pending")
    op.drop_index(op.f("ix_survey_links_wave_id"), table_name="survey_links")
    op.drop_index(op.f("ix_survey_links_department_id"), table_name="survey_links")
    op.drop_index(op.f("ix_survey_links_customer_group_id"), table_name="survey_links")
    op.drop_index(
        "uq_survey_entries_department_once",
        table_name="survey_entries",
        sqlite_where=sa.text("state <> 'rejected'"),
        postgresql_where=sa.text("state <> 'rejected'"),
    )
    op.drop_index(op.f("ix_survey_entries_department_id"), table_name="survey_entries")
    op.drop_index("ix_survey_answers_wave_id", table_name="survey_answers")
    op.drop_index("ix_five_s_figures_department_id_year", table_name="five_s_figures")
    op.drop_index("ix_citizen_ideas_showing_shown_on", table_name="citizen_ideas")
    op.drop_index(
        "uq_voice_handling_records_receipt_once",
        table_name="voice_handling_records",
        sqlite_where=sa.text("is_counted"),
        postgresql_where=sa.text("is_counted"),
    )
    op.drop_index("ix_voice_handling_records_by_department", table_name="voice_handling_records")
    op.drop_index("ix_voice_handling_records_by_completion", table_name="voice_handling_records")
    op.drop_index("ix_voice_handling_records_by_affair", table_name="voice_handling_records")
    op.drop_index(op.f("ix_recognition_shares_department_id"), table_name="recognition_shares")
    op.drop_index(
        "uq_customer_voices_praise_once",
        table_name="customer_voices",
        sqlite_where=sa.text("praise = 'confirmed'"),
        postgresql_where=sa.text("praise = 'confirmed'"),
    )
    op.drop_index(
        "uq_customer_voices_praise_number_once",
        table_name="customer_voices",
        sqlite_where=sa.text("praise = 'confirmed' AND reference <> ''"),
        postgresql_where=sa.text("praise = 'confirmed' AND reference <> ''"),
    )
    op.drop_index("ix_customer_voices_text_hash", table_name="customer_voices")
    op.drop_index("ix_customer_voices_task_id", table_name="customer_voices")
    op.drop_index("ix_customer_voices_state_due_at", table_name="customer_voices")
    op.drop_index("ix_customer_voices_received_on_id", table_name="customer_voices")
    op.drop_index(op.f("ix_customer_voices_praised_id"), table_name="customer_voices")
    op.drop_index("ix_customer_voices_issue_id", table_name="customer_voices")
    op.drop_index(op.f("ix_customer_voices_import_id"), table_name="customer_voices")
    op.drop_index(op.f("ix_customer_voices_entered_by_id"), table_name="customer_voices")
    op.drop_index("ix_customer_voices_department_id_id", table_name="customer_voices")
    op.drop_index("ix_customer_voices_department_id_due_on", table_name="customer_voices")
    op.drop_index(op.f("ix_voice_shortening_handovers_sent_by_id"), table_name="voice_shortening_handovers")
    op.drop_index(
        "uq_voice_handling_batches_file_once",
        table_name="voice_handling_batches",
        sqlite_where=sa.text("state = 'counted'"),
        postgresql_where=sa.text("state = 'counted'"),
    )
    op.drop_index(op.f("ix_voice_handling_batches_read_by_id"), table_name="voice_handling_batches")
    op.drop_index("ix_voice_affair_improvements_task", table_name="voice_affair_improvements")
    op.drop_index(op.f("ix_voice_affair_improvements_said_by_id"), table_name="voice_affair_improvements")
    op.drop_index(op.f("ix_surveys_root_id"), table_name="surveys")
    op.drop_index(op.f("ix_surveys_department_id"), table_name="surveys")
    op.drop_index(
        "uq_recognitions_department_once",
        table_name="recognitions",
        sqlite_where=sa.text("state IN ('submitted', 'returned', 'confirmed')"),
        postgresql_where=sa.text("state IN ('submitted', 'returned', 'confirmed')"),
    )
    op.drop_index(
        "uq_recognitions_confirmed_once",
        table_name="recognitions",
        sqlite_where=sa.text("state = 'confirmed'"),
        postgresql_where=sa.text("state = 'confirmed'"),
    )
    op.drop_index("ix_recognitions_state_happened_on", table_name="recognitions")
    op.drop_index("ix_recognitions_happened_on_id", table_name="recognitions")
    op.drop_index(op.f("ix_recognitions_department_id"), table_name="recognitions")
    op.drop_index(op.f("ix_recognitions_author_id"), table_name="recognitions")
    op.drop_index(
        "uq_customer_groups_office_name",
        table_name="customer_groups",
        sqlite_where=sa.text("department_id IS NULL"),
        postgresql_where=sa.text("department_id IS NULL"),
    )
    op.drop_index("uq_customer_groups_name", table_name="customer_groups")
    op.drop_index("ix_voice_word_counts_week_word", table_name="voice_word_counts")
    op.drop_index("ix_voice_handling_spreads_month", table_name="voice_handling_spreads")
    op.drop_index("ix_voice_handling_months_month", table_name="voice_handling_months")
    op.drop_index("ix_voice_handling_months_affair", table_name="voice_handling_months")
    op.drop_index("ix_voice_handling_hours_month", table_name="voice_handling_hours")
    change_table(
        op.get_bind(),
        TableChange(
            "notices",
            add_constraints={
                "ck_notices_notice_kind": "CHECK (kind IN ('idea', 'task', 'paper', 'obstacle', 'slogan', 'case', 'claim', 'hearing', 'scoring', 'round', 'incentive', 'reminder'))",
            },
            drop_constraints=["ck_notices_notice_kind"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "notice_choices",
            add_constraints={
                "ck_notice_choices_notice_kind": "CHECK (kind IN ('idea', 'task', 'paper', 'obstacle', 'slogan', 'case', 'claim', 'hearing', 'scoring', 'round', 'incentive', 'reminder'))",
            },
            drop_constraints=["ck_notice_choices_notice_kind"],
        ),
    )
    op.drop_table("survey_tokens")
    op.drop_table("survey_tickets")
    op.drop_table("survey_takings")
    op.drop_table("survey_entry_items")
    op.drop_table("panel_assignments")
    op.drop_table("monthly_question_statements")
    op.drop_table("monthly_question_issues")
    op.drop_table("voice_words")
    op.drop_table("voice_steps")
    op.drop_table("survey_wave_groups")
    op.drop_table("survey_wave_departments")
    op.drop_table("survey_texts")
    op.drop_table("survey_sums")
    op.drop_table("survey_pending")
    op.drop_table("survey_links")
    op.drop_table("survey_entries")
    op.drop_table("survey_cells")
    op.drop_table("survey_answers")
    op.drop_table("monthly_questions")
    op.drop_table("five_s_publications")
    op.drop_table("five_s_figures")
    op.drop_table("citizen_ideas")
    op.drop_table("voice_handling_records")
    op.drop_table("survey_waves")
    op.drop_table("survey_questions")
    op.drop_table("recognition_shares")
    op.drop_table("panel_members")
    op.drop_table("five_s_runs")
    op.drop_table("customer_voices")
    op.drop_table("voice_terms")
    op.drop_table("voice_shortening_handovers")
    op.drop_table("voice_imports")
    op.drop_table("voice_handling_batches")
    op.drop_table("voice_affair_improvements")
    op.drop_table("surveys")
    op.drop_table("recognitions")
    op.drop_table("recognition_weights")
    op.drop_table("panel_invitations")
    op.drop_table("panel_consents")
    op.drop_table("five_s_showings")
    op.drop_table("five_s_rules")
    op.drop_table("customer_groups")
    op.drop_table("voice_word_counts")
    op.drop_table("voice_handling_spreads")
    op.drop_table("voice_handling_months")
    op.drop_table("voice_handling_hours")
    op.drop_table("voice_numbers")
    op.drop_table("voice_affairs")
    op.drop_table("survey_stamps")
