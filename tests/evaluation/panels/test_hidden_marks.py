"""Another evaluator's marks and notes stand on no page and in no file before the own sheet is in and scoring is over."""

import io
import zipfile
from decimal import Decimal

import pytest

from app.accounts.models import Person
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.services import panels
from tests.factories.evaluation import advance, assign, guest_client, invite, make_panel, make_round, score

MARK, NOTE = "87.37", "아무도 아직 읽지 못할 말"
PEOPLE = ("moon", "yang", "choi", "bae", "lee", "kang", "jung", "gam", "goh")
PREFIXES = ("/rounds", "/panel", "/reports", "/indicators", "/audit", "/combined")


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        guest = invite(cast.choi, record)
        assign(cast.choi, record, panel, cast.moon, cast.yang, cast.shin, db.session.get(Person, guest.person_id))
        advance(cast.choi, record, Phase.SCORING)
        criteria = panels.criteria_of(panel.id)
        for department in (cast.traffic, cast.civil):
            sheet = panels.save_sheet(
                actor=cast.shin,
                record=record,
                indicator_id=panel.id,
                department_id=department,
                marks={row.id: Decimal(MARK) for row in criteria},
                notes={row.id: NOTE for row in criteria},
                note=NOTE,
            )
            panels.submit_sheet(actor=cast.shin, record=record, sheet=sheet)
    return record, panel, guest


def paths(app, record, panel, cast):
    """Every page and file about rounds, with this round, indicator and department where a path asks for them."""
    known = {"round_id": record.id, "indicator_id": panel.id, "department_id": cast.civil}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or not rule.rule.startswith(PREFIXES):
                continue
            built = rule.build({name: known.get(name, 1) for name in rule.arguments}, append_unknown=False)
            yield built[1]


def text_of(answer):
    """What an answer says, also inside a workbook."""
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return answer.get_data().decode("utf-8", "ignore")


def seen_by(client, app, record, panel, cast):
    found = []
    for path in paths(app, record, panel, cast):
        said = text_of(client.get(path, buffered=True))
        found += [path for word in (MARK, NOTE) if word in said]
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_reads_the_marks_of_another_while_scoring_goes_on(cast, app, as_, scoring, who):
    record, panel, _guest = scoring
    if who == "moon":
        with transaction():
            for department in (cast.traffic, cast.civil):
                score(cast.moon, record, panel, department, 70, 70)
    assert seen_by(as_(getattr(cast, who)), app, record, panel, cast) == []


def test_a_guest_reads_nobody_elses_marks(cast, app, scoring):
    record, panel, guest = scoring
    client, _code = guest_client(app, cast.choi, record, guest)
    assert client.get("/panel/sheets").status_code == 200
    assert seen_by(client, app, record, panel, cast) == []


def test_after_scoring_the_marks_open_to_those_who_handed_in(cast, app, as_, scoring):
    record, panel, _guest = scoring
    with transaction():
        score(cast.moon, record, panel, cast.civil, 70, 70)
        advance(cast.choi, record, Phase.CALIBRATION)
    sheet = f"/rounds/{record.id}/sheets/{panel.id}/{cast.civil}"
    assert (MARK in as_(cast.moon).get(sheet).text, MARK in as_(cast.yang).get(sheet).text) == (True, False)
