"""적립: one fact pays an item once, whoever it pays; caps are applied and what they cut off is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.core import clock
from app.core.database import db
from app.core.errors import Missing
from app.core.events import publish
from app.core.figures import bare
from app.core.messages import _
from app.mileage.enums import AccountKind, CapPeriod, EventCode, ItemSubject, TransferKind
from app.mileage.events import PointsCutOff
from app.mileage.models import CapCut, FactRoot, MileageItem, Transfer
from app.mileage.queries.items import item_for_event, item_on
from app.mileage.queries.people import department_on
from app.mileage.queries.usage import group_points, is_decided, used_points
from app.mileage.rules.caps import Caps, Grant, Used, apply_caps
from app.mileage.rules.owners import Owner, equal_shares
from app.mileage.rules.shares import check_points, split
from app.mileage.services.accounts import LockedAccount, insert_into, lock_owner, lock_pool
from app.mileage.services.ledger import Posting, post_transfer


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What an award is for: the source, its day (today), who recorded it and, where there is one, the claim.

    `root` is the task behind it where the source does not name it; `figure` what an item with a formula counts.
    """

    source: str
    actor_id: int | None
    occurred_on: date | None = None
    claim_id: int | None = None
    root: str | None = None
    figure: Decimal | None = None

    @property
    def day(self) -> date:
        """The day the points count for."""
        return self.occurred_on or clock.today()


@dataclass(frozen=True, kw_only=True)
class _Due:
    """Points due to one owner: `ceiling` is the owner's part of what the cap per case allows."""

    points: Decimal
    ceiling: Decimal | None
    share: Decimal | None = None


def post_award(
    *,
    item_code: str,
    owner: Owner,
    source: str,
    actor_id: int | None,
    points: Decimal | None = None,
    occurred_on: date | None = None,
    claim_id: int | None = None,
    figure: Decimal | None = None,
) -> Transfer | None:
    """Pay an item to a person or department: its own points, what its formula makes of the figure, or those given.

    Returns None when this source has already paid the item to anybody, when the caps leave nothing (a `CapCut` is kept),
    or when the figure lies below the first band. Raises `Missing` for an item that is not valid on the day, `Refused`
    for points ≤ 0 or a closed day.
    """
    fact = Fact(source=source, actor_id=actor_id, occurred_on=occurred_on, claim_id=claim_id, figure=figure)
    item = _item(item_code, fact.day)
    return _pay_one(item, owner, fact, points)


def split_award(
    *,
    item_code: str,
    shares: Mapping[int, Decimal],
    source: str,
    actor_id: int | None,
    points: Decimal | None = None,
    occurred_on: date | None = None,
    claim_id: int | None = None,
    figure: Decimal | None = None,
    kind: AccountKind = AccountKind.PERSON,
) -> Sequence[Transfer]:
    """Pay an item to several people (or departments) by percent shares with largest remainder.

    The cap per case holds for the whole and is applied before the split; the other caps hold per account.
    Returns the transfers that were made; who got nothing by a cap has a `CapCut`. Nobody gets anything when this
    source has already paid the item, be it to others.
    """
    fact = Fact(source=source, actor_id=actor_id, occurred_on=occurred_on, claim_id=claim_id, figure=figure)
    return _split(_item(item_code, fact.day), shares, fact, points, kind)


def pay_people(event: EventCode, shares: Mapping[int, Decimal] | Sequence[int], fact: Fact) -> Sequence[Transfer]:
    """Pay a fact to people, by shares or in equal parts; nothing where the office has no such item."""
    item = item_for_event(event, ItemSubject.PERSON, fact.day)
    by_share = shares if isinstance(shares, Mapping) else equal_shares(shares)
    return _split(item, by_share, fact, None, AccountKind.PERSON) if item and by_share else ()


def pay_person_by_code(code: str, person_id: int, fact: Fact) -> Transfer | None:
    """Pay a fact to a person by the item of a code, whatever asks for it otherwise; nothing without such an item."""
    item = item_on(code, fact.day)
    return _pay_one(item, Owner.person(person_id), fact, None) if item else None


def pay_department(event: EventCode, department_id: int | None, fact: Fact) -> Transfer | None:
    """Pay a fact to a department; nothing where the office has no such item."""
    item = item_for_event(event, ItemSubject.DEPARTMENT, fact.day)
    if item is None or department_id is None:
        return None
    return _pay_one(item, Owner.department(department_id), fact, None)


def pay_departments_of(event: EventCode, shares: Mapping[int, Decimal], fact: Fact) -> Sequence[Transfer]:
    """Pay a fact of people to their departments, in parts that follow the people's shares.

    Nothing where the office has no such item, or where somebody belongs to no department.
    """
    item = item_for_event(event, ItemSubject.DEPARTMENT, fact.day)
    by_department: dict[int, Decimal] = {}
    for person_id, share in shares.items():
        department_id = department_on(person_id, fact.day)
        if department_id is None:
            return ()
        by_department[department_id] = by_department.get(department_id, Decimal(0)) + share
    return _split(item, by_department, fact, None, AccountKind.DEPARTMENT) if item and by_department else ()


def _item(code: str, day: date) -> MileageItem:
    item = item_on(code, day)
    if item is None:
        raise Missing(_("No mileage item %(code)s is valid on %(day)s.", code=code, day=day))
    return item


def _split(
    item: MileageItem, shares: Mapping[int, Decimal], fact: Fact, points: Decimal | None, kind: AccountKind
) -> Sequence[Transfer]:
    if _is_decided(item, fact):
        return ()
    whole = _whole(item, fact, points)
    if not whole:
        return ()
    due = split(whole, shares)
    ceilings = split(apply_caps(whole, Caps(case=item.cap_case)).granted, shares)
    paid = [
        _pay(item, Owner(kind, key), fact, _Due(points=part, ceiling=ceilings[key], share=shares[key]))
        for key, part in due.items()
        if part > 0
    ]
    return [transfer for transfer in paid if transfer is not None]


def _pay_one(item: MileageItem, owner: Owner, fact: Fact, points: Decimal | None) -> Transfer | None:
    if _is_decided(item, fact):
        return None
    whole = _whole(item, fact, points)
    return _pay(item, owner, fact, _Due(points=whole, ceiling=item.cap_case)) if whole else None


def _whole(item: MileageItem, fact: Fact, points: Decimal | None) -> Decimal:
    if points is None:
        return item.reckoning.due(fact.figure)
    check_points(points)
    return points


def _is_decided(item: MileageItem, fact: Fact) -> bool:
    """Whether the fact has paid the item before. The lock keeps the answer true until the transaction ends."""
    lock_pool()
    _keep_root(fact)
    return is_decided(item, fact.source)


def _keep_root(fact: Fact) -> None:
    if fact.root is not None and fact.root != fact.source:
        told = insert_into(FactRoot).values(source=fact.source, root=fact.root)
        db.session.execute(told.on_conflict_do_nothing())


def _pay(item: MileageItem, owner: Owner, fact: Fact, due: _Due) -> Transfer | None:
    pool, account = lock_pool(), lock_owner(owner)
    caps, used = replace(item.caps, case=due.ceiling), used_points(item, account.id, fact.day)
    words = _derivation(item, fact)
    if item.highest_group is not None:
        alone = apply_caps(due.points, caps, used).granted
        caps = replace(caps, group=alone)
        group = group_points(item, account.id, fact.source)
        used, words["hides_group"] = replace(used, group=group.points), group.is_hidden
    grant = apply_caps(due.points, caps, used)
    rule = _rule(item, due, used, grant) | {"highest_of": _text(caps.group)} | words
    if grant.granted == 0:
        _keep_cut(item, account, fact, grant, rule)
        return None
    return post_transfer(
        Posting(
            kind=TransferKind.AWARD,
            debit_account_id=pool.id,
            credit_account_id=account.id,
            points=grant.granted,
            cut_off=grant.cut_off,
            item_id=item.id,
            item_code=item.code,
            source=fact.source,
            department_id=_department_of(account, fact.day),
            occurred_on=fact.day,
            actor_id=fact.actor_id,
            claim_id=fact.claim_id,
            rule=rule,
        )
    )


def _department_of(account: LockedAccount, day: date) -> int | None:
    return department_on(account.person_id, day) if account.person_id is not None else account.department_id


def _rule(item: MileageItem, due: _Due, used: Used, grant: Grant) -> dict[str, Any]:
    """Return the item as it was applied: plain values, for the page that explains the points."""
    return {
        "code": item.code,
        "name_ko": item.name_ko,
        "name_en": item.name_en,
        "valid_from": item.valid_from.isoformat(),
        "points": str(item.points),
        "due": str(due.points),
        "share": None if due.share is None else str(due.share),
        "caps": {period.value: _text(item.caps.of(period)) for period in CapPeriod},
        "highest_group": item.highest_group,
        "used": {period.value: str(used.of(period)) for period in CapPeriod},
        "cut_by": grant.cut_by.value if grant.cut_by else None,
    }


def _derivation(item: MileageItem, fact: Fact) -> dict[str, Any]:
    """How the points follow from the figure; nothing where they are fixed."""
    formula = item.reckoning
    if not formula.needs_figure or fact.figure is None:
        return {}
    return {"figure": bare(fact.figure), "figure_name": formula.figure_name, "formula": formula.told(fact.figure)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _keep_cut(item: MileageItem, account: LockedAccount, fact: Fact, grant: Grant, rule: dict[str, Any]) -> None:
    assert grant.cut_by is not None
    cut = insert_into(CapCut).values(
        account_id=account.id,
        item_id=item.id,
        item_code=item.code,
        source=fact.source,
        points=grant.cut_off,
        cut_by=grant.cut_by,
        balance=account.balance,
        occurred_on=fact.day,
        posted_at=clock.now(),
        actor_id=fact.actor_id,
        claim_id=fact.claim_id,
        after_transfer_id=db.session.scalar(select(func.coalesce(func.max(Transfer.id), 0))),
        rule=rule,
    )
    cut_id = db.session.scalar(cut.returning(CapCut.id))
    assert cut_id is not None
    publish(
        PointsCutOff(
            actor_id=fact.actor_id,
            cap_cut_id=cut_id,
            item_code=item.code,
            source=fact.source,
            account_id=account.id,
            points=grant.cut_off,
        )
    )
