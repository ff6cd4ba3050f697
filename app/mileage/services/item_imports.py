"""적립항목 일괄 변경: what a workbook of items would change, row by row, and entering all of it or nothing.

Every row goes through the verbs of the editor, so the same rules hold: no back-dating, one item a fact, promotion points.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import IO

from app.core import access
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, OpumError, Refused
from app.core.events import publish
from app.core.figures import bare
from app.core.messages import Message, _
from app.core.sheets import Problems
from app.core.snapshots import fingerprint
from app.core.values import Value
from app.mileage.enums import EventCode, ItemChangeKind, ItemFormula, ItemSubject, Permission
from app.mileage.item_events import ItemsImported
from app.mileage.models import MileageItem
from app.mileage.policy import POLICY
from app.mileage.queries.item_versions import last_versions, latest_version
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import bands_text
from app.mileage.rules.item_changes import ONE_DAY, check_reason
from app.mileage.services.accounts import lock_pool
from app.mileage.services.item_changes import Change, ItemTerms, change_item, end_item, enter_item
from app.mileage.services.item_sheets import TITLE, SheetItem, read_items

_COLUMN_OF = {
    "code": "코드",
    "points": "점수",
    "formula": "산식",
    "figure_name": "수치",
    "bands": "구간",
    "cap_case": "건당한도",
    "event_code": "자동사실",
    "confirmer": "확인",
    "takes_effect_on": "시작일",
    "reason": "변경사유",
    "changed_on": "변경일",
    "disclosed_on": "공개일",
    "opinions": "의견",
}
"""Field that a verb refuses → the column that people look for."""
Told = Message | str


@dataclass(frozen=True, kw_only=True)
class ImportTerms:
    """What holds for every row that does not say otherwise: from when, and why."""

    takes_effect_on: date
    reason: str


@dataclass(frozen=True)
class Difference:
    """One term that changes, in words."""

    what: Message
    before: Told
    after: Told


@dataclass(frozen=True, kw_only=True)
class PlannedChange:
    """What one row changes: for a new item what it pays, and nothing but the end for one that only ends."""

    row: int
    code: str
    name: str
    kind: ItemChangeKind
    takes_effect_on: date
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """The changes of a workbook in the order of its rows. `digest` stands for them: what was seen is what is entered."""

    changes: tuple[PlannedChange, ...]
    unchanged: int
    digest: str


@dataclass(frozen=True)
class _Known:
    """The last version of an item, and whether it counts towards promotion."""

    item: MileageItem
    feeds: bool


_Wanted = tuple[SheetItem, tuple[PlannedChange, ...]]
"""A row and what it asks for."""
_PaidFact = tuple[EventCode, ItemSubject]


def preview_items(*, actor: Actor, source: IO[bytes], terms: ImportTerms) -> ImportPlan:
    """Say what a workbook would change; every rule is tried and nothing stays. Raises `SheetErrors`, `Refused`."""
    savepoint = db.session.begin_nested()
    try:
        return _enter(actor, source, terms, None)
    finally:
        savepoint.rollback()


def import_items(*, actor: Actor, source: IO[bytes], terms: ImportTerms, digest: str | None = None) -> ImportPlan:
    """Enter what a workbook changes: all of it, or nothing. Items that do not stand in it stay as they are.

    `digest` is that of the plan the actor has seen, where they have. Raises `SheetErrors` with every wrong row,
    `Refused` where nothing would change, `Conflict` where it would change something else than was seen.
    """
    plan = _enter(actor, source, terms, digest)
    if not plan.changes:
        raise Refused(_("The workbook changes nothing: every row says what holds already."))
    publish(
        ItemsImported(actor_id=actor.id, item_id=_first_version(plan), changes=len(plan.changes), digest=plan.digest)
    )
    return plan


def _first_version(plan: ImportPlan) -> int:
    """Return the version that the first change of a plan has made, or ended."""
    version = latest_version(plan.changes[0].code)
    assert version is not None
    return version.id


def _enter(actor: Actor, source: IO[bytes], terms: ImportTerms, digest: str | None) -> ImportPlan:
    access.require(POLICY, Permission.ITEM_CHANGE, actor)
    check_reason(terms.reason)
    problems = Problems()
    rows = read_items(source, problems)
    lock_pool()
    known = {code: _Known(*found) for code, found in last_versions().items()}
    seen: dict[str, int] = {}
    wanted: list[_Wanted] = []
    for row in rows:
        first = seen.setdefault(row.code, row.row)
        if first != row.row:
            problems.add(TITLE, row.row, "코드", _("This item stands in row %(row)s already.", row=first))
            continue
        changes = tuple(_planned(row, known.get(row.code), terms))
        for column, reason in _lost_days(row, known.get(row.code), changes):
            problems.add(TITLE, row.row, column, reason)
        wanted.append((row, changes))
    plan = _plan(wanted)
    if digest is not None and digest != plan.digest:
        raise Conflict(_("The items have changed since you looked. Look again at what the workbook would change."))
    for row, changes in _in_order(wanted, known):
        _try(actor, row, known.get(row.code), changes, terms, problems)
    problems.raise_any()
    return plan


def _plan(wanted: Sequence[_Wanted]) -> ImportPlan:
    changes = tuple(change for _row, found in wanted for change in found)
    told = [[change.code, change.kind.value, change.takes_effect_on.isoformat(), _shown(change)] for change in changes]
    return ImportPlan(
        changes=changes,
        unchanged=sum(not found for _row, found in wanted),
        digest=fingerprint({"changes": told, "terms": [row.terms for row, found in wanted if found]}),
    )


def _shown(change: PlannedChange) -> list[list[str]]:
    return [[one.what.msgid, _plain(one.before), _plain(one.after)] for one in change.differences]


def _plain(text: Told) -> str:
    return text.msgid if isinstance(text, Message) else text


def _in_order(wanted: Sequence[_Wanted], known: Mapping[str, _Known]) -> Iterator[_Wanted]:
    """Yield the rows so that whoever gives up a fact comes before who takes it over: one item a fact, at every step."""
    waiting = list(wanted)
    while waiting:
        given = {_given(one, known) for one in waiting} - {None}
        free = [one for one in waiting if _taken(one, known) not in given] or waiting
        yield from free
        done = {row.row for row, _changes in free}
        waiting = [one for one in waiting if one[0].row not in done]


def _given(wanted: _Wanted, known: Mapping[str, _Known]) -> _PaidFact | None:
    """The fact that a row lets go: its item ends, or pays another from then on."""
    (row, changes), there = wanted, known.get(wanted[0].code)
    if there is None or there.item.event_code is None or not changes:
        return None
    ends = any(change.kind is ItemChangeKind.ENDED for change in changes)
    return (there.item.event_code, row.subject) if ends or row.terms.event_code is not there.item.event_code else None


def _taken(wanted: _Wanted, known: Mapping[str, _Known]) -> _PaidFact | None:
    """The fact that the item of a row did not pay before."""
    (row, changes), there = wanted, known.get(wanted[0].code)
    event = row.terms.event_code
    before = there.item.event_code if there is not None else None
    return (event, row.subject) if changes and event and event is not before else None


def _planned(row: SheetItem, known: _Known | None, terms: ImportTerms) -> Iterator[PlannedChange]:
    """Yield what the row asks for: a new item or other terms, and an end."""
    plain = PlannedChange(
        row=row.row,
        code=row.code,
        name=row.terms.name_ko,
        kind=ItemChangeKind.NEW,
        takes_effect_on=_first_day(row, known, terms),
    )
    differences = () if known is None else tuple(_differences(row, known))
    if known is None:
        yield replace(plain, differences=tuple(_novelties(row)))
    elif differences:
        yield replace(plain, kind=ItemChangeKind.CHANGED, differences=differences)
    if row.ends_on is not None and (known is None or known.item.valid_until != row.ends_on):
        yield replace(plain, kind=ItemChangeKind.ENDED, takes_effect_on=row.ends_on + ONE_DAY)


def _lost_days(row: SheetItem, known: _Known | None, changes: Sequence[PlannedChange]) -> Iterator[tuple[str, Message]]:
    """Yield days that would be passed over in silence: what a version has begun or ended with stays."""
    if known is None:
        return
    if not changes and row.starts_on not in {None, known.item.valid_from}:
        yield "시작일", _("Nothing else changes in this row, and the first day of a version stays.")
    if known.item.valid_until is not None and row.ends_on is None:
        yield "종료일", _("This item ends on %(day)s and is not opened again.", day=known.item.valid_until.isoformat())


def _first_day(row: SheetItem, known: _Known | None, terms: ImportTerms) -> date:
    """The day of the row, unless it is still that of the version that holds: then the day given with the workbook."""
    is_own = row.starts_on is not None and (known is None or row.starts_on != known.item.valid_from)
    return row.starts_on if is_own and row.starts_on is not None else terms.takes_effect_on


def _differences(row: SheetItem, known: _Known) -> Iterator[Difference]:
    item, new = known.item, row.terms
    formula = item.reckoning
    pairs: Sequence[tuple[Message, Told | None, Told | None]] = (
        (_("Who is paid"), item.subject.label, row.subject.label),
        (_("Name in Korean"), item.name_ko, new.name_ko),
        (_("Name in English"), item.name_en, new.name_en),
        (_("Definition in Korean"), item.description_ko, new.description_ko),
        (_("Definition in English"), item.description_en, new.description_en),
        (_("Innovation values"), _values(item.core_values), _values(new.core_values)),
        (_("How many points it pays"), item.formula.label, new.formula.label),
        (_("Points"), _number(item.points), _number(new.reckoning.points)),
        (_("Figure that is counted"), formula.figure_name, new.figure_name),
        (_("Bands of the figure"), bands_text(formula.bands), bands_text(new.bands)),
        *_cap_pairs(item.caps, new.caps),
        (_("Evidence is required"), _yes(said=item.evidence_required), _yes(said=new.evidence_required)),
        (_("How it is paid"), item.trigger.label, new.trigger.label),
        (_("Fact that pays it"), _label(item.event_code), _label(new.event_code)),
        (_("Who confirms"), item.confirmer.label, new.confirmer.label),
        (_("Group of which only the highest pays"), item.highest_group, new.highest_group),
        (_("Counts towards promotion points"), _yes(said=known.feeds), _yes(said=new.feeds_promotion)),
    )
    for what, before, after in pairs:
        if _read(before) != _read(after):
            yield Difference(what, before or "–", after or "–")


def _read(text: Told | None) -> Told:
    """Return what a reader sees of it: a workbook keeps neither the kind of line ends nor spaces around words."""
    if isinstance(text, Message):
        return text
    return "\n".join(" ".join(line.split()) for line in (text or "").strip().splitlines())


def _novelties(row: SheetItem) -> Iterator[Difference]:
    new = row.terms
    pairs: Sequence[tuple[Message, Told | None]] = (
        (_("Who is paid"), row.subject.label),
        (_("How many points it pays"), new.formula.label),
        (_("Points"), _number(new.reckoning.points)),
        (_("Figure that is counted"), new.figure_name),
        (_("Bands of the figure"), bands_text(new.bands)),
        *((what, after) for what, _before, after in _cap_pairs(Caps(), new.caps)),
        (_("How it is paid"), new.trigger.label),
        (_("Fact that pays it"), _label(new.event_code)),
    )
    for what, after in pairs:
        if after:
            yield Difference(what, "–", after)


def _cap_pairs(before: Caps, after: Caps) -> Iterator[tuple[Message, str | None, str | None]]:
    yield _("Cap per case"), _number(before.case), _number(after.case)
    yield _("Cap per day"), _number(before.day), _number(after.day)
    yield _("Cap per month"), _number(before.month), _number(after.month)
    yield _("Cap per year"), _number(before.year), _number(after.year)


def _number(number: Decimal | None) -> str | None:
    return None if number is None else bare(number)


def _values(values: Sequence[str]) -> str:
    return ", ".join(value.value for value in Value if value.value in values)


def _yes(*, said: bool) -> Message:
    return _("Yes") if said else _("No")


def _label(member: object) -> Message | None:
    return getattr(member, "label", None)


def _try(
    actor: Actor,
    row: SheetItem,
    known: _Known | None,
    changes: Sequence[PlannedChange],
    terms: ImportTerms,
    problems: Problems,
) -> None:
    """Do what a row asks for in a savepoint of its own: a refusal is a problem of the row, and the next one is tried."""
    if problems.has(TITLE, row.row) or not changes:
        return
    savepoint = db.session.begin_nested()
    try:
        _do(actor, row, known, changes, terms)
    except OpumError as refusal:
        savepoint.rollback()
        for column, reason in _told(refusal):
            problems.add(TITLE, row.row, column, reason)
    else:
        savepoint.commit()


def _told(refusal: OpumError) -> Iterator[tuple[str | None, Message]]:
    if not isinstance(refusal, Invalid):
        yield None, refusal.reason
        return
    for name, reasons in refusal.fields.items():
        for reason in reasons:
            yield _COLUMN_OF.get(name), reason


def _do(
    actor: Actor, row: SheetItem, known: _Known | None, changes: Sequence[PlannedChange], terms: ImportTerms
) -> None:
    item = None if known is None else db.session.get_one(MileageItem, known.item.id)
    if item is not None and item.subject is not row.subject:
        raise Refused(_("Whose account an item pays never changes. Enter a new item with another code."))
    for change in changes:
        wish = Change(
            takes_effect_on=change.takes_effect_on, reason=row.reason or terms.reason, disclosure=row.disclosure
        )
        if item is None:
            item = enter_item(actor=actor, code=row.code, subject=row.subject, terms=_written(row.terms), change=wish)
        elif change.kind is ItemChangeKind.ENDED:
            end_item(item=item, actor=actor, change=wish)
        else:
            item = change_item(item=item, actor=actor, terms=_written(row.terms), change=wish)


def _written(terms: ItemTerms) -> ItemTerms:
    """Return terms as they are stored: a banded item has the points of its highest band."""
    return replace(terms, points=terms.reckoning.points) if terms.formula is ItemFormula.BANDS else terms
