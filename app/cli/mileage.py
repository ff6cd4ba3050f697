"""`flask mileage`: the ledger for those who recompute it."""

import io
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app.cli.telling import one_line, rows_told
from app.core.errors import Missing
from app.core.messages import _
from app.core.sheets import Problems, write_workbook
from app.core.sheets.answers import replace_file
from app.mileage.presets.shortening import TEMPLATES, template
from app.mileage.queries.exports import ledger_sheets
from app.mileage.queries.shortening import latest_rule, latest_rules, rule_of
from app.mileage.rules.shortening import ShorteningRule
from app.mileage.services.shortening_sheets import read_cases, scored_workbook

mileage = AppGroup("mileage", help="Take out the mileage ledger; score handling times.")


@mileage.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write every transfer with its provenance, what caps cut off, and every balance to FILE (.xlsx)."""
    with one_line():
        counts = write_workbook(file, ledger_sheets())
    click.echo(
        str(
            _(
                "%(file)s: %(transfers)s transfers, %(accounts)s accounts.",
                file=file,
                transfers=counts["이체"],
                accounts=counts["잔액"],
            )
        )
    )


@mileage.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rule", "code", required=True, help="Code of a rule of the office, or of a template.")
@with_appcontext
def shorten(file: Path, code: str) -> None:
    """Score the sheet 처리 of FILE (.xlsx) and write 점수 and 산출식 into it: every row, or nothing.

    Only reckons: who is who is not looked up, nothing is saved in the database and no points move.
    """
    with one_line(), rows_told(file):
        rule, problems = _rule(code), Problems()
        original = file.read_bytes()
        cases = read_cases(io.BytesIO(original), problems)
        problems.raise_any()
        scored, counted = scored_workbook(original, cases, rule)
        replace_file(file, scored)
    said = _("%(file)s: %(counted)s of %(rows)s cases count.", file=file, counted=counted, rows=len(cases))
    click.echo(str(said))


def _rule(code: str) -> ShorteningRule:
    """Return the latest version of a rule of the office, or the template of that code."""
    saved, preset = latest_rule(code), template(code)
    if saved is not None:
        return rule_of(saved)
    if preset is not None:
        return preset.rule
    codes = sorted({rule.code for rule in latest_rules()} | {found.code for found in TEMPLATES})
    raise Missing(_("There is no rule “%(code)s”. There are: %(codes)s.", code=code, codes=", ".join(codes)))
