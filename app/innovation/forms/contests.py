"""Forms of contests: the terms, a past contest, an entry, the jury, and a juror's marks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from app.core import clock
from app.core.errors import Refused
from app.core.figures import HUNDRED
from app.core.forms import (
    Form,
    choice,
    day_field,
    decimal_number,
    long_text,
    offer,
    reason_text,
    record_choice,
    record_choices,
    short_text,
)
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.enums.contests import ContestKind, ContestPeriod, JurorKind
from app.innovation.forms.rows import FormWithRows, Row, Rows
from app.innovation.queries.people import ids_by_number
from app.innovation.rules.contests import MOST_VOTES, Schedule, Weights, read_prizes, write_prizes
from app.innovation.services.contests import ContestContent, GroupDraft, PastContest, PastWinner
from app.organization.queries import peer_groups
from app.organization.rules import fiscal_year

FIRST_YEAR = 2000
MOST_SHORTLISTED = 99
NUMBER_LENGTH = 20


def _this_year() -> int:
    return fiscal_year(clock.today())


def _seen(field: Any) -> int:  # noqa: ANN401  a form's field
    text = field.data or ""
    return int(text) if str(text).isascii() and str(text).isdigit() else 0


class CriterionRow(Row):
    """심사기준 한 줄."""

    substance = ("name", "weight")

    name = short_text(_("Criterion"), required=False)
    weight = decimal_number(_("Weight"), required=False, least=0, most=100)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A criterion needs its weight."""
        valid = super().validate(extra_validators)
        if not self.is_blank() and self.weight.data is None and not self.weight.errors:
            self.weight.errors = [_("Give the weight.")]
            return False
        return valid


class GroupRow(Row):
    """평가군 한 줄."""

    substance = ("name", "prizes")

    name = short_text(_("Group"), required=False)
    prizes = short_text(_("Prizes and their numbers"), required=False)
    shortlist_size = decimal_number(_("Shortlist size"), required=False, least=1, most=MOST_SHORTLISTED)
    peers = record_choices(_("Peer groups that enter here"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A group needs prizes with their numbers and the size of its shortlist."""
        valid = super().validate(extra_validators)
        if self.is_blank():
            return valid
        size = self.shortlist_size
        if not size.errors and (size.data is None or size.data % 1):
            size.errors = [_("Give a whole number.")]
            valid = False
        try:
            self.prizes_read = read_prizes(self.prizes.data or "")
        except Refused as refusal:
            self.prizes.errors = [*self.prizes.errors, refusal.reason]
            valid = False
        return valid


class ContestForm(FormWithRows):
    """경연의 구성."""

    version = HiddenField()
    kind = choice(_("Kind of contest"), ContestKind)
    name = short_text(_("Name"))
    year = SelectField(_("Year"), coerce=whole_number, default=_this_year)
    period = choice(_("Part of the year"), ContestPeriod)
    notice = long_text(_("Announcement"), required=False)
    call_starts_on = day_field(_("First day of the call"))
    call_ends_on = day_field(_("Last day of the call"))
    first_round_ends_on = day_field(_("Last day of the first round"))
    committee_on = day_field(_("Day of the committee"))
    staff_vote_weight = decimal_number(_("Weight of the staff vote"), least=0, most=100, default=Decimal(20))
    member_weight = decimal_number(_("Weight of the panel members"), least=0, most=100, default=Decimal(30))
    expert_weight = decimal_number(_("Weight of the experts"), least=0, most=100, default=Decimal(50))
    votes_per_person = IntegerField(
        _("Votes each person has"), default=1, validators=[InputRequired(), NumberRange(min=1, max=MOST_VOTES)]
    )
    criteria = Rows(CriterionRow, _("Judging criteria"))
    groups = Rows(GroupRow, _("Groups"))

    def __init__(self, **options: Any) -> None:
        """`options` are WTForms'."""
        super().__init__(**options)
        this_year = _this_year()
        self.year.choices = [(str(year), str(year)) for year in range(this_year + 1, FIRST_YEAR - 1, -1)]
        self._offer_peers()

    def change_rows(self, wish: str | None) -> bool:
        """Add or remove a row; a new group may choose its peer groups like the others."""
        changed = super().change_rows(wish)
        self._offer_peers()
        return changed

    def _offer_peers(self) -> None:
        pairs = [(group.id, group.name) for group in peer_groups()]
        for entry in self.groups.entries:
            offer(entry.form.peers, pairs)

    def seen_version(self) -> int:
        """Return the version the writer had before them; 0 for what cannot be one."""
        return _seen(self.version)

    def content(self) -> ContestContent:
        """Return what was set, without empty rows."""
        return ContestContent(
            kind=self.kind.data,
            name=self.name.data,
            year=self.year.data,
            period=self.period.data,
            notice=self.notice.data or "",
            days=Schedule(
                call_starts_on=self.call_starts_on.data,
                call_ends_on=self.call_ends_on.data,
                first_round_ends_on=self.first_round_ends_on.data,
                committee_on=self.committee_on.data,
            ),
            weights=self._weights(),
            votes_per_person=self.votes_per_person.data,
            criteria=[(row.name.data, row.weight.data) for row in self.criteria.filled()],
            groups=[
                GroupDraft(
                    name=row.name.data,
                    shortlist_size=int(row.shortlist_size.data),
                    prizes=row.prizes_read,
                    peer_group_ids=tuple(row.peers.data or ()),
                )
                for row in self.groups.filled()
            ],
        )

    def _weights(self) -> Weights:
        vote, member, expert = (
            field.data or Decimal(0) for field in (self.staff_vote_weight, self.member_weight, self.expert_weight)
        )
        return Weights(staff_vote=vote, member=member, expert=expert)


class ContestCorrectionForm(ContestForm):
    """공모 뒤 정정: the same, with the reason."""

    reason = reason_text(_("Reason for the correction"))


def contest_defaults(content: ContestContent, version: int) -> dict[str, Any]:
    """Return a contest in the shape of the form's first rendering."""
    return {
        "version": version,
        "kind": content.kind,
        "name": content.name,
        "year": content.year,
        "period": content.period,
        "notice": content.notice,
        "call_starts_on": content.days.call_starts_on,
        "call_ends_on": content.days.call_ends_on,
        "first_round_ends_on": content.days.first_round_ends_on,
        "committee_on": content.days.committee_on,
        "staff_vote_weight": content.weights.staff_vote,
        "member_weight": content.weights.member,
        "expert_weight": content.weights.expert,
        "votes_per_person": content.votes_per_person,
        "criteria": [{"name": name, "weight": weight} for name, weight in content.criteria],
        "groups": [
            {
                "name": group.name,
                "prizes": write_prizes(group.prizes),
                "shortlist_size": Decimal(group.shortlist_size),
                "peers": list(group.peer_group_ids),
            }
            for group in content.groups
        ],
    }


class WinnerRow(Row):
    """수상 한 줄."""

    substance = ("prize", "department", "group", "title", "honoured")

    group = short_text(_("Group"), required=False)
    prize = short_text(_("Prize"), required=False)
    department = short_text(_("Department"), required=False)
    title = short_text(_("Title"), required=False)
    honoured = short_text(_("Honoured person"), required=False)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A winner has a group, a prize and a department; the title may be unknown."""
        valid = super().validate(extra_validators)
        if self.is_blank():
            return valid
        if not self.department.data:
            self.department.errors = [*self.department.errors, _("Fill this in, or empty the whole row.")]
            valid = False
        return valid


class PastContestForm(FormWithRows):
    """지난 경연의 결과."""

    kind = choice(_("Kind of contest"), ContestKind)
    name = short_text(_("Name"))
    year = SelectField(_("Year"), coerce=whole_number, default=_this_year)
    period = choice(_("Part of the year"), ContestPeriod)
    source = short_text(_("Where the result was published"))
    notice = long_text(_("Note (not required)"), required=False)
    winners = Rows(WinnerRow, _("Winners"))

    def __init__(self, **options: Any) -> None:
        """`options` are WTForms'."""
        super().__init__(**options)
        self.year.choices = [(str(year), str(year)) for year in range(_this_year(), FIRST_YEAR - 1, -1)]

    def content(self) -> PastContest:
        """Return what was entered, without empty rows."""
        rows = self.winners.filled()
        return PastContest(
            kind=self.kind.data,
            name=self.name.data,
            year=self.year.data,
            period=self.period.data,
            source=self.source.data,
            notice=self.notice.data or "",
            winners=[
                PastWinner(
                    group=row.group.data,
                    prize=row.prize.data,
                    department=row.department.data,
                    title=row.title.data or "",
                    honoured=row.honoured.data or "",
                )
                for row in rows
            ],
        )


class NumberForm(Form):
    """A form in which one colleague is named by employee number."""

    number = short_text(_("Employee number"), max_length=NUMBER_LENGTH)
    person_id: int | None = None

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Look the person up."""
        valid = bool(super().validate(extra_validators))
        number = self.number.data
        if not number or self.number.errors:
            return valid
        self.person_id = ids_by_number([number]).get(number)
        if self.person_id is None:
            self.number.errors = [_("Nobody who works here has the number %(number)s.", number=number)]
        return valid and self.person_id is not None


class JurorForm(NumberForm):
    """심사위원 위촉."""

    kind = choice(_("Part of the jury"), JurorKind)


class ReplacementForm(NumberForm):
    """심사위원 교체."""

    first = ("juror", "number")

    juror = record_choice(_("Juror who cannot go on"))
    number = short_text(_("Employee number of the successor"), max_length=NUMBER_LENGTH)
    reason = reason_text(_("Reason"))

    def __init__(self, *, jurors: Sequence[tuple[int, str]], **options: Any) -> None:
        """`jurors` are those there is need to replace; `options` are WTForms'."""
        super().__init__(**options)
        offer(self.juror, jurors, blank=True)


class EntryForm(NumberForm):
    """출품."""

    first = ("case", "group")

    case = record_choice(_("Case"))
    group = record_choice(_("Group"), required=False)
    number = short_text(_("Employee number of the person honoured"), required=False, max_length=NUMBER_LENGTH)

    def __init__(self, *, cases: Sequence[tuple[int, str]], groups: Sequence[tuple[int, str]], **options: Any) -> None:
        """`cases` and `groups` are what may be chosen; `options` are WTForms'."""
        super().__init__(**options)
        offer(self.case, cases, blank=True)
        offer(self.group, groups, blank=True)


def sheet_form(criteria: Sequence[tuple[int, str, Decimal]]) -> type[Form]:
    """Make the form of a juror's marks: a field for each criterion of the contest."""
    fields = {
        f"mark_{criterion_id}": decimal_number(
            _("%(criterion)s (weight %(weight)s)", criterion=name, weight=f"{weight:f}"), least=0, most=HUNDRED
        )
        for criterion_id, name, weight in criteria
    }
    kept = {"note": long_text(_("Note for yourself"), required=False, max_length=2000), "version": HiddenField()}
    return type("SheetForm", (Form,), {"first": tuple(fields), **fields, **kept})


def marks_in(form: Any, criteria: Sequence[tuple[int, str, Decimal]]) -> Mapping[int, Decimal]:  # noqa: ANN401  made above
    """Return the marks of a valid form by criterion."""
    return {criterion_id: form[f"mark_{criterion_id}"].data for criterion_id, _name, _weight in criteria}


def seen_version(form: Any) -> int:  # noqa: ANN401  made above
    """Return the version of the sheet the juror had before them, 0 where there was none."""
    return _seen(form.version)
