"""`flask check`: "nothing lost", as seven sentences with a number each. Exit code 0 only if all hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import click
from flask.cli import with_appcontext
from sqlalchemy import Constraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint, func, select, text
from sqlalchemy.schema import SchemaItem

from app.audit.services import verify_chain
from app.cli.check_told import check_told
from app.cli.telling import one_line
from app.core.database import AnySelect, Model, db, required_triggers
from app.core.database.triggers import present_trigger_names
from app.core.idempotency import Submission
from app.core.messages import Message, _
from app.evaluation.models import Publication, RoundReopening, RoundSeal, SourcePicture
from app.evaluation.services.publications import check_publications
from app.evaluation.services.reopening_closings import check_reopenings
from app.evaluation.services.seals import check_seals
from app.evaluation.services.source_pictures import check_pictures
from app.files.models import EvidenceFile
from app.files.services import check_evidence
from app.innovation.models import ContestResult
from app.mileage.models import ThanksTransfer, Transfer, YearClosing
from app.mileage.services.checks import check_ledger
from app.mileage.services.thanks_checks import check_thanks
from app.mileage.services.year_closings import check_closings
from app.reports.models import IncentiveBatch, IncentiveFactSheet, IncentiveRuleVersion, PeriodReportSnapshot
from app.reports.services.handovers import check_handovers
from app.voice.models import FiveSRun
from app.voice.services.five_s_checks import check_index
from app.voice.services.handling_sums import check_sums
from app.voice.services.survey_sums import check_survey_sums

MOST_PROBLEMS = 20
_NAMED = re.compile(r'CONSTRAINT "?(\w+)"?')
_UNCHECKED = (PrimaryKeyConstraint, ForeignKeyConstraint)
FROZEN: dict[str, AnySelect] = {
    "contest_results": select(ContestResult.id, ContestResult.content, ContestResult.sha256),
    "period_report_snapshots": select(
        PeriodReportSnapshot.id, PeriodReportSnapshot.content, PeriodReportSnapshot.sha256
    ),
    "incentive_batches": select(IncentiveBatch.id, IncentiveBatch.content, IncentiveBatch.sha256),
    "incentive_rule_versions": select(
        IncentiveRuleVersion.id, IncentiveRuleVersion.content, IncentiveRuleVersion.sha256
    ),
    "incentive_fact_sheets": select(IncentiveFactSheet.id, IncentiveFactSheet.content, IncentiveFactSheet.sha256),
    "mileage_year_closings": select(YearClosing.id, YearClosing.content, YearClosing.sha256).where(
        YearClosing.content.is_not(None)
    ),
    "round_reopenings": select(RoundReopening.id, RoundReopening.content, RoundReopening.sha256).where(
        RoundReopening.content.is_not(None)
    ),
}
"""Texts kept under their SHA-256 when they were published or approved, by table."""
INCENTIVES = (IncentiveBatch, IncentiveRuleVersion, IncentiveFactSheet)
DURABLE = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


@dataclass(frozen=True)
class Finding:
    """How much was looked at, and what is wrong with it."""

    number: int
    problems: tuple[str, ...] = ()


def check_answered_writes() -> Finding:
    """I1: what was answered is on the disk: the engine is set so, and each answered form is still remembered."""
    wrong = [
        _("The database setting %(name)s is %(value)s.", name=name, value=value)
        for name, value, right in _durability()
        if value != right
    ]
    return Finding(_count(Submission), tuple(map(str, wrong)))


def check_points() -> Finding:
    """I2: per account the transfers make the balance, over all accounts 0, no claim paid twice; so do the purses of thanks.

    The sums of handling records and of surveys, out of which points and scores come, are those of records and answers.
    """
    number = _count(Transfer) + _count(ThanksTransfer)
    problems = (*check_ledger(), *check_thanks(), *check_sums(), *check_survey_sums())
    return Finding(number, tuple(map(str, problems)))


def check_chain() -> Finding:
    """I3: the audit chain has no gap, every signature is right, every anchor matches."""
    found = verify_chain()
    return Finding(found.entries, tuple(map(str, found.problems)))


def check_published() -> Finding:
    """I4: every publication renders again to the hash that was published; frozen texts still have theirs."""
    reckoned = (ContestResult, PeriodReportSnapshot, YearClosing, *INCENTIVES, FiveSRun)
    kept = (Publication, RoundSeal, SourcePicture, *reckoned)
    rounds = (*check_publications(), *check_seals(), *check_reopenings(), *check_told(), *check_pictures())
    years = (*check_closings(), *check_handovers(), *check_index())
    return Finding(sum(map(_count, kept)), tuple(map(str, (*rounds, *_changed_texts(), *years))))


def _changed_texts() -> Iterator[Message]:
    for table, statement in FROZEN.items():
        for number, content, kept in db.session.execute(statement.execution_options(yield_per=100)):
            if sha256(content.encode()).hexdigest() != kept:
                yield _("The text of %(table)s %(number)s does not hash to its hash.", table=table, number=number)


def check_files() -> Finding:
    """I5: every evidence row's file exists and has its hash."""
    return Finding(_count(EvidenceFile), tuple(map(str, check_evidence())))


def check_keys() -> Finding:
    """I6: no row points to nothing, and the database's own check is clean. The number is that of the tables."""
    return Finding(len(db.metadata.tables), tuple(map(str, _broken_keys())))


def check_triggers() -> Finding:
    """I7: every trigger, table and constraint the models require is there. The number is that of the triggers."""
    connection = db.session.connection()
    required = {item.name for item in required_triggers() if item.table in db.metadata.tables}
    missing = [
        _("The trigger %(name)s is missing.", name=name) for name in required - present_trigger_names(connection)
    ]
    return Finding(len(required), tuple(sorted(map(str, [*missing, *_missing_constraints()]))))


CHECKS: tuple[tuple[str, Message, Callable[[], Finding]], ...] = (
    ("I1", _("Answered writes are on the disk"), check_answered_writes),
    ("I2", _("The ledger balances"), check_points),
    ("I3", _("The audit chain is whole"), check_chain),
    ("I4", _("Publications render again to their hash"), check_published),
    ("I5", _("Evidence files are whole"), check_files),
    ("I6", _("Foreign keys and database are clean"), check_keys),
    ("I7", _("Triggers and constraints are there"), check_triggers),
)


def run_checks() -> bool:
    """Print a line for each sentence; return whether all hold."""
    whole = True
    for name, sentence, work in CHECKS:
        found = work()
        whole &= not found.problems
        click.echo(f"{name}\t{'OK' if not found.problems else 'FAIL'}\t{found.number:,}\t{sentence}")
        for problem in found.problems[:MOST_PROBLEMS]:
            click.echo(f"  {name}: {problem}", err=True)
    return whole


@click.command()
@with_appcontext
def check() -> None:
    """Check that nothing is lost and nothing was changed by hand."""
    with one_line():
        whole = run_checks()
    if not whole:
        raise SystemExit(1)


def _count(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _durability() -> Iterator[tuple[str, object, object]]:
    if db.engine.dialect.name == "sqlite":
        for name, right in DURABLE.items():
            yield name, db.session.scalar(text(f"PRAGMA {name}")), right
    else:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            value = db.session.scalar(text(f"SHOW {name}"))
            yield name, "on" if value in {"remote_apply", "remote_write", "local"} else value, "on"


def _broken_keys() -> Iterator[Message]:
    if db.engine.dialect.name == "sqlite":
        for row in db.session.execute(text("PRAGMA foreign_key_check")):
            yield _("A row of %(table)s points to nothing in %(target)s.", table=row[0], target=row[2])
        answer = db.session.scalar(text("PRAGMA integrity_check"))
        if answer != "ok":
            yield _("The database says: %(reason)s", reason=answer)
        return
    for table in db.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias()
            orphans = select(func.count()).where(
                key.parent.is_not(None),
                ~select(1).where(target.c[key.column.name] == key.parent).correlate(table).exists(),
            )
            if db.session.scalar(orphans.select_from(table)):
                yield _("A row of %(table)s points to nothing in %(target)s.", table=table.name, target=target.name)


def _missing_constraints() -> Iterator[Message]:
    present = _present_names()
    for table in db.metadata.sorted_tables:
        promises = [item for item in (*table.constraints, *table.indexes) if not isinstance(item, _UNCHECKED)]
        for name in (table.name, *(_name(item) for item in promises)):
            if name not in present:
                yield _("%(name)s is missing from the database.", name=name)


def _name(item: SchemaItem) -> str:
    """Return the name as the engine writes it: long ones are cut."""
    assert isinstance(item, Constraint | Index)
    preparer = db.engine.dialect.identifier_preparer
    name = preparer.format_index(item) if isinstance(item, Index) else preparer.format_constraint(item)
    return str(name).strip('"')


def _present_names() -> set[str]:
    """Names of the tables, indexes and constraints the database really has."""
    if db.engine.dialect.name != "sqlite":
        found = text("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")
        return set(db.session.scalars(found))
    names: set[str] = set()
    for name, statement in db.session.execute(text("SELECT name, sql FROM sqlite_master")):
        names |= {name, *_NAMED.findall(statement or "")}
    return names
