"""Fifteen items for people: code, fact, wording, points, cap per year, values."""

from app.core.messages import _
from app.core.values import Value
from app.mileage.enums import EventCode
from app.mileage.presets.items import ItemPreset, Wording, automatic, claimed

PERSON_ITEMS: tuple[ItemPreset, ...] = (
    automatic(
        "P01",
        EventCode.ISSUE_ADOPTED,
        Wording(
            name=_("Idea adopted"), description=_("An issue was adopted; co-proposers share the points as agreed.")
        ),
        10,
        50,
        (Value.HEAD,),
    ),
    automatic(
        "P02",
        EventCode.PLAN_APPROVED,
        Wording(name=_("Plan worked out"), description=_("The team's action plan has passed both approvals.")),
        6,
        30,
        (Value.SMART, Value.HEAD),
    ),
    automatic(
        "P03",
        EventCode.OBSTACLE_REMOVED,
        Wording(name=_("Obstacle cleared"), description=_("An obstacle the person worked on is confirmed as removed.")),
        10,
        50,
        (Value.SOFT, Value.FOOT),
    ),
    automatic(
        "P04",
        EventCode.TASK_COMPLETED,
        Wording(name=_("Task carried through"), description=_("A task of the person's team was completed.")),
        15,
        60,
        (Value.SMART,),
    ),
    automatic(
        "P05",
        EventCode.LESSON_RECORDED,
        Wording(
            name=_("Lesson written down"),
            description=_("The person wrote down what was tried, why it failed and what to do next time."),
        ),
        5,
        20,
        (Value.HAND, Value.HEART),
    ),
    claimed(
        "P06",
        Wording(
            name=_("Improvement made before being asked"),
            description=_("The person improved the own work and can show before and after."),
        ),
        8,
        40,
        (Value.SMART, Value.SIMPLE),
    ),
    claimed(
        "P07",
        Wording(
            name=_("Work done across departments"),
            description=_("The person did a share of work that another department is in charge of."),
        ),
        5,
        40,
        (Value.SOFT,),
        month=10,
    ),
    claimed(
        "P08",
        Wording(
            name=_("Interests reconciled"),
            description=_("The person persuaded people with opposing interests so that the work could go on."),
        ),
        7,
        28,
        (Value.HEART, Value.MOUTH),
    ),
    claimed(
        "P09",
        Wording(
            name=_("Rule or custom mended"),
            description=_("A regulation, form or custom that hindered people was changed at the person's instance."),
        ),
        7,
        28,
        (Value.SIMPLE,),
    ),
    claimed(
        "P10",
        Wording(
            name=_("Practice of another office applied"),
            description=_("What was learned on a visit elsewhere is now used here."),
        ),
        5,
        20,
        (Value.FOOT, Value.HEAD),
    ),
    claimed(
        "P11",
        Wording(
            name=_("Problem found on site"),
            description=_("The person went to see, recorded what was found and passed it on."),
        ),
        2,
        24,
        (Value.FOOT,),
        month=4,
    ),
    claimed(
        "P12",
        Wording(
            name=_("Knowledge taught to colleagues"),
            description=_("The person taught a course or shared working material inside the office."),
        ),
        3,
        18,
        (Value.HAND,),
        month=6,
    ),
    claimed(
        "P13",
        Wording(
            name=_("Exemplary handover"),
            description=_("The successor confirms that the handover papers were enough to go on at once."),
        ),
        3,
        6,
        (Value.HAND, Value.HEART),
    ),
    claimed(
        "P14",
        Wording(
            name=_("Thanks from a citizen"),
            description=_("A named citizen or organization thanked the person in writing for kind service."),
        ),
        4,
        20,
        (Value.SMILE, Value.HEART),
        month=8,
    ),
    claimed(
        "P15",
        Wording(
            name=_("Outside funds won"), description=_("The person prepared an application that won a grant or a call.")
        ),
        10,
        30,
        (Value.SMART,),
    ),
)
