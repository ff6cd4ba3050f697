"""단축 규칙의 매개변수: from the plain JSON that is stored to a rule that was checked, and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from app.core.errors import Invalid
from app.core.figures import ONE, ZERO, plain
from app.core.messages import Message, _
from app.mileage.rules.shortening import Band, ShorteningRule, Weight

MOST_NUMBER = Decimal(1000)
MOST_DAYS = 3650
MOST_ROWS = 30
MOST_LETTERS = 100
DECIMALS = 4
FIELDS = frozenset(ShorteningRule.__dataclass_fields__)


@dataclass
class _Reader:
    """Reads one JSON object; what is wrong is collected by field, so that all of it is said at once."""

    given: Mapping[str, Any]
    wrong: dict[str, list[Message]] = field(default_factory=dict)

    def say(self, name: str, reason: Message) -> None:
        self.wrong.setdefault(name, []).append(reason)

    def number(self, name: str, *, default: Decimal | None = None) -> Decimal | None:
        raw = self.given.get(name)
        return default if _is_empty(raw) else self.as_number(name, raw)

    def as_number(self, name: str, raw: object) -> Decimal | None:
        try:
            number = Decimal(str(raw)) if isinstance(raw, str | int) and not isinstance(raw, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not ZERO <= number <= MOST_NUMBER:
            self.say(name, _("This must be a number from 0 to %(most)s.", most=MOST_NUMBER))
            return None
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > DECIMALS:
            self.say(name, _("At most %(digits)s decimal places.", digits=DECIMALS))
            return None
        return number

    def days(self, name: str, raw: object) -> int | None:
        if isinstance(raw, str) and raw.isascii() and raw.isdigit():
            raw = int(raw) if len(raw) <= len(str(MOST_DAYS)) else MOST_DAYS + 1
        if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= MOST_DAYS:
            self.say(name, _("Days must be a whole number from 1 to %(most)s.", most=MOST_DAYS))
            return None
        return raw

    def truth(self, name: str) -> bool:
        raw = self.given.get(name, False)
        if not isinstance(raw, bool):
            self.say(name, _("This must be yes or no."))
        return raw is True

    def rows(self, name: str) -> Sequence[Any]:
        raw = self.given.get(name) or []
        if not isinstance(raw, list | tuple) or len(raw) > MOST_ROWS:
            self.say(name, _("At most %(most)s lines.", most=MOST_ROWS))
            return ()
        return raw

    def each(self, name: str, read: Callable[[Mapping[str, Any]], Any]) -> tuple[Any, ...]:
        read_rows = [read(row) if isinstance(row, Mapping) and row else None for row in self.rows(name)]
        if any(row is None for row in read_rows) and name not in self.wrong:
            self.say(name, _("A line cannot be read."))
        return tuple(row for row in read_rows if row is not None)


def rule_from(parameters: Mapping[str, Any]) -> ShorteningRule:
    """Read a rule. Raises `Invalid` with every reason by field; a name nobody knows is a reason too."""
    reader = _Reader(parameters)
    for name in sorted(set(parameters) - FIELDS):
        reader.say(name, _("A rule knows no “%(name)s”.", name=name))
    rule = _read(reader)
    _check_whole(reader, rule)
    if reader.wrong:
        raise Invalid(_("The rule cannot be saved like this."), fields=reader.wrong)
    return rule


def parameters_of(rule: ShorteningRule) -> dict[str, Any]:
    """Return the rule as plain JSON; reading it again gives the same rule."""
    return {
        "per_day": _text(rule.per_day),
        "bands": [{"least": band.least, "most": band.most, "points": plain(band.points)} for band in rule.bands],
        "cap_case": _text(rule.cap_case),
        "compound_extra": plain(rule.compound_extra),
        "weights": [{"affair": weight.affair, "factor": plain(weight.factor)} for weight in rule.weights],
        "factor": plain(rule.factor),
        "least_days": rule.least_days,
        "most_days": rule.most_days,
        "compound_only": rule.compound_only,
        "late_per_day": plain(rule.late_per_day),
        "late_per_case": plain(rule.late_per_case),
        "excluded": list(rule.excluded),
        "goal_percent": _text(rule.goal_percent),
        "late_bars_award": rule.late_bars_award,
    }


def _read(reader: _Reader) -> ShorteningRule:
    given = reader.given
    least, most = given.get("least_days"), given.get("most_days")
    return ShorteningRule(
        per_day=reader.number("per_day"),
        bands=reader.each("bands", lambda row: _band(reader, row)),
        cap_case=reader.number("cap_case"),
        compound_extra=_or_zero(reader.number("compound_extra")),
        weights=reader.each("weights", lambda row: _weight(reader, row)),
        factor=reader.number("factor", default=ONE) or ZERO,
        least_days=1 if _is_empty(least) else reader.days("least_days", least) or 1,
        most_days=None if _is_empty(most) else reader.days("most_days", most),
        compound_only=reader.truth("compound_only"),
        late_per_day=_or_zero(reader.number("late_per_day")),
        late_per_case=_or_zero(reader.number("late_per_case")),
        excluded=_words(reader),
        goal_percent=reader.number("goal_percent"),
        late_bars_award=reader.truth("late_bars_award"),
    )


def _band(reader: _Reader, row: Mapping[str, Any]) -> Band | None:
    least = reader.days("bands", row.get("least"))
    most = row.get("most")
    last = None if _is_empty(most) else reader.days("bands", most)
    points = reader.as_number("bands", row.get("points"))
    return None if least is None or points is None else Band(least, last, points)


def _weight(reader: _Reader, row: Mapping[str, Any]) -> Weight | None:
    affair = row.get("affair")
    factor = reader.as_number("weights", row.get("factor"))
    named = isinstance(affair, str) and 0 < len(affair.strip()) <= MOST_LETTERS
    return Weight(str(affair).strip(), factor) if named and factor is not None else None


def _words(reader: _Reader) -> tuple[str, ...]:
    words = [word.strip() if isinstance(word, str) else "" for word in reader.rows("excluded")]
    if any(not 0 < len(word) <= MOST_LETTERS for word in words):
        reader.say("excluded", _("Write words of at most %(most)s letters.", most=MOST_LETTERS))
    return tuple(dict.fromkeys(words))


def _check_whole(reader: _Reader, rule: ShorteningRule) -> None:
    """Say what fits in each field but not together."""
    if bool(rule.bands) == (rule.per_day is not None) and not {"bands", "per_day"} & set(reader.wrong):
        reader.say("per_day", _("Say what a day earns either once or by bands, not both and not neither."))
    if rule.cap_case is not None and rule.cap_case == 0:
        reader.say("cap_case", _("A cap of 0 would pay nothing; leave it empty for no cap."))
    if rule.factor == 0 and "factor" not in reader.wrong:
        reader.say("factor", _("A factor of 0 would pay nothing."))
    if rule.most_days is not None and rule.most_days < rule.least_days:
        reader.say("most_days", _("The longest period is shorter than the shortest one."))
    if rule.goal_percent is not None and rule.goal_percent > 100:  # noqa: PLR2004  a percentage
        reader.say("goal_percent", _("A goal is at most 100 per cent."))
    if len({weight.affair for weight in rule.weights}) < len(rule.weights):
        reader.say("weights", _("A kind of affair stands here twice."))
    if _bands_cross(rule.bands):
        reader.say("bands", _("Bands begin with their smaller number and never overlap."))


def _bands_cross(bands: Sequence[Band]) -> bool:
    if any(band.most is not None and band.most < band.least for band in bands):
        return True
    ordered = sorted(bands, key=lambda band: band.least)
    return any(before.most is None or before.most >= after.least for before, after in pairwise(ordered))


def _is_empty(raw: object) -> bool:
    return raw is None or raw == ""


def _or_zero(number: Decimal | None) -> Decimal:
    return ZERO if number is None else number


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
