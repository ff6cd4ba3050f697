"""The pages of evaluation: what they show, what they keep after an error, and how often they ask the database."""

import re
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import AdjustmentKind, MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure, EvaluationRound, Indicator, Publication, ScoreSheet
from app.evaluation.queries import turns
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from tests.factories.evaluation import (
    advance,
    approve,
    assign,
    enter,
    make_indicator,
    make_panel,
    make_round,
    published_round,
    score,
)
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.get_data(as_text=True)).group(1)


def adjust(actor, record, department_id):
    draft = AdjustmentDraft(
        department_id=department_id,
        kind=AdjustmentKind.PENALTY,
        item="감점",
        source="감사 1",
        points=Decimal(2),
        reason="지적 사항",
    )
    adjust_points(actor=actor, record=record, draft=draft)


@pytest.fixture
def measuring(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi, "A1", Method.ATTAINMENT, unit="건")
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        return advance(cast.choi, record, Phase.MEASURING), indicator


INDICATOR = {
    "code": "001",
    "name": "민원 친절도",
    "perspective": "고객",
    "objective": "친절한 행정",
    "kind": "quantitative",
    "cadence": "yearly",
    "method": "attainment",
    "direction": "up",
    "target": "90",
    "digits": "1",
    "rounding": "half_up",
    "past_1": "88.5",
    "values": "smile",
}


def test_the_control_tower_writes_a_definition_sheet(cast, as_):
    answer = as_(cast.choi).post("/indicators", data=INDICATOR)
    indicator = db.session.query(Indicator).one()
    assert (answer.status_code, answer.location) == (302, f"/indicators/{indicator.id}")
    assert (indicator.code, indicator.target, indicator.history) == ("001", Decimal(90), {"common": {"2025": "88.5"}})
    page = text_of(as_(cast.kim).get(answer.location))
    assert all(word in page for word in ("민원 친절도", "고객", "친절한 행정", "88.5"))


def test_a_wrong_definition_keeps_what_was_typed(cast, as_):
    answer = as_(cast.choi).post("/indicators", data={**INDICATOR, "target": "", "direction": ""})
    assert answer.status_code == 422
    assert 'value="민원 친절도"' in answer.get_data(as_text=True)
    assert db.session.query(Indicator).count() == 0


def test_a_panel_reads_its_criteria_from_lines(cast, as_):
    table = "독창성; 60; 처음 보는 방식; 고쳐 쓴 방식\n효과성; 40"
    as_(cast.choi).post("/indicators", data={**INDICATOR, "method": "panel", "kind": "qualitative", "table": table})
    indicator = db.session.query(Indicator).one()
    assert indicator.parameters["criteria"] == [
        {"name": "독창성", "weight": "60"},
        {"name": "효과성", "weight": "40"},
    ]
    page = text_of(as_(cast.choi).get(f"/indicators/{indicator.id}/edit"))
    assert "독창성; 60; 처음 보는 방식; 고쳐 쓴 방식" in page


def test_a_changed_target_asks_for_its_reason_and_shows_it(cast, as_):
    client = as_(cast.choi)
    client.post("/indicators", data=INDICATOR)
    url = f"/indicators/{db.session.query(Indicator).one().id}"
    assert client.post(url, data={**INDICATOR, "target": "95"}).status_code == 422
    changed = {**INDICATOR, "target": "95", "change_reason": "작년 실적이 92를 넘었다"}
    assert client.post(url, data=changed).status_code == 302
    assert "작년 실적이 92를 넘었다" in text_of(client.get(url))


def test_a_round_is_made_set_up_and_opened_in_the_browser(cast, as_):
    client = as_(cast.choi)
    with transaction():
        indicator = make_indicator(cast.choi)
    data = {
        "code": "2026-F",
        "name": "2026년 최종 평가",
        "year": "2026",
        "starts_on": "2026-01-01",
        "base_on": "2026-11-30",
        "kind": "final",
        "missing_rule": "zero",
        "digits": "2",
        "rounding": "half_up",
        "grade_scheme": "quota",
        "grades": "S; 20\nA; 40\nB; 40",
    }
    client.post("/rounds", data=data)
    record = db.session.query(EvaluationRound).one()
    url = f"/rounds/{record.id}"
    weights = {f"weight_{indicator.id}_{group}": "100" for group in (1, 2, 3)}
    setup = {"department_ids": [str(cast.traffic), str(cast.civil)], **weights}
    assert client.post(f"{url}/setup", data={**setup, f"weight_{indicator.id}_2": "90"}).status_code == 302
    assert client.post(f"{url}/phase-changes", data={"to": "measuring"}).status_code == 422
    assert client.post(f"{url}/setup", data=setup).status_code == 302
    assert client.post(f"{url}/phase-changes", data={"to": "measuring"}).status_code == 302
    db.session.expire_all()
    assert db.session.query(EvaluationRound).one().phase is Phase.MEASURING


def test_opening_a_round_asks_for_the_password(cast, as_):
    with transaction():
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    answer = as_(cast.choi, fresh=False).post(f"/rounds/{record.id}/phase-changes", data={"to": "measuring"})
    assert answer.location.startswith("/reauthentications/new")


def test_the_coordinator_enters_and_the_head_approves(cast, as_, measuring):
    record, indicator = measuring
    url = f"/rounds/{record.id}/departments/{cast.traffic}"
    typed = {f"value_{indicator.id}": "45.5", f"state_{indicator.id}": "value", f"note_{indicator.id}": "대장 3쪽"}
    assert as_(cast.kang).post(f"{url}/measures", data=typed).status_code == 302
    assert "45.5" in text_of(as_(cast.lee).get(f"{url}/measures"))
    assert as_(cast.lee).post(f"{url}/approvals").status_code == 409
    shown = hidden(as_(cast.lee).get(f"{url}/measures"), "seen")
    assert as_(cast.lee).post(f"{url}/approvals", data={"seen": shown}).status_code == 302
    row = db.session.query(ActualMeasure).one()
    assert (row.value, row.note, row.entered_by_id, row.approved_by_id) == (
        Decimal("45.5"),
        "대장 3쪽",
        cast.kang.id,
        cast.lee.id,
    )


def test_the_control_tower_agrees_in_the_browser_to_what_does_not_apply(cast, as_, measuring):
    record, indicator = measuring
    with transaction():
        (row,) = enter(cast.kang, record, cast.traffic, {indicator.id: MeasureState.NOT_APPLICABLE})
        approve(cast.lee, record, cast.traffic)
    url = f"/rounds/{record.id}/departments/{cast.traffic}/measures"
    tower = as_(cast.choi)
    assert [turn.what.msgid for turn in owed_by(cast.choi)][-1:] == ["Say whether indicators do not apply"]
    assert "Waiting for the control tower" in text_of(as_(cast.kang).get(url))
    answer = tower.get(url)
    typed = {"version": hidden(answer, "version"), "reason": "해당 사무가 없다"}
    assert f"{url}/{row.id}/exemptions" in text_of(answer)
    assert tower.post(f"{url}/{row.id}/exemptions", data={**typed, "version": "1"}).status_code == 409
    assert tower.post(f"{url}/{row.id}/exemptions", data=typed).status_code == 302
    assert "해당 사무가 없다" in text_of(tower.get(url))


def test_the_page_asks_why_scoring_ends_while_sheets_are_missing(cast, as_):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        assign(cast.choi, record, panel, cast.moon)
        advance(cast.choi, record, Phase.SCORING)
    tower, url = as_(cast.choi), f"/rounds/{record.id}"
    page = text_of(tower.get(url))
    assert ("Sheets are missing." in page, "Open: 교통과, 민원봉사과" in page) == (True, True)
    assert tower.post(f"{url}/phase-changes", data={"to": "calibration"}).status_code == 422
    assert tower.post(f"{url}/phase-changes", data={"to": "calibration", "reason": "병가"}).status_code == 302


def test_a_value_that_is_no_number_stays_in_its_field(cast, as_, measuring):
    record, indicator = measuring
    url = f"/rounds/{record.id}/departments/{cast.traffic}/measures"
    answer = as_(cast.kang).post(url, data={f"value_{indicator.id}": "마흔다섯"})
    assert answer.status_code == 422
    assert 'value="마흔다섯"' in answer.get_data(as_text=True)


def test_an_evaluator_marks_saves_and_hands_in(cast, as_):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        assign(cast.choi, record, panel, cast.moon)
        advance(cast.choi, record, Phase.SCORING)
    client = as_(cast.moon)
    base = f"/rounds/{record.id}/sheets"
    page = text_of(client.get(f"{base}/{panel.id}/{cast.traffic}"))
    first, second = re.findall(r'name="(mark_\d+)"', page)
    typed = {first: "90", second: "80", "intent": "next"}
    answer = client.post(f"{base}/{panel.id}/{cast.traffic}", data=typed)
    assert answer.location == f"{base}/{panel.id}/{cast.civil}"
    handed = client.post(f"{base}/{panel.id}/{cast.traffic}", data={**typed, "intent": "submit"})
    assert handed.status_code == 302
    wrong = client.post(f"{base}/{panel.id}/{cast.civil}", data={first: "101"})
    reason = {"reason": "이 과제에 자문을 하였습니다"}
    abstained = client.post(f"{base}/{panel.id}/{cast.civil}/abstentions", data=reason)
    states = [row.state.value for row in db.session.query(ScoreSheet).order_by(ScoreSheet.department_id)]
    assert (wrong.status_code, abstained.status_code, states) == (422, 302, ["submitted", "abstained"])
    assert "2 / 2" in text_of(client.get(base))


def test_results_stay_hidden_until_they_are_published(cast, as_):
    with transaction():
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
        advance(cast.choi, record, Phase.CALIBRATION)
    codes = [as_(who).get(f"/rounds/{record.id}/results").status_code for who in (cast.lee, cast.kim, cast.choi)]
    assert codes == [404, 404, 200]


def test_everybody_sees_the_own_department_and_heads_see_all(cast, as_):
    with transaction():
        record = published_round(cast)
    own = text_of(as_(cast.kim).get(f"/rounds/{record.id}/results"))
    everything = text_of(as_(cast.yoon).get(f"/rounds/{record.id}/results"))
    assert ("교통과</a>" in own, "민원봉사과</a>" in own) == (True, False)
    assert ("교통과</a>" in everything, "민원봉사과</a>" in everything) == (True, True)
    page = text_of(as_(cast.kim).get(f"/rounds/{record.id}/results/{cast.traffic}"))
    assert "100 × 90 ÷ 100 = 90.00" in page


def test_publishing_shows_version_and_hash(cast, as_):
    with transaction():
        indicator = make_indicator(cast.choi)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: 90})
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
    url = f"/rounds/{record.id}/publications"
    assert as_(cast.choi, fresh=False).post(url).location.startswith("/reauthentications/new")
    typed = {"reason": "평가위원회 의결 제3호"}
    assert as_(cast.choi).post(url, data=typed).status_code == 409
    shown = hidden(as_(cast.choi).get(url), "sha256")
    with transaction():
        adjust(cast.choi, record, cast.traffic)
    late = as_(cast.choi).post(url, data={**typed, "sha256": shown})
    assert late.status_code == 409
    assert typed["reason"] in late.text
    assert "have changed since you saw them" in late.text
    shown = hidden(as_(cast.choi).get(url), "sha256")
    assert as_(cast.choi).post(url, data={**typed, "sha256": shown}).status_code == 302
    publication = db.session.query(Publication).one()
    assert publication.sha256 == shown
    assert publication.sha256 in text_of(as_(cast.kim).get(url)).replace("<wbr>", "")
    assert as_(cast.choi).post(url, data={"reason": "한 번 더"}).status_code == 422


def statements(client, path):
    client.get(path)
    with count_statements() as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_lists_ask_five_times_at_most_however_long_they_are(cast, as_):
    client = as_(cast.choi)
    counts = []
    for batch in range(2):
        with transaction():
            for number in range(1 + 2 * batch):
                make_indicator(cast.choi, f"I{batch}{number}")
                make_round(cast.choi, [], [], code=f"R{batch}{number}")
        counts.append([statements(client, path) for path in ("/indicators", "/rounds")])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 5


def test_details_ask_eight_times_at_most(cast, as_, measuring):
    record, indicator = measuring
    with transaction():
        panel = make_panel(cast.choi)
        scoring = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil], code="S")
        assign(cast.choi, scoring, panel, cast.moon)
        advance(cast.choi, scoring, Phase.SCORING)
        score(cast.moon, scoring, panel, cast.traffic, 90, 80)
        published = published_round(cast)
    tower, moon = as_(cast.choi), as_(cast.moon)
    counts = {
        "indicator": statements(tower, f"/indicators/{indicator.id}"),
        "measures": statements(as_(cast.kang), f"/rounds/{record.id}/departments/{cast.traffic}/measures"),
        "results": statements(as_(cast.kim), f"/rounds/{published.id}/results"),
        "result": statements(as_(cast.kim), f"/rounds/{published.id}/results/{cast.traffic}"),
        "publication": statements(tower, f"/rounds/{published.id}/publications"),
        "sheets": statements(moon, f"/rounds/{scoring.id}/sheets"),
        "round": statements(as_(cast.kim), f"/rounds/{record.id}"),
    }
    assert {name: count for name, count in counts.items() if count > 8} == {}


def test_my_turn_tells_each_role_what_it_owes(cast, as_, measuring):
    record, indicator = measuring

    def owed(who):
        return [(turn.what.msgid, turn.endpoint) for turn in [*owed_by(who), *turns.to_score(who)]]

    assert owed(cast.kang) == [("Enter the actual values of the department", "evaluation.show_measures")]
    assert owed(cast.lee) == []
    with transaction():
        enter(cast.kang, record, cast.traffic, {indicator.id: 45})
    assert owed(cast.kang) == []
    assert owed(cast.lee) == [("Approve the actual values of the department", "evaluation.show_measures")]
    assert [turn.what.msgid for turn in awaited_by(cast.kang)] == ["Actual values wait for the department head"]
    assert owed(cast.choi) == [("Lead the round on", "evaluation.show_round")]
    with transaction():
        panel = make_panel(cast.choi)
        scoring = make_round(cast.choi, [(panel, 100)], [cast.traffic], code="S")
        assign(cast.choi, scoring, panel, cast.moon, cast.yang)
        advance(cast.choi, scoring, Phase.SCORING)
    assert owed(cast.moon) == [("Score what you were asked to", "evaluation.list_sheets")]
    assert owed(cast.yang) == []
