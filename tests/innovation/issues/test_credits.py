"""재발견의 상: credit for a refused idea waits for every co-proposer, and is decided by people apart from idea and task."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import RefusalReason
from app.innovation.models import Revival
from app.innovation.queries import turns_answers, turns_proposals
from app.innovation.services import issue_aftermath as services
from app.innovation.services import issues as own
from app.innovation.services import shares, triage
from app.innovation.services.teams import set_team
from app.mileage.models import Transfer
from tests.factories import innovation as make
from tests.factories import mileage as points
from tests.refusals import refused
from tests.turns import readers_of

credit_owed_by, _ = readers_of(turns_answers)
share_owed_by, share_awaited_by = readers_of(turns_proposals)
WORDS = "승하차 자료로 순서를 정하는 점이 같습니다."


def refused_idea(cast, *, agreed=True):
    """A refused idea of kim's and ahn's whose shares were set anew last: ahn has confirmed them only if `agreed`."""
    issue = make.an_issue(cast.kim, shares={cast.kim.id: 50, cast.ahn.id: 50})
    if not agreed:
        shares.set_shares(actor=cast.kim, issue=issue, shares={cast.kim.id: 51, cast.ahn.id: 49}, reason=WORDS)
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=WORDS)
    return issue


def claimed(cast, issue):
    return services.record_revival(actor=cast.kim, issue=issue, task=make.a_task(cast), likeness=WORDS)


def decided(actor, issue, revival, *, credited=True):
    services.decide_revival(actor=actor, issue=issue, revival=revival, credited=credited, words=WORDS)


def test_an_unconfirmed_share_is_confirmed_while_the_credit_waits(write, cast):
    points.items()
    issue = refused_idea(cast, agreed=False)
    with pytest.raises(Refused):
        shares.confirm_share(actor=cast.ahn, issue=issue)
    revival = claimed(cast, issue)
    assert [turn.what.msgid for turn in share_owed_by(cast.ahn)] == ["Confirm your share of the issue"]
    assert [turn.what.msgid for turn in share_awaited_by(cast.kim)] == ["Co-proposers confirm their shares"]
    with refused("Not every co-proposer has confirmed"):
        decided(cast.choi, issue, revival)
    assert db.session.query(Transfer).count() == 0
    shares.confirm_share(actor=cast.ahn, issue=issue)
    decided(cast.choi, issue, revival)
    adopted = db.session.query(Transfer).filter_by(source=f"issue:{issue.id}:adopted", item_code="P01")
    assert sorted(row.points for row in adopted) == [Decimal("4.9"), Decimal("5.1")]


def test_who_declines_while_the_credit_waits_brings_new_shares(write, cast):
    issue = refused_idea(cast, agreed=False)
    revival = claimed(cast, issue)
    shares.decline_share(actor=cast.ahn, issue=issue, reason="절반이 맞습니다. 다시 정해 주십시오.")
    assert [turn.what.msgid for turn in share_owed_by(cast.kim)] == ["Set the shares of the issue anew"]
    shares.set_shares(actor=cast.kim, issue=issue, shares={cast.kim.id: 50, cast.ahn.id: 50}, reason=WORDS)
    shares.confirm_share(actor=cast.ahn, issue=issue)
    decided(cast.choi, issue, revival)
    assert revival.state == "credited"
    with refused("its shares stand"):
        shares.set_shares(actor=cast.kim, issue=issue, shares={cast.kim.id: 100}, reason=WORDS)


def test_no_credit_needs_nobodys_consent(write, cast):
    issue = refused_idea(cast, agreed=False)
    revival = claimed(cast, issue)
    decided(cast.choi, issue, revival, credited=False)
    assert revival.state == "denied"


def test_the_page_asks_the_co_proposer_while_the_credit_waits(as_, cast, app):
    with transaction():
        issue = refused_idea(cast, agreed=False)
        issue_id = issue.id
        claimed(cast, issue)
    assert "Confirm my share" in as_(cast.ahn).get(f"/issues/{issue_id}").text
    assert as_(cast.ahn).post(f"/issues/{issue_id}/share-confirmations").status_code == 302


def test_nobody_decides_about_a_task_they_work_on_or_have_named(write, cast):
    issue, task = refused_idea(cast), make.a_task(cast)
    set_team(actor=cast.lee, task=task, leader_id=cast.ahn.id, shares={cast.ahn.id: 60, cast.choi.id: 40})
    revival = services.record_revival(actor=cast.bae, issue=issue, task=task, likeness=WORDS)
    services.claim_revival(actor=cast.kim, issue=issue, revival=revival, words=WORDS)
    for who in (cast.choi, cast.bae):
        assert credit_owed_by(who) == []
        with pytest.raises(Denied):
            decided(who, issue, revival, credited=False)


@pytest.mark.parametrize("who", ["choi", "bae"])
def test_the_database_keeps_them_apart_too(write, cast, who):
    issue, task = refused_idea(cast), make.a_task(cast)
    set_team(actor=cast.lee, task=task, leader_id=cast.ahn.id, shares={cast.ahn.id: 60, cast.choi.id: 40})
    revival = services.record_revival(actor=cast.bae, issue=issue, task=task, likeness=WORDS)
    services.claim_revival(actor=cast.kim, issue=issue, revival=revival, words=WORDS)
    change = update(revival, who=getattr(cast, who).id)
    with pytest.raises(DBAPIError, match="revivals"), db.session.begin_nested():
        db.session.execute(change)


def update(revival, *, who):
    return text(
        f"UPDATE revivals SET state='denied', decided_by_id={who}, decided_at=recorded_at WHERE id={revival.id}"
    )


def test_the_credit_waits_while_the_issue_is_examined_again(write, cast):
    points.items()
    issue = refused_idea(cast)
    revival = claimed(cast, issue)
    own.ask_reexamination(actor=cast.kim, issue=issue, reason=WORDS)
    for credited in (True, False):
        with refused("being examined again"):
            decided(cast.choi, issue, revival, credited=credited)
    assert credit_owed_by(cast.choi) == []
    triage.adopt_issue(actor=cast.choi, issue=issue, task=make.a_task(cast), reason=WORDS)
    paid = db.session.query(Transfer).count()
    with refused("Only an issue that was not adopted is credited"):
        decided(cast.choi, issue, revival)
    decided(cast.choi, issue, revival, credited=False)
    assert db.session.query(Transfer).count() == paid
    assert db.session.query(Revival).one().state == "denied"
