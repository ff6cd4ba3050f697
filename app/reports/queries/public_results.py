"""공개 결과: what everybody may read without an account: what the office ticked, in released versions only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.queries.public_showings import PublicRound, public_rounds
from app.evaluation.queries.results import Origin, content_of, department_views, grade_counts
from app.innovation.queries.slogans.public import PublicSlogan, public_slogans


@dataclass(frozen=True, kw_only=True)
class PublicRow:
    """A department; what is not shown to the public is not in it."""

    department: str
    rank: int | None
    ranked_count: int | None
    total: str | None
    grade: str | None


@dataclass(frozen=True, kw_only=True)
class PublicGroup:
    """A peer group: its departments where their names are shown, and how many have which grade."""

    name: str
    departments: int
    rows: Sequence[PublicRow]
    grades: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    """Everything the public page of a round shows."""

    round: PublicRound
    groups: Sequence[PublicGroup]
    slogans: Sequence[PublicSlogan]


def public_page(round_id: int) -> PublicPage:
    """Return what the public may read of a round: three statements. Raises Missing where that is nothing."""
    found = next((row for row in public_rounds() if row.round_id == round_id), None)
    if found is None:
        raise Missing(_("There is nothing public here."))
    return PublicPage(
        round=found,
        groups=_groups(found) if found.showing.shows_results else (),
        slogans=public_slogans(found.year) if found.showing.slogans else (),
    )


def _groups(found: PublicRound) -> Sequence[PublicGroup]:
    content: dict[str, Any] = content_of(found.publication_id)
    views = department_views(content, Origin(by="", at=""))
    showing = found.showing
    groups = []
    for name, members in groupby(views, key=lambda view: view.peer_group):
        inside = list(members)
        rows = [
            PublicRow(
                department=view.department,
                rank=view.rank if showing.ranks else None,
                ranked_count=view.ranked_count if showing.ranks else None,
                total=view.total if showing.totals else None,
                grade=view.grade if showing.grades else None,
            )
            for view in inside
        ]
        if not showing.ranks:
            rows.sort(key=lambda row: row.department)
        grades = grade_counts(inside) if showing.grades else {}
        groups.append(
            PublicGroup(name=name, departments=len(inside), rows=rows if showing.names else (), grades=grades)
        )
    return groups
