"""Pages of awards, cooperation and the 5S index: what they show, to whom, with how many statements."""

from dataclasses import replace
from io import BytesIO

import pytest

from app.core.database import db, transaction
from app.jobs.running import work_until_idle
from app.organization.models import Department
from app.voice.enums.five_s import FiveSPart, FiveSShown
from app.voice.enums.recognitions import RecognitionState
from app.voice.models.five_s import FiveSFigure, FiveSRun
from app.voice.models.recognitions import Recognition
from app.voice.routes.list_exports_five_s import LISTS
from app.voice.rules.five_s_plain import PRESET, plain_rule
from app.voice.services.five_s import RuleText, reckon_year, save_rule, set_showing
from tests.factories import voice_five_s as made
from tests.statements import count_statements

WHY = "증빙이 다른 부서의 것으로 확인되었다."


def figure_id(unit, part=FiveSPart.SMART):
    return db.session.query(FiveSFigure.id).filter_by(department_id=unit, part=part).scalar()


def given(cast, **changes):
    """What the form of an award sends."""
    sent = {
        "kind": "award",
        "level": "central",
        "title": "대중교통 시책평가 우수",
        "giver": "국토교통부",
        "happened_on": "2026-06-10",
        "note": "그늘막 설치 순서",
        "department_1": cast.traffic,
        "share_1": 100,
        "evidence": (BytesIO("상장 사본".encode()), "상장.txt"),
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


def rule_sent(year=2026, **changes):
    """What the form of the rules sends."""
    plain = plain_rule(made.RULE)
    sent = {"year": year, "least": plain["least"], "reason": made.REASON, **plain["weights"]}
    for one in plain["sources"]:
        sent |= {f"{one['source']}_{name}": one[name] for name in ("weight", "worst", "best", "minimum")}
    return sent | changes


def test_an_award_is_handed_in_with_evidence_and_confirmed_by_the_control_tower(cast, as_):
    answer = as_(cast.kim).post("/voice/recognitions", data=given(cast), follow_redirects=True)
    assert answer.status_code == 200
    assert "The entry is handed in." in answer.text
    entry = db.session.query(Recognition).one()
    page = as_(cast.choi).get("/").text
    assert "Confirm an award, visit or case" in page
    answer = as_(cast.choi).post(f"/voice/recognitions/{entry.id}/confirmations", follow_redirects=True)
    assert "10 × 100 ÷ 100 = 10" in answer.text
    assert "상장.txt" in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"share_1": 90}, "sum to 100"),
        ({"share_1": 0}, "between 1 and 100"),
        ({"happened_on": "2026-12-24"}, "must not lie in the future"),
        ({"evidence": None}, "Attach at least one piece of evidence"),
        ({"kind": ""}, "Choose one."),
        ({"title": " "}, "required"),
        ({"department_1": 99999}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(cast, as_, changes, said):
    answer = as_(cast.kim).post("/voice/recognitions", data=given(cast, **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert "국토교통부" in answer.text
    assert db.session.query(Recognition).count() == 0


def test_script_in_a_title_is_text_on_the_page_and_in_the_list(cast, as_):
    with transaction():
        entry = made.confirmed(cast, title="<script>alert(1)</script>").id
    for path in (f"/voice/recognitions/{entry}", "/voice/recognitions"):
        page = as_(cast.park).get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_return_needs_its_reason_and_a_late_click_is_told(cast, as_):
    with transaction():
        entry = made.handed_in(cast).id
    short = as_(cast.choi).post(f"/voice/recognitions/{entry}/returns", data={"reason": "짧다"})
    assert short.status_code == 422
    assert "짧다" in short.text
    assert as_(cast.choi).post(f"/voice/recognitions/{entry}/confirmations").status_code == 302
    late = as_(cast.bae).post(f"/voice/recognitions/{entry}/returns", data={"reason": WHY})
    assert late.status_code == 409
    assert WHY in late.text
    revoked = as_(cast.bae).post(
        f"/voice/recognitions/{entry}/revocations", data={"reason": WHY}, follow_redirects=True
    )
    assert "It counts no longer." in revoked.text


def test_weights_are_set_with_a_reason(cast, as_):
    page = as_(cast.choi).get("/voice/recognitions/weights/edit").text
    assert 'name="award_central"' in page
    sent = {
        f"{kind}_{level}": 1
        for kind in ("award", "visit", "proactive")
        for level in ("central", "province", "local", "other", "own")
    }
    sent |= {"valid_from": "2026-07-01", "reason": "하반기부터 같은 배점으로 한다."}
    answer = as_(cast.choi).post("/voice/recognitions/weights", data=sent, follow_redirects=True)
    assert "하반기부터 같은 배점으로 한다." in answer.text
    wrong = as_(cast.choi).post("/voice/recognitions/weights", data=sent | {"award_own": 101})
    assert wrong.status_code == 422


def test_rules_are_saved_the_year_is_reckoned_by_a_job_and_shown_with_its_derivation(cast, as_):
    with transaction():
        made.confirmed(cast, shares={cast.traffic: 60, cast.roads: 40})
    tower = as_(cast.choi)
    assert "No rules for this year yet" in tower.get("/voice/five-s").text
    answer = tower.post("/voice/five-s/rules", data=rule_sent(), follow_redirects=True)
    assert "Version 1 is saved." in answer.text
    assert "Not reckoned yet" in tower.get("/voice/five-s").text
    job = tower.post("/voice/five-s/runs", data={"year": 2026})
    assert job.status_code == 302
    work_until_idle()
    assert "the figures have changed" in tower.get(job.location).text
    page = as_(cast.kim).get("/voice/five-s").text
    assert "36.00" in page
    assert "No figure" in page
    department = as_(cast.park).get(f"/voice/five-s/departments/{cast.traffic}").text
    assert "0 points at 0, 100 points at 10: 100 × (6 − 0) ÷ (10 − 0) → 60.00 points" in department
    figure = as_(cast.park).get(f"/voice/five-s/figures/{figure_id(cast.traffic)}").text
    entry = db.session.query(Recognition.id).scalar()
    assert f'href="/voice/recognitions/{entry}"' in figure
    total = figure_id(cast.traffic, FiveSPart.TOTAL)
    assert as_(cast.park).get(f"/voice/five-s/figures/{total}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"surveys_best": 50}, "must differ"),
        ({"smile": -1}, "At least 0"),
        ({"smile": 0, "simple": 0, "soft": 0, "speed": 0, "smart": 0}, "one of them must be above 0"),
        ({"surveys_weight": "", "answers_weight": ""}, "has a weight but no source"),
        ({"reason": "짧다"}, "짧다"),
        ({"least": 6}, "between 1 and 5"),
        ({"surveys_weight": "NaN"}, "Write a number"),
        ({"year": 1999}, "between 2000 and 2200"),
    ],
)
def test_rules_that_cannot_be_reckoned_are_refused_with_everything_kept(cast, as_, changes, said):
    answer = as_(cast.choi).post("/voice/five-s/rules", data=rule_sent(**changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="80"' in answer.text


def test_a_year_is_settled_once(cast, as_):
    with transaction():
        made.confirmed(cast)
        made.reckoned(cast)
    tower = as_(cast.choi)
    answer = tower.post("/voice/five-s/publications", data={"year": 2026}, follow_redirects=True)
    assert "Rules and figures of this year no longer change." in answer.text
    assert tower.post("/voice/five-s/publications", data={"year": 2026}).status_code == 409
    late = tower.post("/voice/five-s/rules", data=rule_sent())
    assert late.status_code == 409
    assert made.REASON in late.text
    assert tower.post("/voice/five-s/publications", data={"year": "x"}).status_code == 422


def test_nothing_is_public_until_it_is_ticked_and_then_names_and_figures_alone(cast, as_, anonymous):
    with transaction():
        made.confirmed(cast)
        made.reckoned(cast, least=1)
    assert anonymous.get("/public/five-s").status_code == 404
    as_(cast.choi).post("/voice/five-s/showings", data={"shown": FiveSShown.STANDING.value})
    page = anonymous.get("/public/five-s")
    assert page.status_code == 200
    assert "교통과" in page.text
    assert "60.00" in page.text
    assert "국토교통부" not in page.text
    assert anonymous.get("/voice/five-s").status_code == 302


def test_an_example_says_so_everywhere(cast, as_, anonymous):
    with transaction():
        made.confirmed(cast, is_example=True)
        row = made.ruled(cast, least=1)
        db.session.execute(db.delete(FiveSRun))
        assert not row.is_example
    as_(cast.choi).post("/voice/five-s/rules", data=rule_sent(least=1, is_example="y"))
    with transaction():
        reckon_year(year=2026, actor=cast.choi)
        set_showing(actor=cast.choi, shown=FiveSShown.STANDING)
    figure = f"/voice/five-s/figures/{figure_id(cast.traffic)}"
    for path in ("/voice/five-s", f"/voice/five-s/departments/{cast.traffic}", figure):
        assert "Example: the records behind this year" in as_(cast.kim).get(path).text
    assert "Example: the records behind this year" in anonymous.get("/public/five-s").text
    assert "Example" in as_(cast.kim).get("/voice/recognitions").text


def test_pages_cost_the_same_for_one_and_for_three(cast, as_):
    with transaction():
        first = made.confirmed(cast).id
        made.reckoned(cast)
    client = as_(cast.kim)
    paths = (
        "/voice/recognitions",
        f"/voice/recognitions/{first}",
        "/voice/five-s",
        f"/voice/five-s/departments/{cast.traffic}",
        f"/voice/five-s/figures/{figure_id(cast.traffic)}",
        "/voice/five-s/rules",
        "/voice/cooperation",
    )
    counts = []
    for turn in range(2):
        counts.append([])
        for path in paths:
            client.get(path)
            with count_statements() as seen:
                assert client.get(path).status_code == 200
            counts[-1].append(len(seen))
        with transaction():
            for number in range(2):
                made.confirmed(cast, title=f"다른 상 {turn} {number}")
                made.handed_in(cast, title=f"기다리는 상 {turn} {number}")
            made.reckoned(cast, 2025)
            reckon_year(year=2026, actor=None)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 5
    assert max(counts[0]) <= 8


def test_the_lists_are_taken_out_as_they_stand(cast, as_):
    with transaction():
        made.confirmed(cast)
        made.handed_in(cast, title="기다리는 상")
        made.reckoned(cast)
    client = as_(cast.park)
    answer = client.post("/list-exports/recognitions?state=confirmed", data={"format": "csv"})
    text = answer.get_data().decode("utf-8-sig")
    assert "대중교통 시책평가 우수" in text
    assert "기다리는 상" not in text
    assert len(LISTS) == 2
    index = client.post("/list-exports/five-s?year=2026", data={"format": "csv"}).get_data().decode("utf-8-sig")
    assert "교통과" in index


def test_a_waiting_entry_of_another_department_is_not_there(cast, as_):
    with transaction():
        entry = made.handed_in(cast).id
    assert as_(cast.park).get(f"/voice/recognitions/{entry}").status_code == 404
    assert as_(cast.ahn).get(f"/voice/recognitions/{entry}/edit").status_code == 403
    assert as_(cast.kim).post(f"/voice/recognitions/{entry}/withdrawals").status_code == 302
    assert db.session.get_one(Recognition, entry).state is RecognitionState.WITHDRAWN


def test_the_page_opens_with_a_group_that_has_places(cast, as_):
    with transaction():
        made.confirmed(cast, shares={cast.traffic: 100})
        made.reckoned(cast, least=1)
    for reader in (cast.choi, cast.kim):
        page = as_(reader).get("/voice/five-s").text
        table = page[page.index("Scores of 100 by department") :]
        assert "교통과" in table[: table.index("</table>")]
    other = db.session.query(Department.peer_group_id).filter(Department.id == cast.choi.department_id).scalar()
    page = as_(cast.choi).get(f"/voice/five-s?group={other}").text
    assert f'<option value="{other}" selected>' in page


def test_departments_of_which_nothing_is_known_stand_together(cast, as_):
    with transaction():
        made.confirmed(cast, shares={cast.traffic: 100})
        save_rule(actor=cast.choi, text=RuleText(year=2026, rule=replace(PRESET, least=1), reason=made.REASON))
        reckon_year(year=2026, actor=cast.choi)
    page = as_(cast.kim).get("/voice/five-s").text
    table, rest = page[page.index("Scores of 100 by department") :].split("Departments without any figure")
    assert "교통과" in table
    assert "도로과" not in table
    assert "도로과" in rest


def test_what_is_wrong_in_the_rules_is_said_with_its_source(cast, as_):
    sent = rule_sent() | {"surveys_weight": "많이"}
    answer = as_(cast.choi).post("/voice/five-s/rules", data=sent)
    assert answer.status_code == 422
    assert "Satisfaction and kindness surveys · Weight within its S" in answer.text


def test_a_department_without_any_score_is_told_so_without_an_empty_chart(cast, as_):
    with transaction():
        made.confirmed(cast, shares={cast.traffic: 100})
        for year in (2025, 2026):
            save_rule(actor=cast.choi, text=RuleText(year=year, rule=replace(PRESET, least=1), reason=made.REASON))
            reckon_year(year=year, actor=cast.choi)
    unknown = as_(cast.kim).get(f"/voice/five-s/departments/{cast.roads}").text
    assert "This department has no index yet." in unknown
    assert "data-figure" not in unknown
    assert "data-figure" in as_(cast.kim).get(f"/voice/five-s/departments/{cast.traffic}").text
