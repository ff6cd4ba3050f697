"""`flask hr`: rule sets and batches for HR, from a script."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.cli.telling import one_line
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import write_workbook
from app.reports.documents.handovers import write_batch
from app.reports.enums import ExportOrigin, UnitRule
from app.reports.models import IncentiveBatch
from app.reports.queries.incentive_rules import (
    rule_codes,
    rules_of_version,
    rules_or_refuse,
    rules_to_begin_with,
)
from app.reports.queries.incentives import batch_or_404
from app.reports.services import exports, handovers, setup
from app.reports.services.exports import ExportChoice
from app.reports.services.handovers import HandoverChoice, Prepared
from app.reports.services.incentive_rules import enter_rules
from app.reports.services.rule_sheets import rule_sheets

hr = AppGroup("hr", help="Rule sets and incentive batches for HR.")
rules = AppGroup("rules", help="Rule sets (지급규정) as workbooks.")
hr.add_command(rules)

_FILE = click.Path(path_type=Path, dir_okay=False)
_as_officer = click.option("--as", "employee_no", help="Employee number of who acts; default: the office itself.")


@hr.command()
@click.argument("file", type=_FILE)
@click.option("--round", "round_code", required=True, help="Code of a published round.")
@click.option("--reason", required=True, help="Why the names are taken out; at least 10 characters.")
@click.option("--table", "table_code", default="standard", show_default=True, help="Code of the table of grades.")
@click.option(
    "--unit",
    type=click.Choice([rule.value for rule in UnitRule]),
    default=UnitRule.RANK.value,
    show_default=True,
    help="Among whom people are ranked.",
)
@_as_officer
def export(file: Path, round_code: str, reason: str, table_code: str, unit: str, employee_no: str | None) -> None:
    """Freeze a plain export from a published round, without hand-over, and write it to FILE.xlsx."""
    choice = ExportChoice(round_code=round_code, table_code=table_code, unit_rule=UnitRule(unit))
    with one_line(), transaction():
        setup.seed_grade_tables()
        actor = _officer(employee_no)
        batch = exports.create_export(actor=actor, choice=choice, reason=reason, origin=ExportOrigin.CONSOLE)
        _write(file, batch, actor)
    _tell(batch)


@hr.command()
@click.option("--round", "round_code", required=True, help="Code of a published round.")
@click.option("--rules", "rules_name", required=True, help="Code of a rule set, or a rule workbook (.xlsx) to keep.")
@click.option("--out", "file", type=_FILE, required=True, help="Where the workbook is written.")
@click.option("--reason", required=True, help="Why the batch is made; at least 10 characters.")
@click.option("--adjust", is_flag=True, help="Make an adjustment of the batch that HR has accepted.")
@_as_officer
def batch(
    *,
    round_code: str,
    rules_name: str,
    file: Path,
    reason: str,
    adjust: bool,
    employee_no: str | None,
) -> None:
    """Freeze a batch, hand it to HR and write it to FILE.xlsx; a batch that waits unchanged is written again."""
    with one_line(), transaction():
        actor = _officer(employee_no)
        choice = HandoverChoice(round_code=round_code, rule_code=_rule_code(rules_name, actor))
        made = _waiting(choice, adjust=adjust) or _handed_over(choice, reason, actor, adjust=adjust)
        _write(file, made, actor)
    _tell(made)


def _rule_code(name: str, actor: Actor | None) -> str:
    path = Path(name)
    if path.suffix.lower() != ".xlsx" and not path.is_file():
        return name
    return enter_rules(actor=actor, source=path, file_name=path.name).code


def _waiting(choice: HandoverChoice, *, adjust: bool) -> IncentiveBatch | None:
    """Return the batch at the end of the line where it still waits and says the same."""
    prepared = handovers.preview_handover(choice)
    if not prepared.is_waiting or prepared.tail is None or prepared.is_adjustment != adjust:
        return None
    return batch_or_404(prepared.tail.batch_id)


def _handed_over(choice: HandoverChoice, reason: str, actor: Actor | None, *, adjust: bool) -> IncentiveBatch:
    prepared: Prepared = handovers.preview_handover(choice)
    if prepared.is_adjustment and not adjust:
        number = prepared.content["adjusts"]["number"]
        raise Refused(_("HR has accepted %(number)s; give --adjust to make an adjustment of it.", number=number))
    if adjust and not prepared.is_adjustment:
        raise Refused(_("HR has accepted no batch of this round and rule set; there is nothing to adjust."))
    return handovers.create_handover(actor=actor, choice=choice, reason=reason, origin=ExportOrigin.CONSOLE)


@rules.command()
@click.argument("file", type=_FILE)
def template(file: Path) -> None:
    """Write a rule workbook to begin with: the office's ranks and base amounts, the standard grades."""
    with one_line(), transaction():
        write_workbook(file, rule_sheets(rules_to_begin_with()), explain=True)
    click.echo(str(file))


@rules.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--code", default="", help="Code of the rule set; default: the name of the file.")
@_as_officer
def import_rules(file: Path, code: str, employee_no: str | None) -> None:
    """Keep a rule workbook as the next version of its code: all of it or nothing."""
    with one_line(), transaction():
        record = enter_rules(actor=_officer(employee_no), source=file, file_name=file.name, code=code)
    said = _(
        "%(code)s version %(version)s, sha256 %(sha256)s",
        code=record.code,
        version=record.version,
        sha256=record.sha256,
    )
    click.echo(str(said))


@rules.command(name="export")
@click.argument("file", type=_FILE)
@click.option("--code", default="", help="Code of the rule set; may be left out where there is only one.")
def export_rules(file: Path, code: str) -> None:
    """Write the newest version of a rule set to FILE.xlsx."""
    with one_line(), transaction():
        record = rules_or_refuse(code or _only_code())
        write_workbook(file, rule_sheets(rules_of_version(record)), explain=True)
    click.echo(f"{record.code} v{record.version}")


def _only_code() -> str:
    codes = rule_codes()
    if len(codes) != 1:
        raise Refused(_("Name one with --code. There are: %(known)s.", known=", ".join(codes) or _("none")))
    return codes[0]


def _write(file: Path, batch: IncentiveBatch, actor: Actor | None) -> None:
    exports.record_download(actor=actor, batch=batch)
    write_batch(file, batch, exports.batch_content(batch))


def _tell(batch: IncentiveBatch) -> None:
    known = batch.total_won is not None
    won = _("%(won)s won", won=f"{batch.total_won:,f}") if known else _("sum not known: base amounts are missing")
    click.echo(
        str(
            _(
                "%(number)s: %(people)s people, %(points)s points, %(won)s, sha256 %(sha256)s",
                number=batch.number,
                people=batch.people,
                points=format(batch.total_points, "f"),
                won=won,
                sha256=batch.sha256,
            )
        )
    )


def _officer(employee_no: str | None) -> Actor | None:
    if employee_no is None:
        return None
    person_id = db.session.scalar(select(Person.id).where(Person.employee_no == employee_no))
    actor = actor_of_person(person_id) if person_id is not None else None
    if actor is None:
        raise Refused(_("Nobody with the employee number “%(number)s” may act today.", number=employee_no))
    return actor
