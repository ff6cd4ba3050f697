"""제안 접수증: the number, the day, and what the proposer can count on and by when."""

from app.core import access, clock
from app.core.access import Actor
from app.core.documents.content import Bullets, Cell, Document, Footer, Heading, Paragraph, Progress
from app.core.i18n import format_moment, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.enums.permissions import Permission
from app.innovation.models import Issue
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import clock_of
from app.innovation.queries.issues import issue_details, issue_or_404
from app.innovation.queries.proposers import HIDDEN_NAME, shown_proposers
from app.innovation.rules.clocks import IssueClock
from app.reports.documents.kinds import Arguments, DocumentKind, is_there
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "idea_receipt"


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the actor may print the receipt of the issue."""
    return is_there(lambda: _issue(actor, arguments))


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Receipt <number>"."""
    return str(_("Receipt %(number)s", number=_issue(actor, arguments).number))


def _issue(actor: Actor, arguments: Arguments) -> Issue:
    issue = issue_or_404(arguments["issue_id"], actor)
    access.require(POLICY, Permission.RECEIPT_PRINT, actor, issue)
    return issue


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Write the receipt. Raises `Missing` or `Denied` where the actor may not print it."""
    progress(0, 1)
    issue = _issue(actor, arguments)
    return Document(
        title=title(actor, arguments),
        subtitle=str(_("Please keep this number; it stays the same until the end.")),
        language=language(),
        number=issue.number,
        office=office_of(NAME),
        issued=clock.now(),
        facts=_facts(issue, actor),
        parts=(
            Heading(str(_("What you can count on"))),
            Bullets(_promises(clock_of(issue))),
            Paragraph(
                str(_("Source: rules on ideas of public officials (공무원 제안 규정), articles 6 to 23 and 29."))
            ),
        ),
        footer=Footer(anchor=anchor_text()),
    )


def _facts(issue: Issue, actor: Actor) -> tuple[tuple[str, Cell], ...]:
    details = issue_details(issue, actor)
    names = ", ".join(f"{row.name} {row.share}%" for row in shown_proposers(issue, actor))
    return (
        (str(_("Receipt number")), issue.number),
        (str(_("Received")), format_moment(issue.received_at)),
        (str(_("Title")), issue.title),
        (str(_("Kind")), str(issue.kind.label)),
        (str(_("Department")), str(details.department)),
        (str(_("Proposers")), names or str(HIDDEN_NAME)),
        (str(_("State")), str(details.sentence)),
        (str(_("Decision due")), issue.decision_due_on),
        (str(_("Promised day")), issue.promised_on),
    )


def _promises(periods: IssueClock) -> tuple[str, ...]:
    """The sentences of the page; the periods are those the issue was received under."""
    sentences = (
        _(
            "The decision comes within %(days)s days of receipt. Days of waiting for a supplement or for a department "
            "are not counted.",
            days=periods.decision_days,
        ),
        _("If it is late, you read the reason and a new day before the due day ends."),
        _(
            "If the issue is not adopted, you read why, and may ask to examine it again within %(days)s days.",
            days=periods.reexamination_days,
        ),
        _(
            "If the idea is carried out after all within %(years)s years, you are told and can be credited.",
            years=periods.credit_years,
        ),
    )
    return tuple(str(sentence) for sentence in sentences)


KIND = DocumentKind(
    name=NAME,
    label=_("Idea receipt"),
    build=build,
    may=may,
    title=title,
    arguments={"issue_id": whole_number},
    approval=(),
)
