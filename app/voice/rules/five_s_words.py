"""The derivation of the 5S index in words and numbers: 「이 점수는」."""

from collections.abc import Sequence
from decimal import Decimal

from app.core.figures import HUNDRED, bare, outcome, plain, rounded
from app.core.messages import Message, _
from app.core.readings import FigureRule
from app.voice.rules.five_s import PLACES, IndexScore, PartScore, SourceScore

SAID_PLACES = 4


def told_source(one: SourceScore) -> list[Message | str]:
    """Say how a source came to its score, or why it has none."""
    label, n = one.rule.source.label, one.fact.n
    if one.is_too_few:
        few = _(
            "%(source)s: %(n)s counted, fewer than the %(minimum)s the rule asks for. No figure.",
            source=label,
            n=n,
            minimum=one.rule.minimum,
        )
        return [few]
    if one.figure is None or one.score is None:
        return [_("%(source)s: nothing to count in this year. No figure, and not 0.", source=label)]
    worst, best = one.rule.worst, one.rule.best
    line = f"100 × ({_number(one.figure)} − {plain(worst)}) ÷ ({plain(best)} − {plain(worst)})"
    empty = one.rule.source.rule is FigureRule.SUM and not one.fact.rows
    clamped = "" if 0 < one.score < HUNDRED else f" {_('(kept within 0 and 100)')}"
    return [
        _(
            "%(source)s: %(reckoning)s (n %(n)s)",
            source=label,
            reckoning=_figure(one),
            n=n,
        ),
        _(
            "0 points at %(worst)s, 100 points at %(best)s: %(line)s → %(score)s points%(clamped)s",
            worst=bare(worst),
            best=bare(best),
            line=line,
            score=str(rounded(one.score, PLACES)),
            clamped=clamped,
        ),
        *(
            [_("The register is complete: no entry is a known 0 by the rules of the year, not a missing figure.")]
            if empty
            else []
        ),
    ]


def _figure(one: SourceScore) -> str:
    assert one.figure is not None
    above, below = _number(one.fact.above), _number(one.fact.below)
    if one.rule.source.rule is FigureRule.SUM:
        return _number(one.fact.above)
    factor = "100 × " if one.rule.source.rule is FigureRule.SHARE else ""
    return f"{factor}{above} ÷ {below} {outcome(one.figure)}"


def told_part(part: PartScore) -> list[Message | str]:
    """Say how an S came about of its sources."""
    told: list[Message | str] = [sentence for one in part.sources for sentence in told_source(one)]
    known = [one for one in part.sources if one.score is not None]
    if part.score is None:
        told.append(_("No figure: it is left out of the index, and is not 0."))
    elif len(part.sources) > 1:
        told.append(_mean([(one.rule.weight, one.score) for one in known], part.score))
        if len(known) < len(part.sources):
            told.append(_("Sources without a figure are left out, and the weights of the others count alone."))
    return told


def told_index(index: IndexScore) -> list[Message | str]:
    """Say how the index came about of the five, and which are missing."""
    if index.score is None:
        return [_("None of the five has records behind it in this year: there is no index, and it is not 0.")]
    told: list[Message | str] = [
        _(
            "%(part)s: %(score)s points, weight %(weight)s",
            part=part.value.label,
            score=_shown(part.score),
            weight=bare(part.weight),
        )
        for part in index.parts
        if part.score is not None
    ]
    told.append(_mean([(part.weight, part.score) for part in index.parts], index.score))
    if index.missing:
        names = ", ".join(str(value.label) for value in index.missing)
        told.append(_("Without a figure and therefore left out, not counted as 0: %(names)s.", names=names))
    if not index.is_ranked:
        told.append(_("Not ranked: the rule asks for records behind at least %(least)s of the S.", least=index.least))
    return told


def _mean(parts: Sequence[tuple[Decimal, Decimal | None]], score: Decimal) -> str:
    known = [(weight, one) for weight, one in parts if one is not None]
    above = " + ".join(f"{bare(weight)} × {_shown(one)}" for weight, one in known)
    below = " + ".join(bare(weight) for weight, _one in known)
    return f"({above}) ÷ ({below}) = {_shown(score)}"


def _shown(score: Decimal | None) -> str:
    return "–" if score is None else str(rounded(score, PLACES))


def _number(value: Decimal) -> str:
    """Write a number as it is reckoned with: grouped by thousands, at most four decimals."""
    text = format(rounded(value, SAID_PLACES), ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
