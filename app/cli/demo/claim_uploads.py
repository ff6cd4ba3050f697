"""적립신청 일괄 등록: one workbook of the control tower, handed in at once."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.core.sheets import Problems, Sheet, write_workbook
from app.mileage import services
from app.mileage.services.claim_sheets import COLUMNS, TITLE, read_claims
from app.mileage.services.claim_uploads import UploadText


def steps(office: Office) -> Iterator[Step]:
    """Each workbook on its day, after the claims of that day."""
    for row in content("claim_uploads")["uploads"]:
        yield Step(on(row["read_in_on"]), 86, partial(_read_in, office, row))


def _read_in(office: Office, row: dict[str, Any]) -> None:
    target = BytesIO()
    rows = [
        (*line[:5], on(line[5]), line[6], None, line[7], "; ".join(paper_name(name) for name in line[8]))
        for line in row["rows"]
    ]
    write_workbook(target, [Sheet(TITLE, COLUMNS, rows)])
    papers = {paper_name(name): partial(paper, name) for line in row["rows"] for name in line[8]}
    problems = Problems()
    found = read_claims(BytesIO(target.getvalue()), problems)
    text = UploadText(file_name=row["file"], content=target.getvalue(), handed_in=True, papers=papers)
    services.enter_claims(actor=office.actor(row["read_in_by"]), text=text, rows=found, problems=problems)
