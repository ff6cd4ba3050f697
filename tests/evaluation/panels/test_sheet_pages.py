"""The sheet on the page: notes, drafts that survive, versions, progress for the control tower, few statements."""

from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.drafts.queries import own_draft
from app.evaluation.enums import Phase, SheetState
from app.evaluation.models import RoundDay, ScoreSheet
from app.evaluation.queries.guests import guest_actor
from app.evaluation.queries.scoring_progress import scoring_progress
from app.evaluation.services import panels
from app.evaluation.services.sheet_versions import declare_conflict
from tests.factories.evaluation import advance, assign, guest_client, invite, make_panel, make_round, score
from tests.statements import count_statements


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        guest = invite(cast.choi, record)
        assign(cast.choi, record, panel, cast.moon, db.session.get(Person, guest.person_id))
        advance(cast.choi, record, Phase.SCORING)
    return record, panel, guest


def marks_of(panel, first, second, **given):
    one, two = (row.id for row in panels.criteria_of(panel.id))
    return {f"mark_{one}": first, f"mark_{two}": second, **given}


def test_a_guest_fills_in_hands_in_and_goes_on(cast, app, scoring):
    record, panel, guest = scoring
    client, _code = guest_client(app, cast.choi, record, guest)
    page = f"/panel/sheets/{panel.id}/{cast.traffic}"
    answer = client.post(page, data=marks_of(panel, "90", "80", intent="submit"))
    assert (answer.status_code, answer.location) == (302, f"/panel/sheets/{panel.id}/{cast.civil}")
    sheet = db.session.query(ScoreSheet).one()
    assert (sheet.evaluator_id, sheet.state) == (guest.person_id, SheetState.SUBMITTED)
    locked = client.post(page, data=marks_of(panel, "10", "10", intent="submit"))
    assert (locked.status_code, sorted(panels.marks_of(sheet).values())) == (422, [80, 90])


def test_an_extreme_mark_without_a_note_is_told_beside_its_field_and_nothing_is_kept(cast, app, as_, scoring):
    record, panel, _guest = scoring
    first = panels.criteria_of(panel.id)[0].id
    page = f"/rounds/{record.id}/sheets/{panel.id}/{cast.civil}"
    answer = as_(cast.moon).post(page, data=marks_of(panel, "98", "80", intent="submit"))
    assert (answer.status_code, "A mark of 98 needs a note: say why." in answer.text) == (422, True)
    assert (f'name="mark_{first}"' in answer.text, 'value="98"' in answer.text) == (True, True)
    assert db.session.query(ScoreSheet).count() == 0
    again = marks_of(panel, "98", "80", intent="submit") | {f"note_{first}": "증빙 3쪽에서 확인된다"}
    assert as_(cast.moon).post(page, data=again).status_code == 302


@pytest.mark.parametrize("inside", [True, False])
def test_what_is_typed_survives_a_session_that_is_over(cast, app, as_, scoring, inside):
    record, panel, guest = scoring
    who = cast.moon if inside else guest_actor(record.id, guest.person_id)
    client = as_(cast.moon) if inside else guest_client(app, cast.choi, record, guest)[0]
    name = f"sheet-{record.id}-{panel.id}-{cast.civil}"
    base = "/drafts" if inside else "/panel/drafts"
    page = f"/rounds/{record.id}/sheets/{panel.id}/{cast.civil}" if inside else f"/panel/sheets/{panel.id}/{cast.civil}"
    assert client.post(f"{base}/{name}", data=marks_of(panel, "66", "")).status_code == 200
    with clock.frozen_at(clock.now() + timedelta(minutes=40)):
        assert client.get(page).status_code == 302
    shown = client.get(page) if inside else guest_client(app, cast.choi, record, guest)[0].get(page)
    assert ('value="66"' in shown.text, "Your draft" in shown.text) == (True, True)
    back = as_(cast.moon) if inside else guest_client(app, cast.choi, record, guest)[0]
    back.post(page, data=marks_of(panel, "66", "77", intent="draft"))
    assert own_draft(who, name) is None


def test_declaring_on_the_page_blocks_the_department_and_leads_on(cast, app, as_, scoring):
    record, panel, _guest = scoring
    moon, page = as_(cast.moon), f"/rounds/{record.id}/sheets/{panel.id}/{cast.civil}"
    assert moon.post(f"{page}/conflicts", data={"reason": "짧다"}).status_code == 422
    answer = moon.post(f"{page}/conflicts", data={"reason": "배우자가 이 부서에서 일한다"})
    assert (answer.status_code, answer.location) == (302, f"/rounds/{record.id}/sheets/{panel.id}/{cast.traffic}")
    assert moon.get(page).status_code == 403
    listed = moon.get(f"/rounds/{record.id}/sheets").text
    assert "You declared a conflict: blocked" in listed
    tower = as_(cast.choi).get(f"/rounds/{record.id}/scoring-progress").text
    assert ("배우자가 이 부서에서 일한다" in tower, "문살핌" in tower) == (True, True)


def test_the_tower_sees_who_is_late_by_the_planned_end_of_scoring(cast, app, as_, scoring):
    record, panel, _guest = scoring
    with transaction():
        for department in (cast.traffic, cast.civil):
            score(cast.moon, record, panel, department, 70, 70)
        db.session.add(RoundDay(round_id=record.id, phase=Phase.CALIBRATION, planned_on=clock.today()))
    tower, page = as_(cast.choi), f"/rounds/{record.id}/scoring-progress"
    assert "Late" not in tower.get(page).text
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        text = as_(cast.choi).get(page).text
    assert text.count(">Late<") == 1
    names = [row.name for row in scoring_progress(record).evaluators]
    assert names == ["한대학", "문살핌"]


def test_the_tower_narrows_to_one_evaluator_or_to_who_is_not_finished(cast, app, as_, scoring):
    record, panel, guest = scoring
    with transaction():
        for department in (cast.traffic, cast.civil):
            score(cast.moon, record, panel, department, 70, 70)
    tower, page = as_(cast.choi), f"/rounds/{record.id}/scoring-progress"
    named = {
        query: [name in tower.get(f"{page}{query}").text.partition("By evaluator")[2] for name in ("문살핌", "한대학")]
        for query in ("", "?open=1", f"?evaluator={guest.person_id}", f"?evaluator={cast.moon.id}", "?evaluator=0")
    }
    assert list(named.values()) == [[True, True], [False, True], [False, True], [True, False], [False, False]]


def test_wrong_bounds_are_refused_at_the_page_and_right_ones_are_kept(cast, app, as_, scoring):
    with transaction():
        planned = make_round(cast.choi, [(scoring[1], 100)], [cast.traffic], code="2026-Q")
    tower, url = as_(cast.choi), f"/rounds/{planned.id}/sheet-rules"
    assert tower.post(url, data={"low": "95", "high": "40"}).status_code == 422
    assert tower.post(url, data={"low": "30", "high": "90"}).status_code == 302
    late = tower.post(f"/rounds/{scoring[0].id}/sheet-rules", data={"low": "30", "high": "90"})
    assert late.status_code == 409


def test_the_pages_ask_as_much_for_many_as_for_few(cast, app, as_, scoring):
    record, panel, guest = scoring
    client, _code = guest_client(app, cast.choi, record, guest)
    tower = as_(cast.choi)

    def asked():
        counts = []
        for who, path in (
            (client, "/panel/sheets"),
            (client, f"/panel/sheets/{panel.id}/{cast.traffic}"),
            (tower, f"/rounds/{record.id}/scoring-progress"),
            (tower, f"/rounds/{record.id}/guests"),
        ):
            who.get(path)
            with count_statements() as found:
                assert who.get(path).status_code == 200
            counts.append(len(found))
        return counts

    with transaction():
        score(cast.moon, record, panel, cast.traffic, 70, 70)
    few = asked()
    with transaction():
        score(cast.moon, record, panel, cast.civil, 70, 70)
        for name in ("갑", "을", "병"):
            more = invite(cast.choi, record, name=name)
            assign(cast.choi, record, panel, db.session.get(Person, more.person_id))
            other = guest_actor(record.id, more.person_id)
            score(other, record, panel, cast.traffic, 60, 60)
            declare_conflict(actor=other, record=record, department_id=cast.civil, reason="함께 사업을 했다")
    assert asked() == few, few
    assert (few[0] <= 8, few[1] <= 16, few[2] <= 8, few[3] <= 8) == (True, True, True, True), few
