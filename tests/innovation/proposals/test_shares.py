"""몫: each co-proposer confirms the own share; a positive decision waits for all of them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import IssueKind, RefusalReason
from app.innovation.enums.proposals import Consent
from app.innovation.models import FormerProposer, Issue, IssueProposer
from app.innovation.queries import turns_proposals
from app.innovation.queries.proposers import proposers_of
from app.innovation.services import shares
from app.innovation.services.triage import refuse_issue
from app.mileage.models import Transfer
from tests.factories import innovation as make
from tests.factories.mileage import items
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_proposals)
REASON = "몫을 다시 이야기했다."


@pytest.fixture
def shared(app, cast):
    """An issue of kim with ahn (30 %) and park (10 %), whom nobody has asked yet."""
    with transaction():
        return make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.ahn.id: 30, cast.park.id: 10}, agreed=False).id


def adopt(cast, issue_id):
    with transaction():
        make.a_task(cast, issues=[db.session.get_one(Issue, issue_id)])


def confirm(actor, issue_id):
    with transaction():
        shares.confirm_share(actor=actor, issue=db.session.get_one(Issue, issue_id))


def leave(actor):
    with transaction():
        db.session.get_one(Person, actor.id).left_on = clock.today() - timedelta(days=1)


def test_a_co_proposer_is_asked_in_my_turn_and_confirms(shared, cast):
    asked = [(turn.what.msgid, turn.title) for turn in owed_by(cast.ahn)]
    assert asked == [("Confirm your share of the issue", "2026-0001 정류장 그늘막을 먼저 놓을 곳 정하기")]
    assert [turn.what.msgid for turn in awaited_by(cast.kim)] == ["Co-proposers confirm their shares"]
    confirm(cast.ahn, shared)
    assert owed_by(cast.ahn) == []


def test_the_issue_is_not_adopted_until_all_have_confirmed(shared, cast):
    confirm(cast.ahn, shared)
    with pytest.raises(Refused) as refusal:
        adopt(cast, shared)
    assert refusal.value.reason.msgid.startswith("Not every co-proposer has confirmed")
    confirm(cast.park, shared)
    adopt(cast, shared)
    assert db.session.get_one(Issue, shared).state == "adopted"


def test_points_follow_the_confirmed_shares(shared, cast):
    with transaction():
        items()
    confirm(cast.ahn, shared)
    confirm(cast.park, shared)
    adopt(cast, shared)
    paid = [row.points for row in db.session.query(Transfer).filter_by(item_code="P01").order_by(Transfer.id)]
    assert paid == [Decimal(6), Decimal(3), Decimal(1)]


def test_a_refusal_of_the_idea_needs_nobodys_consent(shared, cast):
    with transaction():
        refuse_issue(
            actor=cast.choi,
            issue=db.session.get_one(Issue, shared),
            refusal=RefusalReason.OTHER,
            reason="다른 길로 풀었다.",
        )
    assert db.session.get_one(Issue, shared).state == "refused"


def test_who_declines_says_why_and_the_lead_sets_the_shares_anew(shared, cast):
    with transaction():
        issue = db.session.get_one(Issue, shared)
        shares.decline_share(actor=cast.ahn, issue=issue, reason="제 몫은 10이면 됩니다.")
    assert [turn.what.msgid for turn in owed_by(cast.kim)] == ["Set the shares of the issue anew"]
    confirm(cast.park, shared)
    with transaction():
        issue = db.session.get_one(Issue, shared)
        given = {cast.kim.id: 80, cast.ahn.id: 10, cast.park.id: 10}
        shares.set_shares(actor=cast.kim, issue=issue, shares=given, reason=REASON)
    found = {row.person_id: (row.share, row.consent) for row in proposers_of(db.session.get_one(Issue, shared))}
    assert found == {
        cast.kim.id: (80, Consent.CONFIRMED),
        cast.ahn.id: (10, Consent.ASKED),
        cast.park.id: (10, Consent.CONFIRMED),
    }
    assert db.session.query(FormerProposer).count() == 3
    assert owed_by(cast.kim) == []


def test_a_share_is_answered_once_and_only_by_its_owner(shared, cast):
    confirm(cast.ahn, shared)
    with pytest.raises(Refused):
        confirm(cast.ahn, shared)
    for stranger in (cast.han, cast.kim, cast.gam):
        with pytest.raises(Denied):
            confirm(stranger, shared)


def test_only_the_lead_sets_the_shares(shared, cast):
    issue = db.session.get_one(Issue, shared)
    with pytest.raises(Denied):
        shares.set_shares(actor=cast.ahn, issue=issue, shares={cast.ahn.id: 100}, reason=REASON)


def test_somebody_who_left_stops_the_adoption_until_the_shares_are_set_anew(shared, cast):
    confirm(cast.ahn, shared)
    confirm(cast.park, shared)
    leave(cast.park)
    with pytest.raises(Refused) as refusal:
        adopt(cast, shared)
    assert refusal.value.reason.msgid.startswith("A proposer has left")
    with transaction():
        issue = db.session.get_one(Issue, shared)
        given = {cast.kim.id: 70, cast.ahn.id: 30}
        shares.set_shares(actor=cast.kim, issue=issue, shares=given, reason=REASON)
    adopt(cast, shared)


def test_a_co_proposer_takes_the_lead_of_one_who_left(shared, cast):
    leave(cast.kim)
    with transaction():
        issue = db.session.get_one(Issue, shared)
        given = {cast.ahn.id: 90, cast.park.id: 10}
        shares.set_shares(actor=cast.ahn, issue=issue, shares=given, reason=REASON)
    issue = db.session.get_one(Issue, shared)
    assert (issue.proposer_id, issue.department_id) == (cast.ahn.id, cast.traffic)


def test_a_sole_proposer_who_left_keeps_the_credit(app, cast):
    with transaction():
        issue_id = make.an_issue(cast.park).id
    leave(cast.park)
    adopt(cast, issue_id)


@pytest.mark.parametrize(
    "given", [{"kim": 60, "ahn": 30}, {"kim": 60, "ahn": 50}, {"kim": 40, "ahn": 60}, {"ahn": 100}]
)
def test_shares_that_do_not_add_up_are_refused(app, cast, given):
    with pytest.raises(Refused), transaction():
        make.an_issue(cast.kim, shares={getattr(cast, name).id: share for name, share in given.items()}, agreed=False)


def test_somebody_who_has_left_cannot_be_named(app, cast):
    leave(cast.park)
    with pytest.raises(Refused) as refusal, transaction():
        make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.park.id: 40}, agreed=False)
    assert refusal.value.reason.msgid == "A co-proposer has left the office or does not exist."


def test_the_database_keeps_an_answer_with_its_moment(shared, cast):
    with pytest.raises(Exception, match="moment_if_answered"), transaction():
        db.session.query(IssueProposer).filter_by(person_id=cast.ahn.id).update({"consent": Consent.CONFIRMED})


def test_the_pages_lead_through_confirming_declining_and_setting_anew(shared, cast, as_):
    page = as_(cast.ahn).get(f"/issues/{shared}").text
    assert "Confirm my share" in page
    assert as_(cast.ahn).post(f"/issues/{shared}/share-confirmations").status_code == 302
    short = as_(cast.park).post(f"/issues/{shared}/share-refusals", data={"reason": "짧다"})
    assert (short.status_code, "짧다" in short.text) == (422, True)
    answer = as_(cast.park).post(f"/issues/{shared}/share-refusals", data={"reason": "함께 만들지 않았습니다."})
    assert answer.status_code == 302
    lead = as_(cast.kim)
    assert "함께 만들지 않았습니다." in lead.get(f"/issues/{shared}").text
    form = lead.get(f"/issues/{shared}/share-settings/new").text
    assert 'value="30"' in form
    wrong = lead.post(f"/issues/{shared}/share-settings", data={"number_1": "ahn", "share_1": "70", "reason": REASON})
    assert (wrong.status_code, 'value="70"' in wrong.text) == (422, True)
    right = lead.post(f"/issues/{shared}/share-settings", data={"number_1": "ahn", "share_1": "30", "reason": REASON})
    assert right.status_code == 302
    adopt(cast, shared)


def test_a_stranger_meets_no_share_form(shared, cast, as_):
    client = as_(cast.han)
    codes = [
        client.get(f"/issues/{shared}/share-settings/new").status_code,
        client.post(f"/issues/{shared}/share-settings").status_code,
        client.post(f"/issues/{shared}/share-confirmations").status_code,
        client.post(f"/issues/{shared}/share-refusals").status_code,
    ]
    assert codes == [403] * 4


def test_an_implemented_idea_can_be_shared_too(app, cast):
    with transaction():
        issue = make.an_issue(cast.kim, kind=IssueKind.IMPLEMENTED, shares={cast.kim.id: 50, cast.ahn.id: 50})
        assert [row.agrees for row in proposers_of(issue)] == [True, True]
