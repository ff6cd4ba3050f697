from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.enums.slogan_steps import HalfYear, SloganRating
from app.innovation.models import Slogan, SloganCall, SloganReview, SloganReviewStep
from app.innovation.queries import slogans as queries
from app.innovation.queries import turns_slogans
from app.innovation.queries.sources import slogan_practice
from app.innovation.services import slogans as services
from tests.factories.innovation import acting_head
from tests.factories.innovation_b import at_once
from tests.factories.innovation_c import again, approved_slogan, slogan_of, submitted_slogan
from tests.factories.slogan_cycle import (
    approved_review,
    call_content,
    call_of,
    review_content,
    review_of,
    submitted_review,
)
from tests.refusals import refused
from tests.statements import count_statements
from tests.turns import readers_of

owed, awaited = readers_of(turns_slogans)
PARTLY, NOT_DONE = ItemOutcome.PARTLY, ItemOutcome.NOT_DONE
IN_JULY = datetime(2026, 7, 6, 3, tzinfo=UTC)


def test_a_slogan_is_begun_and_handed_in_on_the_days_of_its_call(cast, write):
    call = call_of(cast, start=date(2026, 11, 24), end=date(2026, 11, 30))
    with refused("begins on"):
        slogan_of(cast)
    services.change_call(
        actor=cast.choi, call=call, content=call_content(end=date(2026, 11, 20)), seen_version=call.version
    )
    with refused("The call ended on"):
        slogan_of(cast)
    services.change_call(actor=cast.choi, call=call, content=call_content(), seen_version=call.version)
    slogan = slogan_of(cast)
    services.change_call(
        actor=cast.choi, call=call, content=call_content(end=date(2026, 11, 20)), seen_version=call.version
    )
    with refused("The call ended on"):
        services.submit_slogan(actor=cast.kang, slogan=slogan)


def test_what_the_head_sent_back_is_handed_in_after_the_last_day(cast, write):
    slogan = submitted_slogan(cast)
    call_of(cast, end=date(2026, 11, 20))
    services.return_slogan(actor=cast.lee, slogan=slogan, reason="뜻이 잘 드러나지 않습니다.")
    services.submit_slogan(actor=cast.kang, slogan=slogan)
    assert slogan.state is SloganState.SUBMITTED


def test_a_year_is_called_for_once_and_by_the_control_tower(cast, write):
    call_of(cast)
    with refused("called for already", Conflict):
        call_of(cast)
    for somebody in (cast.kang, cast.lee, cast.goh, cast.gam):
        with pytest.raises(Denied):
            services.open_call(actor=somebody, year=2027, content=call_content())


@pytest.mark.parametrize("year", [1999, 2028])
def test_a_year_out_of_reach_has_no_slogan_and_no_call(cast, as_, write, year):
    with refused("Slogans are kept for"):
        slogan_of(cast, year=year)
    with refused("Slogans are kept for"):
        call_of(cast, year=year)
    assert as_(cast.kim).get(f"/slogans/new?year={year}").status_code == 404


def test_a_call_that_ends_before_it_begins_is_refused_and_what_was_typed_stays(cast, as_):
    form = {"starts_on": "2026-12-10", "ends_on": "2026-12-01", "guidance": "쉬운 말로 씁니다."}
    page = as_(cast.choi).post("/slogans/calls?year=2026", data=form)
    assert page.status_code == 422
    assert "쉬운 말로 씁니다." in page.text
    assert as_(cast.choi).post("/slogans/calls?year=2026", data={**form, "ends_on": "2026-12-20"}).status_code == 302
    assert "쉬운 말로 씁니다." in as_(cast.kim).get("/slogans?year=2026").text


def test_two_who_change_the_call_see_both_texts(cast, as_):
    with transaction():
        call = call_of(cast)
    form = {"starts_on": "2026-11-01", "ends_on": "2026-12-20", "guidance": "배의 안내", "version": "1"}
    assert as_(cast.bae).post(f"/slogans/calls/{call.id}/changes", data=form).status_code == 302
    page = as_(cast.choi).post(f"/slogans/calls/{call.id}/changes", data={**form, "guidance": "최의 안내"})
    assert page.status_code == 409
    assert "배의 안내" in page.text
    assert "최의 안내" in page.text
    assert db.session.query(SloganCall.guidance).scalar() == "배의 안내"


def test_a_second_draft_is_a_conflict_and_what_was_typed_stays(cast, as_):
    with transaction():
        slogan_of(cast)
    page = as_(cast.kim).post("/slogans?year=2026", data={"text": "두 번째 문장", "meaning": "뜻"})
    assert page.status_code == 409
    assert "두 번째 문장" in page.text
    assert db.session.query(Slogan).count() == 1


def test_a_half_year_goes_from_the_coordinator_to_the_head(cast, write):
    slogan = approved_slogan(cast)
    for somebody in (cast.kim, cast.lee, cast.seo, cast.choi):
        with pytest.raises(Denied):
            review_of(cast, slogan, actor=somebody)
    review = submitted_review(cast, slogan, PARTLY)
    with refused("submitted or approved already"):
        review_of(cast, slogan)
    with pytest.raises(Denied):
        services.approve_review(actor=cast.kang, slogan=slogan, review=review)
    services.return_review(actor=cast.lee, slogan=slogan, review=review, reason="몇 곳인지 적어 주십시오.")
    services.write_review(actor=cast.kang, slogan=slogan, half=HalfYear.FIRST, content=review_content(slogan))
    services.submit_review(actor=cast.kang, slogan=slogan, review=review)
    services.approve_review(actor=cast.lee, slogan=slogan, review=review)
    assert (review.state, review.rating, review.approved_by_id) == (
        SloganState.APPROVED,
        SloganRating.WELL,
        cast.lee.id,
    )
    [record] = queries.reviews_of(slogan, cast.park)
    assert (record.kept, record.share, [result.words for result in record.results]) == (
        1,
        100,
        ["점검표대로 했습니다."],
    )


def test_two_who_begin_a_self_evaluation_at_once_make_one(app, cast):
    with transaction():
        slogan_id = approved_slogan(cast).id

    def begin():
        slogan = db.session.get_one(Slogan, slogan_id)
        content = review_content(slogan, seen_version=0)
        services.write_review(actor=cast.kang, slogan=slogan, half=HalfYear.FIRST, content=content)

    assert at_once(app, begin, begin, begin) == ["done", "refused", "refused"]
    assert db.session.query(SloganReview).count() == 1
    assert db.session.query(SloganReviewStep).count() == 1


def test_nobody_approves_a_self_evaluation_they_wrote(cast, app):
    with transaction():
        slogan = approved_slogan(cast)
        review = submitted_review(cast, slogan)
        acting_head(cast.kang, cast)
    with refused("Nobody approves their own work"), transaction():
        services.approve_review(actor=actor_of_person(cast.kang.id), slogan=slogan, review=again(review))
    forged = "UPDATE slogan_reviews SET state = 'approved', approved_at = reviewed_at, approved_by_id = :who"
    with pytest.raises(DBAPIError, match=r"slogan_reviews|approved_by_another"), transaction():
        db.session.execute(text(forged), {"who": cast.kang.id})


def test_an_approved_self_evaluation_stands_still(cast, app):
    with transaction():
        approved_review(cast, approved_slogan(cast))
    for forged in (
        "UPDATE slogan_reviews SET done = 'anders'",
        "UPDATE slogan_item_results SET outcome = 'partly'",
        "DELETE FROM slogan_item_results",
        "DELETE FROM slogan_reviews",
        "UPDATE slogan_review_steps SET note = 'x'",
    ):
        with pytest.raises(DBAPIError, match="slogan_"), transaction():
            db.session.execute(text(forged))


def test_every_practice_item_is_evaluated_in_words(cast, write):
    slogan = approved_slogan(cast)
    content = review_content(slogan)
    for told in ([], [*content.results, *content.results]):
        with refused("each of them once"):
            services.write_review(
                actor=cast.kang,
                slogan=slogan,
                half=HalfYear.FIRST,
                content=services.ReviewContent(done="했습니다.", results=told),
            )
    with refused("Only an approved slogan"):
        review_of(cast, slogan_of(cast, year=2027))


def test_a_half_year_is_not_handed_in_before_its_last_month(cast, write):
    slogan = approved_slogan(cast)
    review = review_of(cast, slogan, half=HalfYear.SECOND)
    with refused("can be handed in from"):
        services.submit_review(actor=cast.kang, slogan=slogan, review=review)
    with clock.frozen_at(IN_JULY), refused("has not begun yet"):
        review_of(cast, approved_slogan(cast, year=2027), half=HalfYear.FIRST)


def test_a_draft_is_for_the_department_and_who_oversees_it(cast, write):
    slogan = approved_slogan(cast)
    review_of(cast, slogan)
    seen = {who: len(queries.reviews_of(slogan, getattr(cast, who))) for who in ("kim", "lee", "choi", "gam", "park")}
    assert seen == {"kim": 1, "lee": 1, "choi": 1, "gam": 1, "park": 0}


def test_the_coordinator_owes_the_half_years_that_are_over_with_their_last_day(cast, write):
    slogan = approved_slogan(cast)
    [turn] = owed(cast.kang)
    assert (turn.endpoint, turn.params, turn.due_on) == (
        "innovation.new_slogan_review",
        {"half": "first", "slogan_id": slogan.id},
        date(2026, 7, 15),
    )
    review = submitted_review(cast, slogan)
    assert (owed(cast.kang), len(awaited(cast.kang))) == ([], 1)
    assert [turn.what.msgid for turn in owed(cast.lee)] == ["Self-evaluation to approve"]
    services.approve_review(actor=cast.lee, slogan=slogan, review=review)
    assert (owed(cast.lee), awaited(cast.kang)) == ([], [])


def test_the_share_of_practice_items_kept_is_a_source_and_missing_is_never_zero(cast, write):
    slogan = approved_slogan(cast)
    units = [cast.traffic, cast.civil]
    year = (date(2026, 1, 1), date(2026, 12, 31))
    review = submitted_review(cast, slogan, NOT_DONE)
    assert slogan_practice(units, *year) == {}
    services.approve_review(actor=cast.lee, slogan=slogan, review=review)
    assert slogan_practice(units, *year) == {cast.traffic: 0}
    assert slogan_practice(units, date(2026, 7, 1), date(2026, 12, 31)) == {}


def test_a_self_evaluation_goes_through_the_pages_with_its_evidence(cast, as_):
    with transaction():
        slogan = approved_slogan(cast)
    [item] = queries.items_of(slogan)
    path = f"/slogans/{slogan.id}/reviews"
    client = as_(cast.kang)
    assert client.get(f"{path}/new?half=first").status_code == 200
    assert client.get(f"{path}/new?half=third").status_code == 404
    form = {f"outcome_{item.id}": "partly", f"words_{item.id}": "두 곳은 못 했습니다.", "done": "신호", "version": "0"}
    assert client.post(f"{path}?half=first", data={**form, f"words_{item.id}": ""}).status_code == 422
    proof = {f"files_{item.id}": (BytesIO("점검 결과".encode()), "점검.txt")}
    assert client.post(f"{path}?half=first", data={**form, **proof}).status_code == 302
    stale = client.post(f"{path}?half=first", data={**form, "done": "다른 창에서 쓴 글"})
    assert (stale.status_code, "다른 창에서 쓴 글" in stale.text) == (409, True)
    review = db.session.query(SloganReview).one()
    sent = {**form, "version": str(review.version), "intent": "submit"}
    assert client.post(f"{path}?half=first", data=sent).status_code == 302
    page = as_(cast.park).get(f"/slogans/{slogan.id}").text
    assert "두 곳은 못 했습니다." in page
    link = page.split("/evidence/")[1].split('"')[0]
    assert as_(cast.park).get(f"/evidence/{link}").data.decode() == "점검 결과"
    head = as_(cast.lee)
    assert head.post(f"/slogans/reviews/{review.id}/returns", data={"reason": "짧다"}).status_code == 422
    assert head.post(f"/slogans/reviews/{review.id}/approvals").status_code == 302
    assert head.post(f"/slogans/reviews/{review.id}/approvals").status_code == 422


def test_the_wall_holds_all_years_in_few_statements(cast, as_):
    with transaction():
        approved_slogan(cast, year=2025, text="지난해의 한 문장")
        approved_slogan(cast)
        slogan_of(cast, year=2027)
    client = as_(cast.park)
    with count_statements() as statements:
        page = client.get("/slogans/wall").text
    assert len(statements) <= 5
    assert page.index("2026") < page.index("지난해의 한 문장")
    assert 'id="year-2027"' not in page
    only = client.get("/slogans/wall?year=2025&value=foot").text
    assert ('id="year-2025"' in only, 'id="year-2026"' in only) == (True, False)
    assert 'id="year-' not in client.get(f"/slogans/wall?department={cast.civil}").text
