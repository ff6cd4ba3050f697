"""적립신청, when two people decide at the same moment: it is paid once, two hundred times over."""

from threading import Barrier, Event, Thread
from time import sleep

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Refused
from app.mileage import services
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, Transfer, YearLock
from app.mileage.services.accounts import lock_pool
from tests.conftest import NOON
from tests.factories import claim_uploads as uploads
from tests.factories import mileage as factory

ROUNDS = 200
AGAIN = "서식마다 다른 민원의 것으로 따로 고쳤습니다."


class Rounds:
    """Two people who read every claim, wait for one another, and then both verify it."""

    def __init__(self, app, claim_ids):
        self.app, self.claim_ids = app, claim_ids
        self.barrier = Barrier(2, timeout=60)
        self.found = {}

    def play(self, actor):
        self.found[actor.id] = [self._verify(claim_id, actor) for claim_id in self.claim_ids]

    def _verify(self, claim_id, actor):
        with self.app.app_context(), clock.frozen_at(NOON):
            claim = db.session.get_one(Claim, claim_id)
            db.session.expunge(claim)
            db.session.rollback()
            self.barrier.wait()
            try:
                with transaction():
                    db.session.add(claim)
                    services.verify_claim(claim=claim, actor=actor, reason=AGAIN)
            except (Conflict, Refused) as refusal:
                return refusal
            return None


@pytest.mark.slow
def test_two_hundred_forced_races_of_two_approvers_pay_once_each(app, cast, items):
    rows = [uploads.row("lee", f"서식 {number}", points="0.1", evidence="증빙.pdf") for number in range(ROUNDS)]
    with transaction():
        uploads.upload(cast.kang, *rows, handed_in=True)
    ids = [row.id for row in db.session.query(Claim.id).order_by(Claim.id)]
    db.session.rollback()
    rounds = Rounds(app, ids)
    threads = [Thread(target=rounds.play, args=(actor,)) for actor in (cast.choi, cast.bae)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = rounds.found[cast.choi.id], rounds.found[cast.bae.id]
    assert [(one is None) + (other is None) for one, other in zip(first, second, strict=True)] == [1] * ROUNDS
    assert {claim.state for claim in db.session.query(Claim)} == {ClaimState.POSTED}
    sources = [row.source for row in db.session.query(Transfer.source)]
    assert sorted(sources) == sorted(f"claim:{claim_id}" for claim_id in ids)
    assert list(services.check_ledger()) == []


@pytest.mark.parametrize("way", ["single", "workbook"])
def test_a_year_that_is_being_closed_takes_no_claim_in(app, cast, items, way):
    with transaction():
        draft_id = factory.draft(cast.kim).id
    locked, failures = Event(), []

    def close():
        with app.app_context(), clock.frozen_at(NOON), transaction():
            lock_pool()
            locked.set()
            sleep(0.4)
            year = clock.today().replace(month=1, day=1)
            lock = YearLock(
                year=year.year,
                starts_on=year,
                ends_on=year.replace(month=12, day=31),
                closed_at=clock.now(),
                closed_by_id=cast.choi.id,
            )
            db.session.add(lock)

    def hand_in():
        locked.wait(10)
        with app.app_context(), clock.frozen_at(NOON):
            try:
                with transaction():
                    if way == "single":
                        services.submit_claim(claim=db.session.get_one(Claim, draft_id), actor=cast.kim)
                    else:
                        uploads.upload(cast.choi, uploads.row("park", evidence="증빙.pdf"), handed_in=True)
            except Exception as error:  # noqa: BLE001  the test looks at what came back
                failures.append(error)

    db.session.rollback()
    threads = [Thread(target=close), Thread(target=hand_in)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == 1
    assert isinstance(failures[0], Refused)
    assert db.session.query(Claim).filter_by(state=ClaimState.SUBMITTED).count() == 0
