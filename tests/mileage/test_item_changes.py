"""Items are changed as versions: what was used stays, what was used before counts, and promotion points wait a year."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid, Refused
from app.mileage import services
from app.mileage.enums import CapPeriod, EventCode, ItemConfirmer, ItemTrigger, ReversalReason
from app.mileage.models import CapCut, ItemChange, MileageItem, Transfer
from app.mileage.queries.item_versions import latest_version, others_than, versions_of
from app.mileage.queries.items import item_on
from app.mileage.rules.caps import Caps
from app.mileage.rules.item_changes import Disclosure
from tests.conftest import NOON
from tests.factories import items as factory
from tests.factories import mileage as points

TODAY, TOMORROW = date(2026, 11, 23), factory.TOMORROW
TOLD = Disclosure(disclosed_on=date(2026, 10, 1), opinions="의견 2건, 반영", changed_on=date(2026, 11, 2))


@pytest.fixture(autouse=True)
def _items(items):
    """The preset."""


def test_a_change_is_a_new_version_and_the_old_one_ends_the_day_before(cast, published):
    with transaction():
        old = item_on("P06", TODAY)
        new = factory.changed(cast.choi, "P06", points=Decimal(9))
    assert (old.valid_until, new.valid_from, new.valid_until) == (TODAY, TOMORROW, None)
    assert item_on("P06", TODAY).points == old.points
    assert item_on("P06", TOMORROW).points == 9
    (row,) = db.session.scalars(select(ItemChange)).all()
    assert (row.item_id, row.reason, row.made_by_id) == (new.id, factory.WHY, cast.choi.id)
    assert published[-1].code == "P06"
    assert "item_changed" in db.session.scalars(select(AuditEntry.event)).all()


def test_caps_changed_in_mid_year_count_what_was_used_before(cast):
    with transaction():
        points.award(cast.kim, "claim:1", day=TODAY)
        used = points.award(cast.kim, "claim:2", day=TODAY).points * 2
        factory.changed(cast.choi, "P06", points=Decimal(8), caps=Caps(year=used + 3))
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        third = points.award(cast.kim, "claim:3", day=TOMORROW)
        assert points.award(cast.kim, "claim:4", day=TOMORROW) is None
    assert (third.points, third.cut_off, third.rule["cut_by"]) == (3, 5, "year")


def test_the_last_version_alone_is_changed(cast):
    with transaction():
        first = item_on("P06", TODAY)
        factory.changed(cast.choi, "P06")
    with pytest.raises(Conflict), transaction():
        services.change_item(
            item=first, actor=cast.choi, terms=factory.terms(), change=factory.change(date(2027, 1, 1))
        )
    with pytest.raises(Invalid), transaction():
        factory.changed(cast.choi, "P06", TOMORROW)
    with transaction():
        factory.changed(cast.choi, "P06", date(2027, 1, 1))
    assert len(versions_of("P06")) == 3


def test_an_item_ends_and_is_not_opened_again(cast):
    with transaction():
        services.end_item(item=latest_version("P06"), actor=cast.choi, change=factory.change())
    assert item_on("P06", TODAY) is not None
    assert item_on("P06", TOMORROW) is None
    assert [item.code for item in others_than(TOMORROW)] == ["P06"]
    with pytest.raises(Refused), transaction():
        factory.changed(cast.choi, "P06", date(2027, 1, 1))
    with pytest.raises(Invalid), transaction():
        factory.entered(cast.choi, "P06")


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 1), date(2020, 1, 1)])
def test_a_change_does_not_reach_back(cast, day):
    with pytest.raises(Invalid), transaction():
        factory.changed(cast.choi, "P06", day)
    with pytest.raises(Invalid), transaction():
        services.end_item(item=latest_version("P06"), actor=cast.choi, change=factory.change(day))


def test_a_new_item_begins_today_at_the_earliest(cast):
    with transaction():
        assert factory.entered(cast.choi, "P90").valid_from == TODAY
    with pytest.raises(Invalid), transaction():
        factory.entered(cast.choi, "P91", TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": Decimal(0)},
        {"points": Decimal(-1)},
        {"points": Decimal("0.001")},
        {"points": Decimal("NaN")},
        {"caps": Caps(day=Decimal(0))},
        {"trigger": ItemTrigger.EVENT},
        {"event_code": EventCode.TASK_COMPLETED},
        {"confirmer": ItemConfirmer.NOBODY},
    ],
)
def test_terms_that_make_no_sense_are_refused(cast, wrong):
    with pytest.raises(Refused), transaction():
        factory.changed(cast.choi, "P06", **wrong)
    assert len(versions_of("P06")) == 1


def test_a_fact_is_paid_by_one_item(cast):
    automatic = {
        "trigger": ItemTrigger.EVENT,
        "event_code": EventCode.TASK_COMPLETED,
        "confirmer": ItemConfirmer.NOBODY,
    }
    with pytest.raises(Invalid), transaction():
        factory.entered(cast.choi, "P90", **automatic)
    with transaction():
        services.end_item(item=latest_version("P04"), actor=cast.choi, change=factory.change())
        factory.entered(cast.choi, "P90", TOMORROW, **automatic)


def test_only_the_control_tower_with_a_reason(cast):
    for who in (cast.kim, cast.acting, cast.jung):
        with pytest.raises(Denied), transaction():
            factory.changed(who, "P06")
    with pytest.raises(Invalid), transaction():
        services.change_item(
            item=latest_version("P06"),
            actor=cast.choi,
            terms=factory.terms(),
            change=factory.change(reason="  짧다     "),
        )


def test_promotion_points_wait_a_year(cast):
    with pytest.raises(Invalid), transaction():
        factory.changed(cast.choi, "P06", date(2027, 11, 3), feeds_promotion=True)
    with pytest.raises(Invalid), transaction():
        factory.changed(cast.choi, "P06", date(2027, 11, 2), TOLD, feeds_promotion=True)
    with transaction():
        fed = factory.changed(cast.choi, "P06", date(2027, 11, 3), TOLD, feeds_promotion=True)
    row = db.session.scalar(select(ItemChange).where(ItemChange.item_id == fed.id))
    assert (row.opinions, row.disclosed_on, row.earliest_on) == (TOLD.opinions, TOLD.disclosed_on, date(2027, 11, 3))
    assert row.feeds_promotion


def test_what_feeds_promotion_is_not_taken_away_at_once_either(cast):
    quick = Disclosure(disclosed_on=date(2026, 11, 2), opinions="없음", changed_on=TODAY, disaster="집중호우 복구")
    with transaction():
        factory.entered(cast.choi, "P90", TODAY, quick, feeds_promotion=True)
    for attempt in (
        lambda: factory.changed(cast.choi, "P90", date(2028, 1, 1)),
        lambda: services.end_item(item=latest_version("P90"), actor=cast.choi, change=factory.change(date(2028, 1, 1))),
        lambda: services.end_item(
            item=latest_version("P90"), actor=cast.choi, change=factory.change(date(2027, 11, 2), disclosure=TOLD)
        ),
    ):
        with pytest.raises(Invalid), transaction():
            attempt()
    with transaction():
        services.end_item(
            item=latest_version("P90"), actor=cast.choi, change=factory.change(date(2027, 11, 3), disclosure=TOLD)
        )


def test_of_a_group_only_the_highest_pays_for_one_task(cast):
    with transaction():
        for code, number in (("P90", 4), ("P91", 10), ("P92", 6)):
            factory.entered(cast.choi, code, points=Decimal(number), caps=Caps(), highest_group="과제")
        small = points.award(cast.kim, "task:7:plan", code="P90", day=TODAY)
        large = points.award(cast.kim, "task:7", code="P91", day=TODAY)
        assert points.award(cast.kim, "task:7:end", code="P92", day=TODAY) is None
        other = points.award(cast.kim, "task:70:plan", code="P92", day=TODAY)
        mate = points.award(cast.choi, "task:7:plan2", code="P92", day=TODAY)
    assert (small.points, large.points, large.cut_off) == (4, 6, 4)
    assert (large.rule["cut_by"], large.rule["highest_group"], large.rule["highest_of"]) == ("group", "과제", "10")
    cut = db.session.scalar(select(CapCut))
    assert (cut.item_code, cut.points, cut.cut_by) == ("P92", 6, CapPeriod.GROUP)
    assert (other.points, mate.points) == (6, 6)
    assert list(services.check_ledger()) == []


@pytest.mark.parametrize("order", [("P90", "P91"), ("P91", "P90")])
def test_a_group_pays_no_more_than_its_highest_item_would_alone(cast, order):
    """P91 is worth 10, but its cap of the year leaves 2: beside the 5 of P90 it adds nothing, in either order."""
    with transaction():
        factory.entered(cast.choi, "P90", points=Decimal(5), caps=Caps(), highest_group="과제")
        factory.entered(cast.choi, "P91", points=Decimal(10), caps=Caps(year=Decimal(12)), highest_group="과제")
        points.award(cast.kim, "task:1:end", code="P91", day=TODAY)
        paid = [points.award(cast.kim, f"task:7:{code}", code=code, day=TODAY) for code in order]
    assert sum(transfer.points for transfer in paid if transfer is not None) == 5


def test_what_was_taken_back_no_longer_counts_for_the_group(cast):
    with transaction():
        for code in ("P90", "P91"):
            factory.entered(cast.choi, code, points=Decimal(5), caps=Caps(), highest_group="과제")
        first = points.award(cast.kim, "task:7:plan", code="P90", day=TODAY)
        services.reverse_transfer(
            transfer=first, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="계획이 취소되었습니다."
        )
        assert points.award(cast.kim, "task:7:end", code="P91", day=TODAY).points == 5


def test_the_database_keeps_what_was_used(cast):
    with transaction():
        points.award(cast.kim, "claim:1", day=TODAY)
        fed = factory.entered(
            cast.choi,
            "P90",
            TODAY,
            Disclosure(disclosed_on=date(2026, 11, 2), opinions="없음", changed_on=TODAY, disaster="호우 복구"),
            feeds_promotion=True,
        ).id
    used = item_on("P06", TODAY).id
    for statement in (
        f"UPDATE mileage_items SET cap_year = 1 WHERE id = {used}",
        f"UPDATE mileage_items SET points = 1 WHERE id = {used}",
        f"UPDATE mileage_items SET highest_group = 'x' WHERE id = {used}",
        f"UPDATE mileage_items SET name_ko = 'x' WHERE id = {used}",
        f"UPDATE mileage_items SET valid_until = '2026-11-22' WHERE id = {used}",
        "UPDATE mileage_item_changes SET reason = 'another reason'",
        "DELETE FROM mileage_item_changes",
        "INSERT INTO mileage_item_changes (item_id, kind, takes_effect_on, feeds_promotion, reason, made_at, made_by_id)"
        f" SELECT {fed}, 'ended', '2030-01-01', feeds_promotion <> feeds_promotion, 'ten letters', made_at, made_by_id"
        " FROM mileage_item_changes",
        "INSERT INTO mileage_item_changes (item_id, kind, takes_effect_on, feeds_promotion, reason, made_at, made_by_id,"
        " disclosed_on, opinions, changed_on, earliest_on)"
        f" SELECT {fed}, 'ended', '2027-01-01', feeds_promotion, 'ten letters', made_at, made_by_id,"
        " disclosed_on, opinions, changed_on, earliest_on FROM mileage_item_changes",
    ):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(statement))
    twin = {column.name: getattr(item_on("P06", TODAY), column.name) for column in MileageItem.__table__.columns}
    with pytest.raises(DBAPIError), transaction() as session:
        session.add(MileageItem(**(twin | {"id": None, "valid_from": date(2026, 5, 1)})))
    assert db.session.scalar(select(Transfer.points)) is not None


def test_changes_at_once_make_one_version(cast, at_once):
    def work(_number):
        return factory.changed(cast.choi, "P06").id

    answers = at_once(work, 4)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert len(versions_of("P06")) == 2
