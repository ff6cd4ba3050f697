"""제안 종류와 나쁜 입력: what each kind must bring, and what the form does with what cannot be."""

from datetime import timedelta
from io import BytesIO

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.core.forms import clean_line, clean_text
from app.files.models import EvidenceFile
from app.innovation.enums import IssueKind
from app.innovation.models import Issue
from tests.factories import innovation as make

SENT = {
    "title": "창구 번호표",
    "problem": "문제",
    "idea": "방안",
    "effect": "효과",
    "no_obstacle_expected": "y",
    "source": "proposal",
    "kind": "free",
}
CARRIED_OUT = {"kind": "implemented", "carried_out_on": "2026-11-02", "carried_out_result": "대기가 5분 줄었다."}


def sent(**changes):
    return SENT | changes


def paper():
    return {"files": [(BytesIO("전후 사진".encode()), "결과.txt")]}


def hand_in(as_, cast, **data):
    return as_(cast.kim).post("/issues", data=data, content_type="multipart/form-data")


def test_a_carried_out_idea_comes_with_its_day_result_and_file(as_, cast):
    answer = hand_in(as_, cast, **sent(**CARRIED_OUT), **paper())
    issue = db.session.query(Issue).one()
    assert (answer.status_code, issue.carried_out_on.isoformat(), db.session.query(EvidenceFile).count()) == (
        302,
        "2026-11-02",
        1,
    )
    assert "대기가 5분 줄었다." in as_(cast.park).get(f"/issues/{issue.id}").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"carried_out_on": ""}, "carried_out_on"),
        ({"carried_out_result": " "}, "carried_out_result"),
        ({"carried_out_on": "2026-11-24"}, "carried_out_result"),
    ],
)
def test_what_is_missing_or_in_the_future_is_said_beside_the_field(as_, cast, changes, field):
    answer = hand_in(as_, cast, **sent(**CARRIED_OUT | changes), **paper())
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def test_a_carried_out_idea_without_a_file_is_refused(as_, cast):
    answer = hand_in(as_, cast, **sent(**CARRIED_OUT))
    assert (answer.status_code, 'id="files-error"' in answer.text, db.session.query(Issue).count()) == (422, True, 0)


def test_the_service_refuses_what_the_form_would(app, cast):
    wrong = [
        {"files": ()},
        {"carried_out_on": None},
        {"carried_out_result": ""},
        {"carried_out_on": clock.today() + timedelta(days=1)},
    ]
    for changes in wrong:
        with pytest.raises(Refused), transaction():
            make.an_issue(cast.kim, kind=IssueKind.IMPLEMENTED, **changes)


def test_what_belongs_to_another_kind_is_left_out(as_, cast):
    assert hand_in(as_, cast, **sent(**CARRIED_OUT) | {"kind": "free"}).status_code == 302
    assert db.session.query(Issue).one().carried_out_on is None


def test_shares_above_one_hundred_are_refused_and_kept(as_, cast):
    rows = {"number_1": "ahn", "share_1": "60", "number_2": "park", "share_2": "50"}
    answer = hand_in(as_, cast, **sent(**rows))
    assert (answer.status_code, 'value="ahn"' in answer.text, db.session.query(Issue).count()) == (422, True, 0)


def test_a_co_proposer_who_left_is_refused_beside_the_row(as_, cast):
    answer = hand_in(as_, cast, **sent(number_1="retired", share_1="30"))
    assert (answer.status_code, 'id="number_1-error"' in answer.text) == (422, True)


@pytest.mark.parametrize(("length", "status"), [(10_000, 302), (10_001, 422)])
def test_ten_thousand_characters_are_taken_and_one_more_is_not(as_, cast, length, status):
    answer = hand_in(as_, cast, **sent(problem="가" * length))
    assert answer.status_code == status
    assert ("가" * length in answer.text) == (status == 422)


def test_characters_nobody_sees_are_left_out_of_an_issue(as_, cast):
    hidden = "\u202e\u2066\u200f\u200b\x07\x85\ufeff"
    hand_in(as_, cast, **sent(title=f"번호표\n순서{hidden}", problem=f"앞{hidden}줄\r\n뒷줄"))
    issue = db.session.query(Issue).one()
    assert (issue.title, issue.problem) == ("번호표 순서", "앞줄\n뒷줄")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("가\u0308\u202e나", "가\u0308나"),
        ("한글", "한글"),
        ("a\rb\r\nc\u2028d", "a\nb\nc\nd"),
        ("\t들여쓰기\t칸 ", "들여쓰기\t칸"),
        ("가족 👨\u200d👩\u200d👧", "가족 👨\u200d👩\u200d👧"),
        ("\ufeff\u200e\u061c\u00ad", ""),
    ],
)
def test_one_rule_cleans_every_text(text, cleaned):
    assert clean_text(text) == cleaned


def test_a_line_stays_one_line():
    assert clean_line(" 한\n줄\u2029 \t글 ") == "한 줄 글"
