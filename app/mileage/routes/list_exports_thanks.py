"""목록 내보내기: the praise wall, one's own messages, reports about them, and who thanked one another closely."""

from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, day, every_page, moment, number, wide, widest
from app.core.messages import _
from app.mileage.queries.thanks import ThanksRow, own_thanks, wall
from app.mileage.queries.thanks_reports import circles_of, reports_page
from app.mileage.routes.thanks import wants_sent
from app.mileage.routes.thanks_reports import wanted_month, wants_decided


def _wall(_actor: Actor) -> Rows:
    for row in every_page(wall):
        yield *_people(row), row.sent_on, row.body, row.value


def _own(actor: Actor) -> Rows:
    for row in every_page(lambda cursor: own_thanks(actor, sent=wants_sent(), cursor=cursor)):
        state = _("Hidden") if row.is_hidden else _("Not on the wall") if row.is_private else None
        yield *_people(row), row.sent_on, row.body, row.value, state, row.reason if row.is_hidden else None


def _people(row: ThanksRow) -> tuple[str, ...]:
    return row.sender, row.sender_department, row.receiver, row.receiver_department


def _reports(actor: Actor) -> Rows:
    for row in every_page(lambda cursor: reports_page(actor, decided=wants_decided(), cursor=cursor)):
        report = (row.reason, row.reporter, row.reported_at)
        yield row.sender, row.receiver, row.body, *report, row.state, row.decision


def _circles(_actor: Actor) -> Rows:
    month = wanted_month().isoformat()[:7]
    for row in circles_of(wanted_month()):
        people = ", ".join(f"{one.name} · {one.department or _('No department')}" for one in row.members)
        yield month, people, len(row.members), row.messages


MESSAGE = columns(
    _("Who thanked"),
    wide(_("Department of who thanked")),
    _("Who was thanked"),
    wide(_("Department of who was thanked")),
    day(_("Sent on")),
    widest(_("Thank-you")),
    _("Value"),
)
LISTS = (
    ListExport(
        name="thanks",
        title=_("Praise wall"),
        endpoint="mileage.list_thanks",
        rows=_wall,
        personal=True,
        columns=MESSAGE,
    ),
    ListExport(
        name="own-thanks",
        title=_("Own messages of thanks"),
        endpoint="mileage.list_own_thanks",
        rows=_own,
        personal=True,
        columns=(*MESSAGE, *columns(_("State"), wide(_("Why it was hidden")))),
    ),
    ListExport(
        name="thanks-reports",
        title=_("Reports about thanks"),
        endpoint="mileage.list_thanks_reports",
        rows=_reports,
        personal=True,
        columns=columns(
            _("Who thanked"),
            _("Who was thanked"),
            widest(_("Thank-you")),
            widest(_("Reason")),
            _("Who reported it"),
            moment(_("When it was reported")),
            _("State"),
            wide(_("Decision")),
        ),
    ),
    ListExport(
        name="thanks-circles",
        title=_("Mutual thanks"),
        endpoint="mileage.list_thanks_circles",
        rows=_circles,
        personal=True,
        columns=columns(
            _("Month"),
            widest(_("People")),
            number(_("Number of people")),
            number(_("Thank-yous between them")),
        ),
    ),
)
