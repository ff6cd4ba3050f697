"""`flask mileage`: the ledger for those who recompute it."""

import io
import unicodedata
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup, with_appcontext

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.people import person_by_number
from app.cli.closings import close
from app.cli.ledger_exports import export
from app.cli.mileage_items import items
from app.cli.telling import one_line, rows_told
from app.core.access import Actor
from app.core.database import transaction
from app.core.errors import Denied, Missing, Refused
from app.core.messages import _
from app.core.sheets import Problems
from app.core.sheets.answers import replace_file
from app.mileage.presets.shortening import TEMPLATES, template
from app.mileage.queries.shortening import latest_rule, latest_rules, rule_of
from app.mileage.rules.claim_uploads import check_names
from app.mileage.rules.shortening import ShorteningRule
from app.mileage.services import enter_claims
from app.mileage.services.claim_sheets import SheetClaim, read_claims
from app.mileage.services.claim_uploads import Papers, UploadText
from app.mileage.services.shortening_sheets import read_cases, scored_workbook

mileage = AppGroup("mileage", help="Items, claims, handling times, the ledger and its years.")
mileage.add_command(close)
mileage.add_command(items)
mileage.add_command(export)


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


@mileage.command("import-claims")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--as", "number", help="Employee number of who claims, under the rules of the page; default: the office itself."
)
@click.option(
    "--evidence",
    "folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Their files; only with --as.",
)
@click.option("--hand-in", is_flag=True, help="Hand the claims in at once, not as drafts.")
@with_appcontext
def import_claims(file: Path, number: str | None, folder: Path | None, *, hand_in: bool) -> None:
    """Read the sheet 신청 of FILE (.xlsx) in as claims of the people it names: every row, or nothing."""
    with one_line(), rows_told(file):
        if folder is not None and number is None:
            raise Refused(_("Say with --as who hands the files over."))
        problems, content = Problems(), file.read_bytes()
        rows = read_claims(io.BytesIO(content), problems)
        papers = _papers(folder, rows)
        text = UploadText(file_name=file.name[-200:], content=content, handed_in=hand_in, papers=papers)
        with transaction():
            who = None if number is None else _acting(number)
            upload = enter_claims(actor=who, text=text, rows=rows, problems=problems)
    click.echo(str(_("%(file)s: %(count)s claims are read in.", file=file, count=upload.row_count)))


def _acting(number: str) -> Actor:
    """Return who acts by the number. Raises `Denied` where that person may not act today."""
    found = actor_of_person(person_by_number(number).id)
    if found is None:
        raise Denied(_("This person may not act today."))
    return found


def _papers(folder: Path | None, rows: Sequence[SheetClaim]) -> Papers:
    """Return the files of the folder that the rows name; what else lies there is left alone."""
    if folder is None:
        return {}
    named = {name for row in rows for name in row.evidence}
    files = ((unicodedata.normalize("NFC", path.name), path) for path in folder.iterdir() if path.is_file())
    wanted = [(name, path) for name, path in files if name in named]
    check_names(name for name, _path in wanted)
    return {name: partial(_opened, path) for name, path in wanted}


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _rule(code: str) -> ShorteningRule:
    """Return the latest version of a rule of the office, or the template of that code."""
    saved, preset = latest_rule(code), template(code)
    if saved is not None:
        return rule_of(saved)
    if preset is not None:
        return preset.rule
    codes = sorted({rule.code for rule in latest_rules()} | {found.code for found in TEMPLATES})
    raise Missing(_("There is no rule “%(code)s”. There are: %(codes)s.", code=code, codes=", ".join(codes)))
