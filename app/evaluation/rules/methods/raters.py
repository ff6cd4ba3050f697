"""평가자 구분: who rates an indicator, by source with weights (citizens, experts, superiors, peers, subordinates …).

A source below its minimum number is left out and the other weights are re-based; a minimum of `ANONYMOUS_FROM` or
more makes a source anonymous: its evaluators are shown by number, never by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from app.core.errors import Invalid, Refused
from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import RaterMeans
from app.evaluation.rules.methods.reading import Reader, wrong

FEWEST = 3
"""Without a number of its own a source counts from so many raters on."""
ANONYMOUS_FROM = 5
PRESETS: Mapping[str, int] = MappingProxyType({"시민": 3, "전문가": 3, "상급자": 3, "동료": 5, "하급자": 5})
"""The usual sources with the number from which each counts; every office may name others."""


@dataclass(frozen=True, kw_only=True)
class RaterSource:
    """A source: its weight out of 100, the fewest raters with which it counts, and how its figures come in."""

    name: str
    weight: Decimal
    fewest: int = FEWEST
    means: RaterMeans = RaterMeans.EVALUATORS

    @property
    def is_anonymous(self) -> bool:
        """Whether its evaluators stay without a name, and their number too while they are too few."""
        return self.means is RaterMeans.EVALUATORS and self.fewest >= ANONYMOUS_FROM


@dataclass(frozen=True)
class Survey:
    """A survey from outside: how many answered and their mean on the scale of 100."""

    source: str
    count: int
    mean: Decimal


@dataclass(frozen=True)
class SourceMean:
    """What a source gives: how many rated, their mean (None where nobody did) and how it came about."""

    source: RaterSource
    count: int
    figure: Decimal | None
    derivation: tuple[Message, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether enough rated."""
        return self.figure is not None and self.count >= self.source.fewest


def read_sources(reader: Reader) -> tuple[RaterSource, ...]:
    """Read sources = [{"name": …, "weight": …, "fewest": …, "means": …}, …]; faults go to the reader's field."""
    found = []
    for row in reader.rows("sources") or []:
        inner = Reader(row)
        name, weight = inner.text("name"), inner.number("weight")
        fewest = inner.whole("fewest", PRESETS.get(name, FEWEST))
        means = inner.choice("means", RaterMeans, RaterMeans.EVALUATORS)
        try:
            inner.finish()
        except Invalid as fault:
            reader.fault("sources", next(iter(fault.fields.values()))[0])
        found.append(RaterSource(name=name, weight=weight, fewest=fewest, means=means))
    return tuple(found)


def check_sources(sources: Sequence[RaterSource]) -> None:
    """Refuse a name twice, weights that do not sum to 100, and a minimum below what a source needs."""
    names = [source.name for source in sources]
    if len(set(names)) < len(names):
        raise wrong("sources", _("Each source of raters needs a name of its own."))
    total = sum((source.weight for source in sources), ZERO)
    if sources and (total != HUNDRED or any(source.weight <= 0 for source in sources)):
        raise wrong(
            "sources",
            _("The weights of the sources must be above 0 and sum to 100; they sum to %(sum)s.", sum=plain(total)),
        )
    for source in sources:
        least = ANONYMOUS_FROM if PRESETS.get(source.name, 0) >= ANONYMOUS_FROM else 1
        if source.fewest < least:
            raise wrong(
                "sources",
                _("“%(source)s” needs at least %(least)s raters.", source=source.name, least=least),
            )


@exact()
def combine_sources(means: Sequence[SourceMean]) -> tuple[Decimal, tuple[Message, ...]]:
    """Return Σ weight × mean ÷ Σ weights of the sources that count, with every step.

    Raises Refused where no source has enough raters.
    """
    counted = [found for found in means if found.counts]
    if not counted:
        raise Refused(_("No source has enough raters yet."))
    lines: list[Message] = []
    for found in means:
        lines.extend(_steps(found))
    base = sum((found.source.weight for found in counted), ZERO)
    figure = sum((found.source.weight * (found.figure or ZERO) for found in counted), ZERO) / base
    terms = " + ".join(f"{plain(found.source.weight)} × {plain(found.figure or ZERO)}" for found in counted)
    closing = _(
        "Sources by weight: (%(terms)s) ÷ %(base)s %(result)s", terms=terms, base=plain(base), result=outcome(figure)
    )
    return figure, (*lines, closing)


def _steps(found: SourceMean) -> list[Message]:
    name = found.source.name
    if not found.counts:
        if found.source.is_anonymous:
            return [
                _(
                    "%(source)s: fewer than %(fewest)s rated; left out, and the weights of the others are re-based.",
                    source=name,
                    fewest=found.source.fewest,
                )
            ]
        return [
            _(
                "%(source)s: %(count)s rated, at least %(fewest)s are needed; left out, and the weights of the "
                "others are re-based.",
                source=name,
                count=found.count,
                fewest=found.source.fewest,
            )
        ]
    return [_("%(source)s: %(step)s", source=name, step=step) for step in found.derivation]


def survey_mean(source: RaterSource, survey: Survey | None) -> SourceMean:
    """Take what a survey from outside found as the figure of its source."""
    if survey is None:
        return SourceMean(source, 0, None)
    line = _("survey of %(count)s answers, mean %(mean)s", count=survey.count, mean=plain(survey.mean))
    return SourceMean(source, survey.count, survey.mean, (line,))
