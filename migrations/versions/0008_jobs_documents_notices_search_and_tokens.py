"""Background jobs, documents, notices and mail, search, exported lists, tokens.

An earlier export of the ledger becomes background work that has ended: its file is gone, its hash stays.
"""

import json
from datetime import timedelta
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LEDGER_EXPORT = "mileage.ledger_export"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

UNKNOWN_BEFORE = (
    ("background_jobs", f"kind <> '{LEDGER_EXPORT}' OR state NOT IN ('expired', 'broken_off')"),
    ("document_approvals", "TRUE"),
    ("office_emblems", "TRUE"),
    ("exported_lists", "TRUE"),
    ("api_tokens", "TRUE"),
    ("notice_choices", "TRUE"),
    ("mail_settings", "host <> ''"),
    ("people", "email IS NOT NULL"),
    ("scheduled_runs", "asked_by_id IS NOT NULL"),
    ("settings", "key IN ('leading_office', 'nightly_backups', 'api_holders')"),
)
"""What the version before has no word or no table for. Notices and mails go: they tell of what stands elsewhere."""

JOBS = sa.table(
    "background_jobs",
    *(sa.column(name) for name in ("id", "kind", "title", "digest", "language", "person_id", "state", "attempt")),
    *(sa.column(name) for name in ("version", "units", "file_name", "content_type", "size", "sha256")),
    sa.column("arguments", sa.JSON),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("requested_at", "ended_at", "kept_until")),
)
EXPORTS = sa.table(
    "mileage_ledger_exports",
    *(sa.column(name) for name in ("id", "person_id", "unmasked", "reason", "state", "version", "attempt")),
    *(sa.column(name) for name in ("done_rows", "total_rows", "sha256", "size", "job_id")),
    *(sa.column(name, sa.Date) for name in ("first_day", "last_day")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("requested_at", "beat_at", "ended_at")),
)


def turn_exports_into_jobs() -> None:
    """Keep how every earlier export of the ledger ended, with the hash of its file."""
    bind = op.get_bind()
    drop_triggers()
    for row in bind.execute(sa.select(EXPORTS).order_by(EXPORTS.c.id)).mappings().all():
        asked = {
            "first_day": row["first_day"].isoformat(),
            "last_day": row["last_day"].isoformat(),
            "unmasked": bool(row["unmasked"]),
            "reason": row["reason"],
        }
        plain = json.dumps(asked, ensure_ascii=False, sort_keys=True)
        ended = row["ended_at"] or row["beat_at"]
        made = {
            "file_name": f"ledger-{row['id']}.xlsx",
            "content_type": WORKBOOK,
            "size": row["size"],
            "sha256": row["sha256"],
            "kept_until": ended + timedelta(days=1),
        }
        job = {
            "kind": LEDGER_EXPORT,
            "title": f"{asked['first_day']} – {asked['last_day']}",
            "arguments": asked,
            "digest": sha256(plain.encode()).hexdigest(),
            "language": "ko",
            "person_id": row["person_id"],
            "requested_at": row["requested_at"],
            "state": "expired" if row["sha256"] else "broken_off",
            "attempt": row["attempt"],
            "version": row["version"],
            "ended_at": ended,
            "units": row["done_rows"],
            **(made if row["sha256"] else {}),
        }
        job_id = bind.execute(sa.insert(JOBS).values(**job).returning(JOBS.c.id)).scalar_one()
        bind.execute(sa.update(EXPORTS).where(EXPORTS.c.id == row["id"]).values(job_id=job_id))


def turn_jobs_into_exports() -> None:
    """Give every export back what its work knows."""
    bind = op.get_bind()
    drop_triggers()
    jobs = sa.select(EXPORTS.c.id, JOBS).select_from(EXPORTS.join(JOBS, EXPORTS.c.job_id == JOBS.c.id))
    for key, *_rest in bind.execute(jobs).all():
        job = bind.execute(jobs.where(EXPORTS.c.id == key)).mappings().one()
        bind.execute(
            sa.update(EXPORTS)
            .where(EXPORTS.c.id == key)
            .values(
                state="removed" if job["sha256"] else "broken_off",
                version=job["version"],
                attempt=job["attempt"],
                done_rows=job["units"] or 0,
                total_rows=job["units"],
                beat_at=job["ended_at"],
                ended_at=job["ended_at"],
                sha256=job["sha256"],
                size=job["size"],
            )
        )


def drop_triggers() -> None:
    """Let the table be rewritten; those of the running version are put in place after the migration."""
    on = "" if op.get_bind().dialect.name == "sqlite" else " ON mileage_ledger_exports"
    for name in ("asked_stands", "made_stands", "no_update"):
        op.execute(f"DROP TRIGGER IF EXISTS mileage_ledger_exports_{name}{on}")


def refuse_to_lose_rows() -> None:
    """Stop before anything is changed where the version before would lose what was decided."""
    for table, condition in UNKNOWN_BEFORE:
        count = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE {condition}")).scalar_one()  # noqa: S608  constants
        if count:
            raise RuntimeError(
                f"{count} rows of {table} ({condition}) have no place in revision 0007: restore a backup"
            )


def upgrade() -> None:
    op.create_table(
        "mail_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column(
            "encryption",
            sa.Enum("none", "starttls", "tls", name="encryption", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("password_file", sa.String(length=80), nullable=True),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=False),
        sa.Column("head_after_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "host = '' OR (sender <> '' AND site <> '')", name=op.f("ck_mail_settings_whole_if_it_sends")
        ),
        sa.CheckConstraint(
            "head_after_days BETWEEN 1 AND 60", name=op.f("ck_mail_settings_head_after_days_within_reason")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_settings_one_row")),
        sa.CheckConstraint("most_a_day BETWEEN 0 AND 100", name=op.f("ck_mail_settings_most_a_day_within_reason")),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_mail_settings_port_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_settings")),
    )
    op.create_table(
        "search_grams",
        sa.Column("gram", sa.String(length=3), nullable=False),
        sa.Column(
            "noun",
            sa.Enum(
                "issue",
                "task",
                "obstacle",
                "slogan",
                "case",
                name="search_noun",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("in_title", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("length(gram) >= 2", name=op.f("ck_search_grams_gram_is_long_enough")),
        sa.PrimaryKeyConstraint("gram", "noun", "in_title", "day", "record_id", name=op.f("pk_search_grams")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_texts",
        sa.Column(
            "noun",
            sa.Enum(
                "issue",
                "task",
                "obstacle",
                "slogan",
                "case",
                name="search_noun",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("record_id > 0", name=op.f("ck_search_texts_record_is_one")),
        sa.PrimaryKeyConstraint("noun", "record_id", name=op.f("pk_search_texts")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "CAST(ends_on AS TEXT) <= CAST(CAST(substr(CAST(made_on AS TEXT), 1, 4) AS INTEGER) + 1 AS TEXT) || substr(CAST(made_on AS TEXT), 5)",
            name=op.f("ck_api_tokens_a_year_at_most"),
        ),
        sa.CheckConstraint("ends_on >= made_on", name=op.f("ck_api_tokens_days_in_order")),
        sa.CheckConstraint("length(purpose) >= 5", name=op.f("ck_api_tokens_purpose_given")),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_api_tokens_hash_is_whole")),
        sa.CheckConstraint("revoked_by_id IS NULL OR revoked_at IS NOT NULL", name=op.f("ck_api_tokens_revoked_when")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id_people")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["people.id"], name=op.f("fk_api_tokens_revoked_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_table(
        "background_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                "broken_off",
                "expired",
                name="job_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=40), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("content_type", sa.String(length=120), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rights", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'failed') = (reason IS NOT NULL)", name=op.f("ck_background_jobs_reason_if_failed")
        ),
        sa.CheckConstraint(
            "(state IN ('queued', 'running')) = (ended_at IS NULL)",
            name=op.f("ck_background_jobs_ended_if_not_under_way"),
        ),
        sa.CheckConstraint(
            "state <> 'done' OR file_name IS NOT NULL OR said IS NOT NULL",
            name=op.f("ck_background_jobs_file_or_sentence"),
        ),
        sa.CheckConstraint(
            "state <> 'expired' OR file_name IS NOT NULL", name=op.f("ck_background_jobs_only_files_expire")
        ),
        sa.CheckConstraint(
            "state <> 'running' OR (worker IS NOT NULL AND started_at IS NOT NULL)",
            name=op.f("ck_background_jobs_run_by_somebody"),
        ),
        sa.CheckConstraint(
            "state IN ('done', 'expired') OR (file_name IS NULL AND said IS NULL)",
            name=op.f("ck_background_jobs_result_if_done"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_background_jobs_title_is_given")),
        sa.CheckConstraint(
            "(file_name IS NULL) = (sha256 IS NULL) AND (file_name IS NULL) = (size IS NULL) AND (file_name IS NULL) = (content_type IS NULL) AND (file_name IS NULL) = (kept_until IS NULL)",
            name=op.f("ck_background_jobs_file_in_full"),
        ),
        sa.CheckConstraint("attempt > 0", name=op.f("ck_background_jobs_attempt_above_zero")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_background_jobs_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background_jobs")),
    )
    op.create_table(
        "document_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind <> ''", name=op.f("ck_document_approvals_kind_given")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_document_approvals_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_approvals")),
    )
    op.create_table(
        "exported_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column(
            "format",
            sa.Enum("xlsx", "csv", name="list_format", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT personal OR reason <> ''", name=op.f("ck_exported_lists_reason_if_personal")),
        sa.CheckConstraint("list_name <> ''", name=op.f("ck_exported_lists_list_given")),
        sa.CheckConstraint("reason = '' OR length(reason) >= 10", name=op.f("ck_exported_lists_reason_is_whole")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exported_lists_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exported_lists")),
    )
    op.create_table(
        "mail_counts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_mail_counts_number_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_counts_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_mail_counts")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("single", "digest", name="mail_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "folded",
                "dropped",
                "given_up",
                name="mail_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="waiting",
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("(kind = 'digest') = (digest_on IS NOT NULL)", name=op.f("ck_mails_day_of_a_digest")),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_mails_sent_if_it_left")),
        sa.CheckConstraint(
            "state NOT IN ('given_up', 'dropped') OR reason <> ''", name=op.f("ck_mails_reason_if_not_sent")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mails_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
    )
    op.create_table(
        "notice_choices",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "idea",
                "task",
                "paper",
                "obstacle",
                "slogan",
                "case",
                "claim",
                "hearing",
                "scoring",
                "round",
                "incentive",
                "reminder",
                name="notice_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequency",
            sa.Enum("now", "daily", "never", name="frequency", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notice_choices_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_choices")),
    )
    op.create_table(
        "notice_languages",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('ko', 'en')", name=op.f("ck_notice_languages_known_language")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notice_languages_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_languages")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("person_id", "reminded_on", name=op.f("uq_reminders_one_a_day")),
    )
    op.create_table(
        "api_token_days",
        sa.Column("token_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("requests > 0 AND row_count >= 0", name=op.f("ck_api_token_days_counted")),
        sa.ForeignKeyConstraint(["token_id"], ["api_tokens.id"], name=op.f("fk_api_token_days_token_id_api_tokens")),
        sa.PrimaryKeyConstraint("token_id", "day", "resource", name=op.f("pk_api_token_days")),
    )
    op.create_table(
        "api_token_rates",
        sa.Column("token_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.CheckConstraint("requests > 0", name=op.f("ck_api_token_rates_asked")),
        sa.ForeignKeyConstraint(["token_id"], ["api_tokens.id"], name=op.f("fk_api_token_rates_token_id_api_tokens")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_api_token_rates")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "idea",
                "task",
                "paper",
                "obstacle",
                "slogan",
                "case",
                "claim",
                "hearing",
                "scoring",
                "round",
                "incentive",
                "reminder",
                name="notice_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("endpoint", sa.String(length=100), nullable=False),
        sa.Column("link", sa.JSON(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("discreet", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unread", sa.Integer(), server_default="1", nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "posting",
            sa.Enum("none", "now", "daily", name="posting", native_enum=False, create_constraint=True, length=40),
            server_default="none",
            nullable=False,
        ),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("mail_id IS NULL OR posting <> 'none'", name=op.f("ck_notices_mailed_only_if_wanted")),
        sa.CheckConstraint("(unread = 0) = (read_at IS NOT NULL)", name=op.f("ck_notices_read_if_opened")),
        sa.CheckConstraint("unread IN (0, 1)", name=op.f("ck_notices_unread_is_yes_or_no")),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_notices_mail_id_mails")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_table(
        "office_emblems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_file_id", sa.Integer(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["evidence_files.id"], name=op.f("fk_office_emblems_evidence_file_id_evidence_files")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_office_emblems_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_emblems")),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "settings",
            add_constraints={
                "ck_settings_setting_key": "CHECK (\"key\" IN ('office_name', 'control_tower', 'leading_office', 'password_preset', 'deduction_opinion_days', 'deduction_objection_days', 'round_reopening_days', 'nightly_backups', 'api_holders', 'demo_personas'))",
            },
            drop_constraints=["ck_settings_setting_key"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "people",
            add_columns=[
                sa.Column("email", sa.String(length=254), nullable=True),
            ],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "scheduled_runs",
            add_columns=[
                sa.Column("told", sa.JSON(none_as_null=True), nullable=True),
                sa.Column("trouble", sa.String(length=500), nullable=True),
                sa.Column("asked_by_id", sa.Integer(), nullable=True),
            ],
            add_constraints={
                "fk_scheduled_runs_asked_by_id_people": "FOREIGN KEY(asked_by_id) REFERENCES people (id)",
            },
        ),
    )
    op.drop_index("uq_mileage_ledger_exports_one_at_a_time", table_name="mileage_ledger_exports")
    change_table(
        op.get_bind(),
        TableChange(
            "mileage_ledger_exports",
            add_columns=[
                sa.Column("job_id", sa.Integer(), nullable=True),
            ],
            add_constraints={
                "fk_mileage_ledger_exports_job_id_background_jobs": "FOREIGN KEY(job_id) REFERENCES background_jobs (id)",
            },
        ),
    )
    turn_exports_into_jobs()
    change_table(
        op.get_bind(),
        TableChange(
            "mileage_ledger_exports",
            drop_columns=[
                "state",
                "version",
                "attempt",
                "done_rows",
                "total_rows",
                "beat_at",
                "ended_at",
                "sha256",
                "size",
            ],
            drop_constraints=[
                "ck_mileage_ledger_exports_hash_if_made",
                "ck_mileage_ledger_exports_ended_if_not_under_way",
                "ck_mileage_ledger_exports_size_if_made",
                "ck_mileage_ledger_exports_attempt_above_zero",
                "ck_mileage_ledger_exports_done_not_negative",
                "ck_mileage_ledger_exports_ledger_export_state",
            ],
        ),
    )
    op.create_index(op.f("ix_api_tokens_person_id"), "api_tokens", ["person_id"], unique=False)
    op.create_index("ix_background_jobs_kept_until", "background_jobs", ["kept_until"], unique=False)
    op.create_index("ix_background_jobs_kind_id", "background_jobs", ["kind", "id"], unique=False)
    op.create_index("ix_background_jobs_person_id_id", "background_jobs", ["person_id", "id"], unique=False)
    op.create_index(
        "ix_background_jobs_unfinished",
        "background_jobs",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_index(
        "uq_background_jobs_same_once",
        "background_jobs",
        ["person_id", "kind", "digest"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_index(op.f("ix_document_approvals_kind"), "document_approvals", ["kind"], unique=False)
    op.create_index(op.f("ix_document_approvals_set_by_id"), "document_approvals", ["set_by_id"], unique=False)
    op.create_index(op.f("ix_exported_lists_person_id"), "exported_lists", ["person_id"], unique=False)
    op.create_index(op.f("ix_mails_person_id"), "mails", ["person_id"], unique=False)
    op.create_index("ix_mails_state_id", "mails", ["state", "id"], unique=False)
    op.create_index(
        "ix_mails_waiting",
        "mails",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_mails_one_digest_a_day",
        "mails",
        ["person_id", "digest_on"],
        unique=True,
        sqlite_where=sa.text("digest_on IS NOT NULL"),
        postgresql_where=sa.text("digest_on IS NOT NULL"),
    )
    op.create_index(op.f("ix_notices_created_at"), "notices", ["created_at"], unique=False)
    op.create_index("ix_notices_inbox", "notices", ["person_id", "unread", "id"], unique=False)
    op.create_index(op.f("ix_notices_mail_id"), "notices", ["mail_id"], unique=False)
    op.create_index(
        "ix_notices_to_collect",
        "notices",
        ["person_id", "id"],
        unique=False,
        sqlite_where=sa.text("posting = 'daily' AND mail_id IS NULL"),
        postgresql_where=sa.text("posting = 'daily' AND mail_id IS NULL"),
    )
    op.create_index(op.f("ix_office_emblems_evidence_file_id"), "office_emblems", ["evidence_file_id"], unique=False)
    op.create_index(op.f("ix_office_emblems_set_by_id"), "office_emblems", ["set_by_id"], unique=False)
    op.create_index("ix_issues_decided_on", "issues", ["decided_on"], unique=False)
    op.create_index("uq_mileage_ledger_exports_job_id", "mileage_ledger_exports", ["job_id"], unique=True)
    op.create_index("ix_obstacles_closed_on", "obstacles", ["closed_on"], unique=False)
    op.create_index("ix_stage_advances_advanced_at", "stage_advances", ["advanced_at"], unique=False)


def downgrade() -> None:
    refuse_to_lose_rows()
    op.drop_index("ix_stage_advances_advanced_at", table_name="stage_advances")
    op.drop_index("ix_obstacles_closed_on", table_name="obstacles")
    op.drop_index("uq_mileage_ledger_exports_job_id", table_name="mileage_ledger_exports")
    op.drop_index("ix_issues_decided_on", table_name="issues")
    op.drop_index(op.f("ix_office_emblems_set_by_id"), table_name="office_emblems")
    op.drop_index(op.f("ix_office_emblems_evidence_file_id"), table_name="office_emblems")
    op.drop_index(
        "ix_notices_to_collect",
        table_name="notices",
        sqlite_where=sa.text("posting = 'daily' AND mail_id IS NULL"),
        postgresql_where=sa.text("posting = 'daily' AND mail_id IS NULL"),
    )
    op.drop_index(op.f("ix_notices_mail_id"), table_name="notices")
    op.drop_index("ix_notices_inbox", table_name="notices")
    op.drop_index(op.f("ix_notices_created_at"), table_name="notices")
    op.drop_index(
        "uq_mails_one_digest_a_day",
        table_name="mails",
        sqlite_where=sa.text("digest_on IS NOT NULL"),
        postgresql_where=sa.text("digest_on IS NOT NULL"),
    )
    op.drop_index(
        "ix_mails_waiting",
        table_name="mails",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_mails_state_id", table_name="mails")
    op.drop_index(op.f("ix_mails_person_id"), table_name="mails")
    op.drop_index(op.f("ix_exported_lists_person_id"), table_name="exported_lists")
    op.drop_index(op.f("ix_document_approvals_set_by_id"), table_name="document_approvals")
    op.drop_index(op.f("ix_document_approvals_kind"), table_name="document_approvals")
    op.drop_index(
        "uq_background_jobs_same_once",
        table_name="background_jobs",
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.drop_index(
        "ix_background_jobs_unfinished",
        table_name="background_jobs",
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.drop_index("ix_background_jobs_person_id_id", table_name="background_jobs")
    op.drop_index("ix_background_jobs_kind_id", table_name="background_jobs")
    op.drop_index("ix_background_jobs_kept_until", table_name="background_jobs")
    op.drop_index(op.f("ix_api_tokens_person_id"), table_name="api_tokens")
    change_table(
        op.get_bind(),
        TableChange(
            "mileage_ledger_exports",
            add_columns=[
                sa.Column("state", sa.String(length=40), nullable=False, server_default="broken_off"),
                sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
                sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"),
                sa.Column("done_rows", sa.Integer(), nullable=False, server_default="0"),
                sa.Column("total_rows", sa.Integer(), nullable=True),
                sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
                sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
                sa.Column("sha256", sa.String(length=64), nullable=True),
                sa.Column("size", sa.Integer(), nullable=True),
            ],
        ),
    )
    turn_jobs_into_exports()
    change_table(
        op.get_bind(),
        TableChange(
            "mileage_ledger_exports",
            drop_columns=["job_id"],
            add_constraints={
                "ck_mileage_ledger_exports_hash_if_made": "CHECK ((state IN ('done', 'removed')) = (sha256 IS NOT NULL))",
                "ck_mileage_ledger_exports_ended_if_not_under_way": "CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL))",
                "ck_mileage_ledger_exports_size_if_made": "CHECK ((sha256 IS NULL) = (size IS NULL))",
                "ck_mileage_ledger_exports_attempt_above_zero": "CHECK (attempt > 0)",
                "ck_mileage_ledger_exports_done_not_negative": "CHECK (done_rows >= 0)",
                "ck_mileage_ledger_exports_ledger_export_state": "CHECK (state IN ('waiting', 'running', 'done', 'broken_off', 'removed'))",
            },
            drop_constraints=["fk_mileage_ledger_exports_job_id_background_jobs"],
        ),
    )
    op.create_index(
        "uq_mileage_ledger_exports_one_at_a_time",
        "mileage_ledger_exports",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "scheduled_runs",
            drop_columns=["told", "trouble", "asked_by_id"],
            drop_constraints=["fk_scheduled_runs_asked_by_id_people"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "people",
            drop_columns=["email"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "settings",
            add_constraints={
                "ck_settings_setting_key": "CHECK (\"key\" IN ('office_name', 'control_tower', 'password_preset', 'deduction_opinion_days', 'deduction_objection_days', 'round_reopening_days', 'demo_personas'))",
            },
            drop_constraints=["ck_settings_setting_key"],
        ),
    )
    op.drop_table("office_emblems")
    op.drop_table("notices")
    op.drop_table("api_token_rates")
    op.drop_table("api_token_days")
    op.drop_table("reminders")
    op.drop_table("notice_languages")
    op.drop_table("notice_choices")
    op.drop_table("mails")
    op.drop_table("mail_counts")
    op.drop_table("exported_lists")
    op.drop_table("document_approvals")
    op.drop_table("background_jobs")
    op.drop_table("api_tokens")
    op.drop_table("search_texts")
    op.drop_table("search_grams")
    op.drop_table("mail_settings")
