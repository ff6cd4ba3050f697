"""Take links of affairs back, name the sending a simulation comes from, and keep the handling sums of the whole office."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAMES = ("Handling records, sending ", "민원처리기록 보내기 ")
"""What a simulation of a sending was called, in either language, before its number."""


def name_sendings() -> None:
    """Find the sending of every earlier simulation by its name, rule and days."""
    bind = op.get_bind()
    drop_triggers()
    wanted = sa.text(
        "SELECT r.id, h.id FROM mileage_shortening_runs r JOIN voice_shortening_handovers h ON h.rule_id = r.rule_id "
        "AND h.starts_on = r.starts_on AND h.ends_on = r.ends_on "
        "AND r.file_name IN (:english || CAST(h.id AS TEXT), :korean || CAST(h.id AS TEXT))"
    )
    for run_id, handover_id in bind.execute(wanted, {"english": NAMES[0], "korean": NAMES[1]}).all():
        named = sa.text("UPDATE mileage_shortening_runs SET handover_id = :handover WHERE id = :run")
        bind.execute(named, {"handover": handover_id, "run": run_id})


def keep_sums_of_the_office() -> None:
    """Keep what a page about every department reads, out of the sums of the departments."""
    op.create_table(
        "voice_office_spreads",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_voice_office_spreads_hours_not_negative")),
        sa.CheckConstraint("n > 0", name=op.f("ck_voice_office_spreads_n_above_zero")),
        sa.PrimaryKeyConstraint("month", "hours", name=op.f("pk_voice_office_spreads")),
    )
    op.create_table(
        "voice_office_hours",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_voice_office_hours_hour_known")),
        sa.CheckConstraint("n > 0", name=op.f("ck_voice_office_hours_n_above_zero")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 7", name=op.f("ck_voice_office_hours_weekday_known")),
        sa.PrimaryKeyConstraint("month", "weekday", "hour", name=op.f("pk_voice_office_hours")),
    )
    op.execute(
        "INSERT INTO voice_office_spreads (month, hours, n) "
        "SELECT month, hours, sum(n) FROM voice_handling_spreads GROUP BY month, hours"
    )
    op.execute(
        "INSERT INTO voice_office_hours (month, weekday, hour, n) "
        "SELECT month, weekday, hour, sum(n) FROM voice_handling_hours GROUP BY month, weekday, hour"
    )
    op.drop_index("ix_voice_handling_spreads_month", table_name="voice_handling_spreads")
    op.drop_index("ix_voice_handling_hours_month", table_name="voice_handling_hours")
    op.create_index("ix_voice_handling_spreads_affair", "voice_handling_spreads", ["affair_id", "month"], unique=False)


def drop_triggers() -> None:
    """Let decided runs be named; the triggers of the running version are put in place after the migration."""
    on = "" if op.get_bind().dialect.name == "sqlite" else " ON mileage_shortening_runs"
    for name in ("decided_stays", "facts_stay"):
        op.execute(f"DROP TRIGGER IF EXISTS mileage_shortening_runs_{name}{on}")


def refuse_to_lose_rows() -> None:
    """Stop before anything is changed where the version before would take links for standing that were taken back."""
    table = "voice_affair_improvements"
    count = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE withdrawn_at IS NOT NULL")).scalar_one()  # noqa: S608  a constant
    if count:
        raise RuntimeError(f"{count} rows of {table} have no place in revision 0009: restore a backup instead.")


def upgrade() -> None:
    change_table(
        op.get_bind(),
        TableChange(
            "voice_affair_improvements",
            add_columns=[
                sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
                sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
                sa.Column("withdraw_reason", sa.Text(), nullable=True),
            ],
            add_constraints={
                "ck_voice_affair_improvements_withdrawn_when": "CHECK ((withdrawn_by_id IS NULL) = (withdrawn_at IS NULL))",
                "ck_voice_affair_improvements_reason_if_withdrawn": "CHECK ((withdrawn_by_id IS NULL) = (withdraw_reason IS NULL))",
                "fk_voice_affair_improvements_withdrawn_by_id_people": "FOREIGN KEY(withdrawn_by_id) REFERENCES people (id)",
            },
            drop_constraints=["uq_voice_affair_improvements_task_once_an_affair"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange("mileage_shortening_runs", add_columns=[sa.Column("handover_id", sa.Integer(), nullable=True)]),
    )
    op.create_index("ix_mileage_shortening_runs_handover_id", "mileage_shortening_runs", ["handover_id"], unique=False)
    op.create_index(
        "uq_voice_affair_improvements_task_once_an_affair",
        "voice_affair_improvements",
        ["affair_id", "task_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "background_jobs",
            add_columns=[sa.Column("was_refused", sa.Boolean(), server_default=sa.false(), nullable=False)],
            add_constraints={"ck_background_jobs_refused_if_failed": "CHECK (NOT was_refused OR state = 'failed')"},
        ),
    )
    name_sendings()
    keep_sums_of_the_office()


def downgrade() -> None:
    refuse_to_lose_rows()
    op.drop_index("ix_voice_handling_spreads_affair", table_name="voice_handling_spreads")
    op.create_index("ix_voice_handling_hours_month", "voice_handling_hours", ["month"], unique=False)
    op.create_index("ix_voice_handling_spreads_month", "voice_handling_spreads", ["month", "department_id"], unique=False)
    op.drop_table("voice_office_hours")
    op.drop_table("voice_office_spreads")
    op.drop_index("uq_voice_affair_improvements_task_once_an_affair", table_name="voice_affair_improvements")
    op.drop_index("ix_mileage_shortening_runs_handover_id", table_name="mileage_shortening_runs")
    change_table(op.get_bind(), TableChange("mileage_shortening_runs", drop_columns=["handover_id"]))
    change_table(
        op.get_bind(),
        TableChange(
            "background_jobs",
            drop_columns=["was_refused"],
            drop_constraints=["ck_background_jobs_refused_if_failed"],
        ),
    )
    change_table(
        op.get_bind(),
        TableChange(
            "voice_affair_improvements",
            drop_columns=["withdrawn_by_id", "withdrawn_at", "withdraw_reason"],
            add_constraints={"uq_voice_affair_improvements_task_once_an_affair": "UNIQUE (affair_id, task_id)"},
            drop_constraints=[
                "ck_voice_affair_improvements_withdrawn_when",
                "ck_voice_affair_improvements_reason_if_withdrawn",
                "fk_voice_affair_improvements_withdrawn_by_id_people",
            ],
        ),
    )
