"""An issue of kim that waits, a task of 교통과 led by kim in stage 3, and a question to 민원봉사과."""

from app.core.database import transaction
from app.innovation.enums import Stage
from tests.factories import innovation as make


def build(cast):
    """Make the objects the paths name."""
    with transaction():
        issue = make.an_issue(cast.kim)
        task = make.teamed(make.a_task_in(Stage.TEAM, cast), cast)
        opinion = make.an_opinion(task, cast)
        framed = make.framed(make.a_task_in(Stage.FRAMING, cast), cast.lee)
        return {"issue": issue.id, "task": task.id, "opinion": opinion.id, "framed": framed.id}
