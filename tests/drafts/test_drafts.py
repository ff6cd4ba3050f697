"""임시저장: kept while somebody writes, read by its owner alone, gone with the form that is handed in."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Missing, Refused
from app.drafts.models import Draft
from app.drafts.queries import own_draft
from app.drafts.rules import MOST_BYTES, check_form, payload_of
from app.drafts.services import discard_draft, expire_drafts, keep_draft
from app.innovation.models import Issue

WRITTEN = {"title": "그늘막 순서", "problem": "승객이 적은 곳부터 놓인다.", "kind": "free", "values": ["smart", "foot"]}
WHOLE = WRITTEN | {
    "idea": "승하차 자료로 정한다.",
    "effect": "더 많은 승객이 그늘에 선다.",
    "no_obstacle_expected": "y",
    "source": "proposal",
}


def test_a_draft_is_kept_with_the_time_and_comes_back_with_the_form(as_, cast):
    client = as_(cast.kim)
    kept = client.post("/drafts/issue", data=WRITTEN)
    assert (kept.status_code, kept.json) == (200, {"saved_at": "12:00:00"})
    page = client.get("/issues/new").text
    assert ("승객이 적은 곳부터 놓인다." in page, "Your draft" in page) == (True, True)
    assert page.count(" checked") == 2


def test_a_later_draft_takes_the_place_of_the_earlier(as_, cast):
    client = as_(cast.kim)
    client.post("/drafts/issue", data=WRITTEN)
    client.post("/drafts/issue", data=WRITTEN | {"title": "다른 제목"})
    assert [row.payload["title"] for row in db.session.query(Draft)] == [["다른 제목"]]


def test_only_its_owner_reads_a_draft(as_, cast):
    as_(cast.kim).post("/drafts/issue", data=WRITTEN)
    assert "승객이" not in as_(cast.ahn).get("/issues/new").text
    assert as_(cast.ahn).get("/drafts/issue").json["saved_at"] is None
    as_(cast.ahn).post("/drafts/issue/discards")
    assert own_draft(cast.kim, "issue") is not None


def test_a_draft_is_gone_with_the_issue_that_is_handed_in(as_, cast):
    client = as_(cast.kim)
    client.post("/drafts/issue", data=WRITTEN)
    assert client.post("/issues", data=WHOLE | {"draft": "issue"}).status_code == 302
    assert (db.session.query(Issue).count(), db.session.query(Draft).count()) == (1, 0)


def test_a_draft_stays_when_the_issue_is_refused(as_, cast):
    client = as_(cast.kim)
    client.post("/drafts/issue", data=WRITTEN)
    assert client.post("/issues", data=WRITTEN | {"draft": "issue"}).status_code == 422
    assert own_draft(cast.kim, "issue") is not None


def test_a_late_request_brings_nothing_back(as_, cast):
    client = as_(cast.kim)
    client.post("/issues", data=WHOLE | {"draft": "issue", "idempotency_key": "K1"})
    late = client.post("/drafts/issue", data=WRITTEN | {"submission": "K1"})
    assert (late.status_code, db.session.query(Draft).count()) == (409, 0)


def test_a_draft_can_be_discarded(as_, cast):
    client = as_(cast.kim)
    client.post("/drafts/issue", data=WRITTEN)
    answer = client.post("/drafts/issue/discards", data={"next": "/issues/new"})
    assert (answer.status_code, answer.location) == (302, "/issues/new")
    assert "Your draft" not in client.get("/issues/new").text


def test_each_form_has_its_own_draft(as_, cast):
    client = as_(cast.kim)
    client.post("/drafts/issue-campaign-3", data=WRITTEN)
    assert "Your draft" not in client.get("/issues/new").text


def test_a_draft_that_is_too_long_is_refused_in_words(as_, cast):
    answer = as_(cast.kim).post("/drafts/issue", data={"problem": "가" * (MOST_BYTES // 3)})
    assert (answer.status_code, answer.json) == (422, {"reason": "The draft is too long to be kept: at most 100 kB."})


def test_a_payload_counts_its_bytes():
    assert payload_of([("a", "가" * 30_000)]) == {"a": ["가" * 30_000]}
    with pytest.raises(Refused):
        payload_of([("a", "가" * 34_000)])


def test_marks_of_the_form_itself_are_not_kept():
    sent = [("csrf_token", "x"), ("idempotency_key", "y"), ("submission", "y"), ("draft", "issue"), ("title", "제목")]
    assert payload_of(sent) == {"title": ["제목"]}


@pytest.mark.parametrize("name", ["", "Issue", "issue-", "../issue", "issue-12-x", "i" * 61, "issue:1"])
def test_a_name_that_is_no_form_is_not_found(name):
    with pytest.raises(Missing):
        check_form(name)


def test_drafts_expire_after_ninety_days(app, cast):
    with transaction():
        keep_draft(actor=cast.kim, form="issue", fields=[("title", "오래된 글")])
    with clock.frozen_at(clock.now() + timedelta(days=89)), transaction():
        keep_draft(actor=cast.ahn, form="issue", fields=[("title", "새 글")])
    with clock.frozen_at(clock.now() + timedelta(days=91)), transaction():
        assert expire_drafts() == 1
    assert own_draft(cast.kim, "issue") is None
    assert own_draft(cast.ahn, "issue") is not None


def test_discarding_what_is_not_there_leaves_the_others(write, cast):
    keep_draft(actor=cast.kim, form="issue-12", fields=[("title", "다른 글")])
    keep_draft(actor=cast.ahn, form="issue", fields=[("title", "남의 글")])
    discard_draft(actor=cast.kim, form="issue")
    assert own_draft(cast.kim, "issue-12") is not None
    assert own_draft(cast.ahn, "issue") is not None


def test_a_page_left_open_gets_a_fresh_token(as_, cast):
    assert as_(cast.kim).get("/drafts/issue").json["csrf_token"]


def test_without_a_session_a_draft_is_not_taken(anonymous):
    assert anonymous.post("/drafts/issue", data=WRITTEN).status_code == 302
