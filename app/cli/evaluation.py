"""`flask evaluation`: rounds in and out as workbooks, and a round scored without publishing it."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.telling import one_line, rows_told
from app.core.database import transaction
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.models import EvaluationRound
from app.evaluation.services import workbooks
from app.evaluation.services.workbooks.round_rows import round_with_code

evaluation = AppGroup("evaluation", help="Rounds of evaluation: template, import, export, score.")

File = click.argument("file", type=click.Path(path_type=Path))
Code = click.option("--round", "code", default=None, help="Code of the round (회차코드).")


def _round(code: str) -> EvaluationRound:
    found = round_with_code(code)
    if found is None:
        raise Missing(_("There is no round “%(code)s”.", code=code))
    return found


@evaluation.command()
@File
@Code
def template(file: Path, code: str | None) -> None:
    """Write the empty workbook with drop-downs and an explanation of each column."""
    with one_line():
        workbooks.write_template(file, code=code or "")
    click.echo(str(_("Template written: %(file)s", file=file)))


@evaluation.command("import")
@File
@Code
@click.option("--dry-run", is_flag=True, help="Only check, save nothing.")
def import_(file: Path, code: str | None, *, dry_run: bool) -> None:
    """Read 평가회차, 지표 and 실적: everything, or nothing."""
    with one_line(), rows_told(file), transaction():
        done = workbooks.import_workbook(file, actor=None, code=code, dry_run=dry_run)
    said = _(
        "Round %(code)s: %(indicators)s indicators, %(departments)s departments, %(rows)s measures read, "
        "%(changed)s changed.",
        code=done.code,
        indicators=done.indicators,
        departments=done.departments,
        rows=done.measure_rows,
        changed=done.measures,
    )
    click.echo(str(said))
    if done.other_rounds:
        click.echo(str(_("New in planning, without indicators: %(codes)s.", codes=", ".join(done.other_rounds))))
    if dry_run:
        click.echo(str(_("Only checked: nothing is saved.")))


@evaluation.command()
@File
@click.option("--round", "code", required=True, help="Code of the round (회차코드).")
def export(file: Path, code: str) -> None:
    """Write a round with its indicators and measures, in the columns an import reads."""
    with one_line():
        counts = workbooks.write_export(file, record=_round(code))
    click.echo(str(_("%(rows)s rows written: %(file)s", rows=sum(counts.values()), file=file)))


@evaluation.command()
@click.argument("code")
@click.option("--out", "file", required=True, type=click.Path(path_type=Path), help="Workbook to write.")
def score(code: str, file: Path) -> None:
    """Score a round as it stands, in any phase, into the sheet 결과. Publishes nothing."""
    with one_line():
        counts = workbooks.write_results(file, record=_round(code))
    click.echo(str(_("%(rows)s rows written: %(file)s", rows=sum(counts.values()), file=file)))
