"""등급: a letter and the share of the full score it earns."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Self

from app.core.errors import Refused
from app.core.figures import HUNDRED, plain
from app.core.messages import _
from app.evaluation.enums import Method
from app.evaluation.rules.methods.reading import Reader, wrong
from app.evaluation.rules.methods.scored import Scored


@dataclass(frozen=True)
class GradeStep:
    """One grade and what it earns out of 100."""

    label: str
    share: Decimal


STANDARD_STEPS = tuple(
    GradeStep(label, Decimal(share)) for label, share in zip("ABCDE", (100, 90, 80, 70, 60), strict=True)
)
"""The scale of Seoul's panels: of 40 points A earns 40, B 36, C 32, D 28, E 24."""


@dataclass(frozen=True, kw_only=True)
class GradesParameters:
    """The grades, best first; labels and shares are the office's."""

    steps: tuple[GradeStep, ...] = STANDARD_STEPS

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse an empty scale, a label twice or none, and shares that do not fall within 0–100."""
        labels = [step.label for step in self.steps]
        if not labels or not all(labels):
            raise wrong("steps", _("A scale of grades needs at least one grade, each with a label."))
        if len(set(labels)) < len(labels):
            raise wrong("steps", _("A grade appears twice in the scale."))
        if any(not 0 <= step.share <= HUNDRED for step in self.steps):
            raise wrong("steps", _("A grade earns between 0 and 100."))
        if any(better.share <= worse.share for better, worse in pairwise(self.steps)):
            raise wrong("steps", _("The shares must fall from grade to grade, the best grade first."))

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values: steps = [{"label": "A", "share": 100}, …] or nothing."""
        reader = Reader(values)
        rows = reader.rows("steps")
        readers = [Reader(row) for row in rows or []]
        steps = tuple(GradeStep(row.text("label"), row.number("share")) for row in readers)
        for row in readers:
            row.finish()
        reader.finish()
        return cls() if rows is None else cls(steps=steps)


def read(actual: object) -> str:
    """Read the label of a grade."""
    if not isinstance(actual, str) or not actual.strip():
        raise Refused(_("The actual value must be a grade."))
    return actual.strip()


def score(actual: str, parameters: GradesParameters) -> Scored:
    """Score a grade by its share of 100. Raises Refused for a grade outside the scale."""
    share = next((step.share for step in parameters.steps if step.label == actual), None)
    if share is None:
        labels = ", ".join(step.label for step in parameters.steps)
        raise Refused(_("There is no grade “%(grade)s”; the scale is %(labels)s.", grade=actual, labels=labels))
    line = _("Grade %(grade)s earns %(share)s of 100", grade=actual, share=plain(share))
    return Scored(score=share, derivation=(line,), method=Method.GRADES)
