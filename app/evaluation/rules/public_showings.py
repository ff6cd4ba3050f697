"""대외 공개 범위: what of a round is shown without an account."""

from dataclasses import dataclass, fields

from app.core.errors import Refused
from app.core.messages import _


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What the control tower ticked. Nothing is shown unless it is."""

    names: bool = False
    ranks: bool = False
    grades: bool = False
    totals: bool = False
    slogans: bool = False

    @property
    def ticked(self) -> tuple[str, ...]:
        """The names of what is shown."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))

    @property
    def shows_results(self) -> bool:
        """Whether something of the ranking is shown, besides slogans."""
        return self.ranks or self.grades or self.totals


def check_showing(showing: Showing) -> None:
    """Refuse ranks and totals without names: in a small peer group everybody knows whose they are."""
    if (showing.ranks or showing.totals) and not showing.names:
        raise Refused(_("Ranks and totals are shown with the names of the departments, or not at all."))
    if showing.names and not showing.shows_results:
        raise Refused(_("Tick what is shown beside the names: grades, ranks or totals."))
