"""적립항목 변경: a change is a new version from a day on; the old one ends the day before. What was used stays."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import (
    CapPeriod,
    EventCode,
    ItemChangeKind,
    ItemConfirmer,
    ItemFormula,
    ItemSubject,
    ItemTrigger,
    Permission,
)
from app.mileage.item_events import ItemChanged
from app.mileage.models import ItemChange, MileageItem
from app.mileage.policy import POLICY
from app.mileage.queries.item_versions import feeds_promotion, latest_version, pays_the_same
from app.mileage.rules import item_changes as rules
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import Band, Formula, bands_text, check_formula, settled
from app.mileage.rules.item_changes import Disclosure
from app.mileage.rules.shares import check_points
from app.mileage.services.accounts import lock_pool


@dataclass(frozen=True, kw_only=True)
class ItemTerms:
    """What an item is and pays."""

    name_ko: str
    name_en: str
    description_ko: str
    description_en: str
    core_values: tuple[str, ...]
    points: Decimal
    caps: Caps
    evidence_required: bool
    trigger: ItemTrigger
    event_code: EventCode | None
    confirmer: ItemConfirmer
    highest_group: str | None
    feeds_promotion: bool
    formula: ItemFormula = ItemFormula.FIXED
    figure_name: str | None = None
    bands: tuple[Band, ...] = ()

    @property
    def reckoning(self) -> Formula:
        """How many points it pays; the points of a banded item are those of its highest band."""
        written = Formula(kind=self.formula, points=self.points, figure_name=self.figure_name, bands=self.bands)
        return settled(written)


@dataclass(frozen=True, kw_only=True)
class Change:
    """From when, why, and, where promotion points are concerned, how it was disclosed."""

    takes_effect_on: date
    reason: str
    disclosure: Disclosure | None = None


def enter_item(*, actor: Actor, code: str, subject: ItemSubject, terms: ItemTerms, change: Change) -> MileageItem:
    """Enter a new item. Raises `Invalid` for a code that is taken, wrong terms or a day that is over."""
    access.require(POLICY, Permission.ITEM_CHANGE, actor)
    lock_pool()
    if latest_version(code) is not None:
        raise rules.wrong("code", _("There is an item with this code already."))
    rules.check_new_start(change.takes_effect_on, clock.today())
    _check_terms(code, subject, terms, change.takes_effect_on)
    checked = _checked(change, concerns_promotion=terms.feeds_promotion)
    item = _add(code, subject, terms, change.takes_effect_on)
    _remember(actor, item, ItemChangeKind.NEW, checked, feeds=terms.feeds_promotion)
    return item


def change_item(*, item: MileageItem, actor: Actor, terms: ItemTerms, change: Change) -> MileageItem:
    """Let other terms hold from a day on. Raises `Conflict` if `item` is not the last version: somebody was faster."""
    access.require(POLICY, Permission.ITEM_CHANGE, actor, item)
    _lock_last(item)
    rules.check_change_start(change.takes_effect_on, valid_from=item.valid_from, today=clock.today())
    _check_terms(item.code, item.subject, terms, change.takes_effect_on)
    fed = feeds_promotion(item)
    checked = _checked(change, concerns_promotion=fed or terms.feeds_promotion)
    item.valid_until = change.takes_effect_on - rules.ONE_DAY
    db.session.flush()
    version = _add(item.code, item.subject, terms, change.takes_effect_on)
    _remember(actor, version, ItemChangeKind.CHANGED, checked, feeds=terms.feeds_promotion)
    return version


def end_item(*, item: MileageItem, actor: Actor, change: Change) -> None:
    """Let an item end: it holds until the day before. Raises `Conflict` if `item` is not the last version."""
    access.require(POLICY, Permission.ITEM_CHANGE, actor, item)
    _lock_last(item)
    rules.check_change_start(change.takes_effect_on, valid_from=item.valid_from, today=clock.today())
    checked = _checked(change, concerns_promotion=feeds_promotion(item))
    item.valid_until = change.takes_effect_on - rules.ONE_DAY
    db.session.flush()
    _remember(actor, item, ItemChangeKind.ENDED, checked, feeds=False)


def _lock_last(item: MileageItem) -> None:
    lock_pool()
    last = latest_version(item.code)
    if last is None or last.id != item.id:
        raise Conflict(_("This item has a newer version. Look at it again and decide anew."))
    db.session.refresh(item)
    rules.check_not_ended(item.valid_until)


def _check_terms(code: str, subject: ItemSubject, terms: ItemTerms, day: date) -> None:
    check_formula(terms.reckoning, cap_case=terms.caps.case, event=terms.event_code)
    for number in (terms.reckoning.points, *(terms.caps.of(period) for period in CapPeriod)):
        if number is not None:
            check_points(number)
    rules.check_way(terms.trigger, has_event=terms.event_code is not None, confirmer=terms.confirmer)
    if terms.event_code is None:
        return
    if terms.event_code is EventCode.SHORTENING_COUNTED and terms.points != 1:
        raise rules.wrong(
            "points", _("What handling times earn is reckoned by their rule: this item pays 1 for each point.")
        )
    if pays_the_same(code, terms.event_code, subject, day):
        raise rules.wrong("event_code", _("Another item pays this fact already. End it first."))


def _checked(change: Change, *, concerns_promotion: bool) -> Change:
    """Return the change with its reason trimmed, and a disclosure exactly where promotion points are concerned."""
    reason, disclosure = rules.check_reason(change.reason), None
    if concerns_promotion:
        disclosure = change.disclosure
        if disclosure is None:
            raise rules.wrong(
                "changed_on",
                _("Promotion points are concerned: write when it was changed and disclosed, and what people said."),
            )
        rules.check_disclosure(disclosure, takes_effect_on=change.takes_effect_on, today=clock.today())
    return Change(takes_effect_on=change.takes_effect_on, reason=reason, disclosure=disclosure)


def _add(code: str, subject: ItemSubject, terms: ItemTerms, day: date) -> MileageItem:
    item = MileageItem(
        code=code,
        subject=subject,
        name_ko=terms.name_ko,
        name_en=terms.name_en,
        description_ko=terms.description_ko,
        description_en=terms.description_en,
        core_values=list(terms.core_values),
        points=terms.reckoning.points,
        formula=terms.formula,
        figure_name=terms.figure_name,
        bands=[{"least": str(band.least), "points": str(band.points)} for band in terms.bands] or None,
        cap_case=terms.caps.case,
        cap_day=terms.caps.day,
        cap_month=terms.caps.month,
        cap_year=terms.caps.year,
        evidence_required=terms.evidence_required,
        trigger=terms.trigger,
        event_code=terms.event_code,
        confirmer=terms.confirmer,
        highest_group=terms.highest_group,
        valid_from=day,
        valid_until=None,
    )
    db.session.add(item)
    db.session.flush()
    return item


def _remember(actor: Actor, item: MileageItem, kind: ItemChangeKind, change: Change, *, feeds: bool) -> None:
    told = change.disclosure
    row = ItemChange(
        item_id=item.id,
        kind=kind,
        takes_effect_on=change.takes_effect_on,
        feeds_promotion=feeds,
        disclosed_on=told and told.disclosed_on,
        opinions=told and told.opinions,
        changed_on=told and told.changed_on,
        earliest_on=rules.earliest_effect(told.changed_on) if told else None,
        disaster=(told.disaster or None) if told else None,
        reason=change.reason,
        made_at=clock.now(),
        made_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    caps = tuple((period.value, str(cap)) for period in CapPeriod if (cap := item.caps.of(period)) is not None)
    publish(
        ItemChanged(
            actor_id=actor.id,
            item_id=item.id,
            kind=kind.value,
            code=item.code,
            points=item.points,
            formula=item.formula.value,
            figure_name=item.figure_name,
            bands=bands_text(item.reckoning.bands),
            caps=caps,
            highest_group=item.highest_group,
            takes_effect_on=change.takes_effect_on.isoformat(),
            feeds_promotion=feeds,
            changed_on=told.changed_on.isoformat() if told else None,
            disclosed_on=told.disclosed_on.isoformat() if told else None,
            reason=FreeText(change.reason),
        )
    )
