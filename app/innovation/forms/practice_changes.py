"""Form of a 2진1퇴 task."""

from wtforms import BooleanField

from app.core.forms import Form, short_text
from app.core.messages import _
from app.innovation.services.practice_changes import Practices


class PracticeChangeForm(Form):
    """Two new practices and an abolished one; what is not known yet stays empty until the task closes."""

    applies = BooleanField(_("This task brings in two practices and gives one up."), default=True)
    first_new = short_text(_("First new practice"), required=False)
    second_new = short_text(_("Second new practice"), required=False)
    abolished = short_text(_("Abolished practice"), required=False)

    def practices(self) -> Practices | None:
        """Return what was written; None if the task is an ordinary one."""
        if not self.applies.data:
            return None
        return Practices(
            first_new=self.first_new.data or "",
            second_new=self.second_new.data or "",
            abolished=self.abolished.data or "",
        )
