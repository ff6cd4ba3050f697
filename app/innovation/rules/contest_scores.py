"""경연 점수: from votes and marks to the first round, the shortlist and the prizes. One rounding, at the end of a score.

Every score carries the sentences that lead to it. Missing is never zero: a part nobody could give counts for nothing,
and its weight is shared among the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import HUNDRED, ZERO, exact, outcome, plain, rounded
from app.core.juries import award_at, jury_mean, places
from app.core.messages import Message, _
from app.innovation.rules.contests import Prize, Weights

DIGITS = 2


@dataclass(frozen=True, kw_only=True)
class Score:
    """A score of 0 to 100 with two decimals, and how it came about, line by line."""

    figure: Decimal
    lines: tuple[Message, ...]


@dataclass(frozen=True, kw_only=True)
class Material:
    """What an entry has gathered in the first round: marks are one total a juror, 0 to 100 and not rounded."""

    votes: int
    members: tuple[Decimal, ...]
    experts: tuple[Decimal, ...]


@dataclass(frozen=True)
class Part:
    """One part of the first round as an entry met it; `figure` is None where there is none."""

    label: Message
    weight: Decimal
    figure: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where an entry ends in its group. `shared`: another entry has the same place."""

    place: int
    prize: str | None
    shared: bool
    by_first_round: bool
    """Whether an equal score of the committee was decided by the first round."""


@exact()
def sheet_total(marks: Mapping[int, Decimal], weights: Mapping[int, Decimal]) -> Decimal:
    """Return one juror's mark of an entry: Σ weight × mark ÷ 100 over the criteria, not rounded."""
    return sum((weights[criterion] * mark for criterion, mark in marks.items()), ZERO) / HUNDRED


@exact()
def vote_figure(votes: int, most: int) -> Decimal | None:
    """Return votes as 0 to 100: the entry of the group with the most has 100. None where nobody voted in the group."""
    return HUNDRED * votes / most if most else None


@exact()
def first_round(material: Material, *, most_votes: int, weights: Weights) -> Score:
    """Score an entry: the staff vote, the mean of the members and of the experts, by their weights."""
    lines: list[Message] = []
    votes = vote_figure(material.votes, most_votes) if weights.staff_vote else None
    if votes is not None:
        lines.append(_vote_line(material.votes, most_votes, votes))
    parts = [
        Part(_("Staff vote"), weights.staff_vote, votes),
        _jury_part(_("Panel members"), weights.member, material.members, lines),
        _jury_part(_("Experts"), weights.expert, material.experts, lines),
    ]
    figure = _combine([part for part in parts if part.weight], lines)
    return Score(figure=figure, lines=tuple(lines))


@exact()
def committee_score(marks: Sequence[Decimal]) -> Score:
    """Score an entry of the shortlist: the mean of the committee, from five on without the highest and the lowest."""
    judged = jury_mean(marks)
    figure = rounded(judged.figure, DIGITS)
    return Score(figure=figure, lines=(judged.derivation, _rounding(figure)))


def _vote_line(votes: int, most: int, figure: Decimal) -> Message:
    return _(
        "Staff vote: 100 × %(votes)s votes ÷ %(most)s, the most of the group, %(result)s",
        votes=votes,
        most=most,
        result=outcome(figure),
    )


def _jury_part(label: Message, weight: Decimal, marks: Sequence[Decimal], lines: list[Message]) -> Part:
    if not weight or not marks:
        return Part(label, weight, None)
    judged = jury_mean(marks)
    lines.append(_("%(part)s: %(mean)s", part=label, mean=judged.derivation))
    return Part(label, weight, judged.figure)


def _combine(parts: Sequence[Part], lines: list[Message]) -> Decimal:
    """Weigh the parts there are; `rules.contests.check_move` has seen to it that there is one."""
    present = [(part.weight, part.figure) for part in parts if part.figure is not None]
    lines.extend(
        _(
            "%(part)s: nothing was given, so its weight of %(weight)s is shared by the others",
            part=part.label,
            weight=plain(part.weight),
        )
        for part in parts
        if part.figure is None
    )
    total = sum((weight for weight, _figure in present), ZERO)
    figure = sum((weight * number for weight, number in present), ZERO) / total
    terms = " + ".join(f"{plain(number)} × {plain(weight)}" for weight, number in present)
    lines.append(_("(%(terms)s) ÷ %(total)s %(result)s", terms=terms, total=plain(total), result=outcome(figure)))
    score = rounded(figure, DIGITS)
    lines.append(_rounding(score))
    return score


def _rounding(figure: Decimal) -> Message:
    return _("Rounded once to two decimals, half up: %(figure)s", figure=f"{figure:f}")


def shortlist(scores: Mapping[int, Decimal], size: int) -> frozenset[int]:
    """Return the entries of a group that go before the committee: the best `size`, and all that tie with the last."""
    ladder = places(scores.values())
    return frozenset(entry for entry, score in scores.items() if ladder[score] <= size)


def placings(scores: Mapping[int, tuple[Decimal, Decimal]], prizes: Sequence[Prize]) -> dict[int, Placing]:
    """Place the entries of a group by (committee, first round): equal in both share the place and its prize."""
    ladder = places(scores.values())
    counts = {prize.name: prize.places for prize in prizes}
    both, committee = list(scores.values()), [score for score, _first in scores.values()]
    return {
        entry: Placing(
            place=ladder[pair],
            prize=award_at(ladder[pair], counts),
            shared=both.count(pair) > 1,
            by_first_round=committee.count(pair[0]) > both.count(pair),
        )
        for entry, pair in scores.items()
    }
