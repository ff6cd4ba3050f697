"""과제 관리의 나머지: joint leads, 2진1퇴, reminders, practice items, a revised plan and the spread of results."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.accounts.queries.actors import actor_of_person
from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper
from app.core.access import Actor
from app.core.database import db
from app.files.services import Upload
from app.innovation.enums import ObstacleControl, ObstacleKind, ObstaclePhase, ObstacleSeverity
from app.innovation.models import Opinion, Plan, PracticeItem, Spread, Task
from app.innovation.queries.milestones import item_or_404
from app.innovation.queries.plans import rows_of
from app.innovation.services.joint_leads import set_joint_lead
from app.innovation.services.milestones import record_blocked, record_done
from app.innovation.services.obstacles import ObstacleContent
from app.innovation.services.plans import ItemDraft, PlanDraft, draft_of, rewrite_plan, start_version
from app.innovation.services.practice_changes import Practices, set_practice_change
from app.innovation.services.spreads import answer_spread, recommend_spread, report_adoption
from app.innovation.services.teams import remind_of_opinion

Row = dict[str, Any]


def steps(office: Office) -> Iterator[Step]:
    """What the pipeline adds to the tasks."""
    story = content("pipeline")
    for row in story["joint_leads"]:
        yield Step(on(row["on"]), 34, partial(_lead_jointly, office, row))
    for row in story["practice_changes"]:
        yield Step(on(row["on"]), 35, partial(_change_practices, office, row))
    for row in story["reminders"]:
        yield Step(on(row["on"]), 36, partial(_remind, office, row))
    yield from _item_steps(office)
    for row in story["blocked_items"]:
        yield Step(on(row["on"]), 62, partial(_block, office, row))
    revision = story["plan_revision"]
    yield Step(on(revision["on"]), 44, partial(_revise, office, revision))
    for row in story["spreads"]:
        yield from _spread_steps(office, row)


def _item_steps(office: Office) -> Iterator[Step]:
    """Practice items that are done, from the approval of their plan on."""
    for row in content("tasks")["tasks"]:
        plan = row["plan"]
        if not plan or not plan["tower_approved_on"]:
            continue
        for item in plan["practice_items"]:
            if item["done_on"]:
                day = max(on(item["done_on"]), on(plan["tower_approved_on"]))
                yield Step(day, 61, partial(_finish, office, row, item))


def _spread_steps(office: Office, row: Row) -> Iterator[Step]:
    yield Step(on(row["on"]), 85, partial(_recommend, office, row))
    for asked in row["departments"]:
        if "answer" in asked:
            yield Step(on(asked["answer"]["on"]), 86, partial(_answer, office, row, asked))
        if "adoption" in asked:
            yield Step(on(asked["adoption"]["on"]), 87, partial(_adopt, office, row, asked))


def _task(office: Office, row: Row) -> Task:
    return office.get(Task, "task", row["task"])


def _lead_jointly(office: Office, row: Row) -> None:
    set_joint_lead(
        actor=office.actor(row["by"]),
        task=_task(office, row),
        responsible_head_id=office.people[row["responsible"]],
        shares={office.departments[name]: share for name, share in row["shares"].items()},
        reason=row["reason"],
    )


def _change_practices(office: Office, row: Row) -> None:
    practices = Practices(first_new=row["first_new"], second_new=row["second_new"], abolished=row["abolished"])
    set_practice_change(actor=office.actor(row["by"]), task=_task(office, row), practices=practices)


def _remind(office: Office, row: Row) -> None:
    opinion = office.get(Opinion, "opinion", f"{row['task']} {row['department']}")
    remind_of_opinion(actor=office.actor(row["by"]), task=_task(office, row), opinion=opinion)


class Paper(Upload):
    """A file of the story, as a browser would send it."""

    def __init__(self, title: str) -> None:
        """`title` becomes name and content."""
        self.filename: str | None = f"{title}.txt"
        self._stream = paper(title)

    @property
    def stream(self) -> Any:  # noqa: ANN401  a file of bytes
        """Its content."""
        return self._stream


def _finish(office: Office, row: Row, item: Row) -> None:
    who = office.actor(item["owner"])
    record = item_or_404(_item_id(office, row["code"], item["title"]), who)
    record_done(actor=who, record=record, note=f"{item['title']}: 마쳤습니다.", uploads=[Paper(item["title"])])


def _block(office: Office, row: Row) -> None:
    item = db.session.get_one(PracticeItem, _item_id(office, row["task"], row["item"]))
    who = actor_of_person(item.owner_id or 0)
    if who is None:
        raise LookupError(row["item"])
    record_blocked(actor=who, record=item_or_404(item.id, who), obstacle=_obstacle(office, row, who))


def _obstacle(office: Office, row: Row, who: Actor) -> ObstacleContent:
    return ObstacleContent(
        title=row["title"],
        kind=ObstacleKind(row["kind"]),
        phase=ObstaclePhase.BUILDING,
        control=ObstacleControl.INSIDE,
        severity=ObstacleSeverity(row["severity"]),
        suffering_department_id=_task(office, row).lead_department_id,
        harm=row["harm"],
        tried=row["tried"],
        asked=row["asked"],
        asked_department_id=office.departments[row["asked_department"]],
        due_on=on(row["due_on"]),
        owner_id=who.id,
    )


def _item_id(office: Office, code: str, text: str) -> int:
    plan_id = office.made["plan", code]
    statement = select(PracticeItem.id).where(PracticeItem.plan_id == plan_id, PracticeItem.text == text)
    return db.session.execute(statement).scalar_one()


def _revise(office: Office, row: Row) -> None:
    who, task = office.actor(row["by"]), _task(office, row)
    plan = start_version(actor=who, task=task, plan=office.get(Plan, "plan", row["task"]), reason=row["reason"])
    present, item = draft_of(plan, rows_of(plan.id)), row["item"]
    extra = ItemDraft(
        text=item["text"],
        owner_id=office.people[item["owner"]],
        starts_on=on(item["starts_on"]),
        ends_on=on(item["ends_on"]),
    )
    changes = {
        "goal": present.goal + row["goal_addition"],
        "budget": (present.budget or Decimal(0)) + Decimal(row["budget_addition"]),
        "items": (*present.items, extra),
    }
    rewrite_plan(actor=who, task=task, plan=plan, draft=PlanDraft(**{**vars(present), **changes}))


def _recommend(office: Office, row: Row) -> None:
    ids = {office.departments[asked["department"]]: asked["department"] for asked in row["departments"]}
    made = recommend_spread(
        actor=office.actor(row["by"]),
        task=_task(office, row),
        department_ids=list(ids),
        note=row["note"],
        due_on=on(row["due_on"]),
    )
    for spread in made:
        office.keep("spread", f"{row['task']} {ids[spread.department_id]}", spread.id)


def _answer(office: Office, row: Row, asked: Row) -> None:
    answer_spread(
        actor=office.head(asked["department"]),
        task=_task(office, row),
        spread=office.get(Spread, "spread", f"{row['task']} {asked['department']}"),
        accepts=asked["answer"]["accepts"],
        reason=asked["answer"]["reason"],
    )


def _adopt(office: Office, row: Row, asked: Row) -> None:
    adoption = asked["adoption"]
    report_adoption(
        actor=office.head(asked["department"]),
        task=_task(office, row),
        spread=office.get(Spread, "spread", f"{row['task']} {asked['department']}"),
        adopted_on=on(adoption["adopted_on"]),
        result=adoption["result"],
    )
