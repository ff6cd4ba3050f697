"""What of each noun is searched: the texts that whoever may read the record reads on its page. Never a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from app.core.database import Model
from app.innovation.enums.search import SearchNoun
from app.innovation.models import Case, Issue, Obstacle, Slogan, Task

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, kw_only=True)
class Source:
    """The columns of one noun. `titles` stand before `texts`; `number` is None where there is none."""

    model: type[Model]
    id: Column
    number: Column | None
    title: Column
    state: Column
    texts: Sequence[Column]
    written: Column

    @property
    def titles(self) -> Sequence[Column]:
        """What counts as the title: number and title."""
        return (self.title,) if self.number is None else (self.number, self.title)


SOURCES: Mapping[SearchNoun, Source] = {
    SearchNoun.ISSUE: Source(
        model=Issue,
        id=Issue.id,
        number=Issue.number,
        title=Issue.title,
        state=Issue.state,
        texts=(Issue.problem, Issue.idea, Issue.effect, Issue.expected_obstacle, Issue.carried_out_result),
        written=Issue.received_at,
    ),
    SearchNoun.TASK: Source(
        model=Task,
        id=Task.id,
        number=Task.number,
        title=Task.title,
        state=Task.state,
        texts=(Task.summary,),
        written=Task.framed_at,
    ),
    SearchNoun.OBSTACLE: Source(
        model=Obstacle,
        id=Obstacle.id,
        number=None,
        title=Obstacle.title,
        state=Obstacle.state,
        texts=(Obstacle.detail, Obstacle.harm, Obstacle.tried, Obstacle.asked, Obstacle.asked_body, Obstacle.win_win),
        written=Obstacle.reported_at,
    ),
    SearchNoun.SLOGAN: Source(
        model=Slogan,
        id=Slogan.id,
        number=None,
        title=Slogan.text,
        state=Slogan.state,
        texts=(Slogan.meaning,),
        written=Slogan.written_at,
    ),
    SearchNoun.CASE: Source(
        model=Case,
        id=Case.id,
        number=Case.number,
        title=Case.title,
        state=Case.state,
        texts=(
            Case.overview,
            Case.details,
            Case.obstacle_handling,
            Case.self_assessment,
            Case.tried,
            Case.cause,
            Case.advice,
        ),
        written=Case.written_at,
    ),
}
