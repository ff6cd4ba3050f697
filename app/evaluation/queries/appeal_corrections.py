"""Reads about what accepted appeals correct."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.models import Appeal, AppealCorrection, Publication
from app.evaluation.queries.appeals import AppealView, appeal_or_404
from app.evaluation.queries.moves import MoveRow, rows_from

_Proposer = aliased(Person, name="proposer")
_Second = aliased(Person, name="second")


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """A proposed correction with its people, and what it moves as far as the reader may see it; ranks are among it."""

    record: AppealCorrection
    proposed_by: str
    second: str
    rows: Sequence[MoveRow]
    departments: int
    """How many departments move, also those whose rows are not among these."""
    round_id: int
    version: int | None


def proposals_of(appeal_id: int, only: int | None = None) -> Sequence[ProposalView]:
    """Return the proposals of an appeal, the newest first, in one statement; `only`: the moves of one department."""
    statement = (
        select(AppealCorrection, _Proposer.name, _Second.name, Appeal.round_id, Publication.version)
        .join(Appeal, Appeal.id == AppealCorrection.appeal_id)
        .join(_Proposer, _Proposer.id == AppealCorrection.proposed_by_id)
        .join(_Second, _Second.id == AppealCorrection.second_id)
        .outerjoin(Publication, Publication.id == AppealCorrection.publication_id)
        .where(AppealCorrection.appeal_id == appeal_id)
        .order_by(AppealCorrection.id.desc())
    )
    return [
        ProposalView(
            record=row,
            proposed_by=proposer,
            second=second,
            rows=[move for move in rows_from(row.moves) if only in {None, move.department_id}],
            departments=len({move["department_id"] for move in row.moves}),
            round_id=round_id,
            version=version,
        )
        for row, proposer, second, round_id, version in db.session.execute(statement)
    ]


def proposal_or_404(proposal_id: int, actor: Actor) -> tuple[AppealCorrection, AppealView]:
    """Return a proposal with its appeal, where the actor may read the appeal. Raises Missing."""
    proposal = db.session.get(AppealCorrection, proposal_id)
    if proposal is None:
        raise Missing(_("There is no such appeal."))
    return proposal, appeal_or_404(proposal.appeal_id, actor)
