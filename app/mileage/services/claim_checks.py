"""Each row of a workbook of claims against the rules a single claim meets. What they ask for is read once, before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core import access, clock
from app.core.access import Actor
from app.core.errors import Invalid, Refused
from app.core.messages import Message, _
from app.mileage.enums import ItemConfirmer, ItemSubject, Permission
from app.mileage.models import MileageItem
from app.mileage.policy import POLICY
from app.mileage.queries.claim_places import Claimant, ItemBook, claimants_on
from app.mileage.queries.year_locks import check_open, is_reopened
from app.mileage.rules import claims as rules
from app.mileage.rules.claim_deciders import Entering
from app.mileage.rules.formulas import points_of_claim
from app.mileage.rules.shares import check_shares
from app.mileage.services.claim_sheets import SheetClaim

Wrong = Callable[[str | None, Message], None]
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedClaim:
    """A row that may become a claim."""

    row: SheetClaim
    claimant: Claimant
    item_id: int
    points: Decimal
    shares: Mapping[int, Decimal]
    evidence: tuple[str, ...]
    skips_head: bool


class RowChecks:
    """What the rows are checked against, read once: people, items, closed days, and the rows before."""

    def __init__(self, actor: Actor | None, *, papers: frozenset[str], handed_in: bool) -> None:
        self._actor, self._papers, self._handed_in = actor, papers, handed_in
        self._today = clock.today()
        self._people = claimants_on(self._today)
        self._items = ItemBook()
        self._days: dict[date, Message | None] = {}
        self._seen: dict[tuple[str, str, date, str], int] = {}

    def wanted(self, row: SheetClaim, wrong: Wrong) -> WantedClaim | None:
        """Return what the row asks for, or say what is wrong with it."""
        claimant = self._claimant(row, wrong)
        item = self._item(row, wrong)
        shares = self._shares(row, claimant, item, wrong)
        is_written = self._check_papers(row, item, wrong)
        is_new = self._check_new(row, wrong)
        points = None if item is None else self._points(row, item, wrong)
        if claimant is None or item is None or shares is None or points is None or not (is_written and is_new):
            return None
        return WantedClaim(
            row=row,
            claimant=claimant,
            item_id=item.id,
            points=points,
            shares=shares,
            evidence=row.evidence,
            skips_head=item.confirmer is ItemConfirmer.TOWER or claimant.heads,
        )

    def _claimant(self, row: SheetClaim, wrong: Wrong) -> Claimant | None:
        found = self._people.get(row.employee_no)
        if found is None or found.audits:
            wrong("사번", _("Nobody with this number may claim points today."))
            return None
        if row.department not in {found.department_name, found.department_code}:
            wrong("부서", _("This person works in %(department)s today.", department=found.department_name))
            return None
        entering = Entering(claimant_id=found.id, department_id=found.department_id)
        if self._actor is not None and not access.allows(POLICY, Permission.CLAIM_ENTER, self._actor, entering):
            wrong("사번", _("You may not claim for this person."))
            return None
        return found

    def _item(self, row: SheetClaim, wrong: Wrong) -> MileageItem | None:
        refusal = self._refusal_of(row.happened_on)
        if refusal is not None:
            wrong("발생일", refusal)
        item = self._items.on(row.code, row.happened_on)
        if item is None:
            wrong(
                "항목코드",
                _("No mileage item %(code)s is valid on %(day)s.", code=row.code, day=row.happened_on.isoformat()),
            )
            return None
        return item if self._holds("항목코드", lambda: rules.check_claimable(item.trigger), wrong) else None

    def _points(self, row: SheetClaim, item: MileageItem, wrong: Wrong) -> Decimal | None:
        """Return what is claimed: the points written, or what the item's formula makes of the figure."""
        written = item.points if row.points is None else row.points
        try:
            due = points_of_claim(item.reckoning, written, row.figure)
            rules.check_claimed_points(due)
        except Refused as refusal:
            wrong("수치" if isinstance(refusal, Invalid) and "figure" in refusal.fields else "점수", refusal.reason)
            return None
        return due

    def _shares(
        self, row: SheetClaim, claimant: Claimant | None, item: MileageItem | None, wrong: Wrong
    ) -> Mapping[int, Decimal] | None:
        if item is not None and item.subject is ItemSubject.DEPARTMENT:
            return self._no_shares(row, claimant, wrong)
        unknown = [number for number in row.shares if number not in self._people]
        if unknown:
            wrong("배분", _("Nobody in office has these numbers: %(numbers)s.", numbers=", ".join(unknown[:10])))
            return None
        if not row.shares:
            return None if claimant is None else {claimant.id: WHOLE}
        shares = {self._people[number].id: share for number, share in row.shares.items()}
        return shares if self._holds("배분", lambda: check_shares(shares), wrong) else None

    def _no_shares(self, row: SheetClaim, claimant: Claimant | None, wrong: Wrong) -> Mapping[int, Decimal] | None:
        if row.shares:
            wrong("배분", _("A department item is paid to the department; it has no shares."))
            return None
        who = self._actor
        is_own = claimant is not None and who is not None and claimant.id == who.id
        if who is None or not is_own or not access.allows(POLICY, Permission.CLAIM_WRITE_DEPARTMENT, who):
            wrong("항목코드", _("A department item is claimed by the department's own head or coordinator."))
            return None
        return {}

    def _check_papers(self, row: SheetClaim, item: MileageItem | None, wrong: Wrong) -> bool:
        missing = [name for name in row.evidence if name not in self._papers]
        if missing:
            wrong("증빙", _("These files were not handed over: %(names)s.", names=", ".join(missing[:10])))
        elif self._handed_in and item is not None and item.evidence_required and not row.evidence:
            wrong("증빙", _("This item needs evidence."))
            return False
        return not missing

    def _check_new(self, row: SheetClaim, wrong: Wrong) -> bool:
        first = self._seen.setdefault((row.code, row.employee_no, row.happened_on, row.title), row.row)
        if first != row.row:
            wrong(None, _("Row %(row)s says the same.", row=first))
        return first == row.row

    def _refusal_of(self, day: date) -> Message | None:
        if day not in self._days:
            try:
                rules.check_day(day, self._today, is_reopened=is_reopened(day.year))
                check_open(day)
            except Refused as refusal:
                self._days[day] = refusal.reason
            else:
                self._days[day] = None
        return self._days[day]

    @staticmethod
    def _holds(column: str, check: Callable[[], None], wrong: Wrong) -> bool:
        try:
            check()
        except Refused as refusal:
            wrong(column, refusal.reason)
            return False
        return True
