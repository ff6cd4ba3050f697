"""Reading a method's parameters and results from stored or typed values, one sentence per fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from app.core.errors import Invalid, Refused
from app.core.figures import ZERO
from app.core.messages import Labelled, Message, _

Vocabulary = TypeVar("Vocabulary", bound=Labelled)
Value = TypeVar("Value")


@dataclass(frozen=True, order=True)
class YearValue:
    """The result of one past year."""

    year: int
    value: Decimal


def to_number(value: object) -> Decimal | None:
    """Read a finite number from Decimal, int or text; None where it is none (a float is none)."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        return None
    try:
        number = Decimal(value.strip().replace(",", "") if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_number(actual: object) -> Decimal:
    """Read a result that must be a number."""
    number = to_number(actual)
    if number is None:
        raise Refused(_("The actual value must be a number."))
    return number


def wrong(name: str, sentence: Message) -> Invalid:
    """Return the refusal of a parameter, told beside the field of that name."""
    return Invalid(sentence, fields={name: [sentence]})


class Reader:
    """Takes the parameters out of a mapping; `finish` raises Invalid with everything that was wrong."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._asked: set[str] = set()
        self._faults: dict[str, list[Message]] = {}

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """Read a number; without a default it must be there."""
        if self._take(name) is None:
            return self._stand_in(name, default, ZERO)
        return self.optional_number(name) or ZERO

    def optional_number(self, name: str) -> Decimal | None:
        """Read a number that may be left out."""
        value = self._take(name)
        if value is None:
            return None
        number = to_number(value)
        if number is None:
            self.fault(name, _("This must be a number."))
        return number

    def text(self, name: str) -> str:
        """Read words that must be there, without the spaces around them."""
        value = self._take(name)
        if value is None:
            return self._stand_in(name, None, "")
        if not isinstance(value, str):
            self.fault(name, _("This must be text."))
            return ""
        return value.strip()

    def whole(self, name: str, default: int) -> int:
        """Read a whole number."""
        number = self.number(name, Decimal(default))
        if number != number.to_integral_value():
            self.fault(name, _("This must be a whole number."))
        return int(number)

    def choice(self, name: str, vocabulary: type[Vocabulary], default: Vocabulary | None = None) -> Vocabulary:
        """Read a member of a vocabulary."""
        fallback = next(iter(vocabulary))
        value = self._take(name)
        if value is None:
            return self._stand_in(name, default, fallback)
        if not isinstance(value, str) or value not in {member.value for member in vocabulary}:
            self.fault(name, _("“%(value)s” is not one of the choices.", value=value))
            return fallback
        return vocabulary(value)

    def rows(self, name: str) -> list[Mapping[str, object]] | None:
        """Read a list of mappings that may be left out."""
        value = self._take(name)
        if value is None:
            return None
        if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(r, Mapping) for r in value):
            self.fault(name, _("This must be a list of rows."))
            return None
        return list(value)

    def history(self, name: str) -> tuple[YearValue, ...]:
        """Read results of past years, {"2024": "78", …}, oldest first."""
        value = self._take(name)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            self.fault(name, _("This must be a table of years and values."))
            return ()
        found = [self._year(name, year, figure) for year, figure in value.items()]
        return tuple(sorted(entry for entry in found if entry))

    def fault(self, name: str, sentence: Message) -> None:
        """Note what is wrong with a parameter."""
        self._faults.setdefault(name, []).append(sentence)

    def finish(self) -> None:
        """Raise Invalid if anything was wrong, or if a parameter is there that the method does not know."""
        for name in sorted(set(self._values) - self._asked):
            self.fault(name, _("The method has no such parameter."))
        if self._faults:
            names = ", ".join(sorted(self._faults))
            raise Invalid(_("Check the parameters of the method: %(names)s.", names=names), fields=self._faults)

    def _take(self, name: str) -> object | None:
        self._asked.add(name)
        value = self._values.get(name)
        return None if isinstance(value, str) and not value.strip() else value

    def _stand_in(self, name: str, default: Value | None, anything: Value) -> Value:
        if default is None:
            self.fault(name, _("This is needed."))
        return anything if default is None else default

    def _year(self, name: str, year: object, figure: object) -> YearValue | None:
        when, value = to_number(year), to_number(figure)
        if when is None or value is None or when != when.to_integral_value():
            self.fault(name, _("This must be a table of years and values."))
            return None
        return YearValue(int(when), value)
