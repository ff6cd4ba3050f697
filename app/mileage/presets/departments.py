"""Thirteen items for departments: code, fact, wording, points, cap per year, values."""

from app.core.messages import _
from app.core.values import Value
from app.mileage.enums import EventCode
from app.mileage.presets.items import ItemPreset, Wording, automatic, claimed

DEPARTMENT_ITEMS: tuple[ItemPreset, ...] = (
    automatic(
        "D01",
        EventCode.PLAN_APPROVED,
        Wording(name=_("Action plan approved"), description=_("A plan of the department has passed both approvals.")),
        10,
        50,
        (Value.SMART,),
    ),
    automatic(
        "D02",
        EventCode.STAGE_REACHED,
        Wording(
            name=_("Stage passed"),
            description=_("A task led by the department has entered stage 5 or 6, after its plan was approved."),
        ),
        2,
        60,
        (Value.SMART,),
    ),
    automatic(
        "D03",
        EventCode.REPORT_ON_TIME,
        Wording(
            name=_("Progress report on time"),
            description=_("A progress report was handed in by its due day and approved."),
        ),
        2,
        24,
        (Value.SPEED,),
    ),
    automatic(
        "D04",
        EventCode.OPINION_IN_TIME,
        Wording(
            name=_("Opinion answered in time"),
            description=_("The department answered a request for cooperation by its due day."),
        ),
        2,
        40,
        (Value.SOFT, Value.SPEED),
    ),
    automatic(
        "D05",
        EventCode.OBSTACLE_REMOVED,
        Wording(
            name=_("Obstacle removed for another department"),
            description=_("The department that suffered has confirmed that the obstacle is gone."),
        ),
        10,
        60,
        (Value.SOFT, Value.SIMPLE),
    ),
    automatic(
        "D06",
        EventCode.TASK_COMPLETED,
        Wording(
            name=_("Innovation task completed"),
            description=_("A task led by the department was closed with its results."),
        ),
        20,
        60,
        (Value.SMART, Value.HEAD),
    ),
    automatic(
        "D07",
        EventCode.LESSON_RECORDED,
        Wording(
            name=_("Lesson shared from a failure"),
            description=_(
                "The department recorded what failed and what to do next time; a failure never costs points."
            ),
        ),
        10,
        30,
        (Value.HEART, Value.HAND),
    ),
    automatic(
        "D08",
        EventCode.SLOGAN_APPROVED,
        Wording(
            name=_("Slogan of the year"),
            description=_("The slogan of the department and its practice items are approved."),
        ),
        5,
        5,
        (Value.MOUTH, Value.HAND),
    ),
    automatic(
        "D09",
        EventCode.ISSUE_ADOPTED,
        Wording(
            name=_("Idea from the department adopted"),
            description=_("An issue handed in by staff of the department was adopted."),
        ),
        3,
        30,
        (Value.HEAD,),
    ),
    claimed(
        "D10",
        Wording(
            name=_("Practice taken over by others"),
            description=_("Another department or another office works by a practice of this department."),
        ),
        10,
        30,
        (Value.SOFT, Value.HAND),
    ),
    claimed(
        "D11",
        Wording(
            name=_("Award from outside"),
            description=_("An outside body has honoured innovation work of the department."),
        ),
        20,
        40,
        (Value.SMART,),
    ),
    claimed(
        "D12",
        Wording(
            name=_("Handling time or paperwork cut"),
            description=_("The same work takes fewer days, steps or documents than in an earlier period."),
        ),
        10,
        40,
        (Value.SIMPLE, Value.SPEED),
    ),
    claimed(
        "D13",
        Wording(
            name=_("Learning together"),
            description=_("The department held an open study meeting or workshop and shared its record."),
        ),
        3,
        18,
        (Value.HAND, Value.HEAD),
        month=3,
    ),
)
