"""설문 응답: whether what came back answers the questions, and which answers are let out of the waiting room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.messages import Message, _
from app.voice.enums.surveys import QuestionKind

LONGEST_TEXT = 2000
PREFIX = "q"
SCALE_HINT = _("Choose one of the answers shown.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as far as an answer can be right or wrong. `steps`: answers of a scale, lines of it or a choice."""

    number: int
    kind: QuestionKind
    steps: int = 0
    rows: int = 0
    required: bool = True
    longest: int = LONGEST_TEXT


@dataclass(frozen=True)
class ReadAnswers:
    """What was answered, as it is stored, and what is wrong: question number → reason; 0: the form as a whole."""

    values: Mapping[str, Any]
    errors: Mapping[int, Message]


def field_name(number: int, row: int = 0) -> str:
    """Return the name of the field of a question, or of a line of one: "q3", "q4-2"."""
    return f"{PREFIX}{number}-{row}" if row else f"{PREFIX}{number}"


def read_answers(questions: Sequence[Asked], given: Mapping[str, str]) -> ReadAnswers:
    """Check cleaned form fields against the questions; `given` are the fields that begin with "q"."""
    values: dict[str, Any] = {}
    errors: dict[int, Message] = {}
    known: set[str] = set()
    for question in questions:
        names = _names(question)
        known.update(names)
        try:
            value = _value(question, [given.get(name, "") for name in names])
        except _Wrong as wrong:
            errors[question.number] = wrong.reason
            continue
        if value is not None:
            values[str(question.number)] = value
        elif question.required:
            errors[question.number] = _("Please answer this question.")
    if set(given) - known:
        errors[0] = _("The form names a question this survey does not ask. Open the page again and answer anew.")
    elif not values and not errors:
        errors[0] = _("Answer at least one question.")
    return ReadAnswers(values, errors)


class _Wrong(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _names(question: Asked) -> list[str]:
    if question.kind is QuestionKind.MATRIX:
        return [field_name(question.number, row) for row in range(1, question.rows + 1)]
    return [field_name(question.number)]


def _value(question: Asked, texts: Sequence[str]) -> int | str | dict[str, int] | None:
    if question.kind is QuestionKind.TEXT:
        if len(texts[0]) > question.longest:
            wrong = _("At most %(most)s characters; these are %(count)s.", most=question.longest, count=len(texts[0]))
            raise _Wrong(wrong)
        return texts[0] or None
    steps = [_step(text, question.steps) for text in texts]
    if question.kind is not QuestionKind.MATRIX:
        return steps[0]
    lines = {str(row): step for row, step in enumerate(steps, start=1) if step is not None}
    if lines and question.required and len(lines) < question.rows:
        raise _Wrong(_("Please answer every line of this question."))
    return lines or None


def _step(text: str, steps: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= steps):  # noqa: PLR2004  "10"
        raise _Wrong(SCALE_HINT)
    return int(text)
