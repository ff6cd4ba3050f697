"""A blind scene, and a reader who opens everything a role can reach."""

import io
import re
from html import unescape

from openpyxl import load_workbook

from app.accounts.models import Account, Membership, Person
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db
from app.innovation.enums import RefusalReason
from app.innovation.services import issues as own
from app.innovation.services import shares, triage
from app.innovation.services.issue_aftermath import claim_revival, decide_revival, record_revival
from app.innovation.services.issue_voices import cast_vote, join_issue, withdraw_comment, write_comment
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from tests.factories import innovation as make
from tests.factories.mileage import items

LEAD, HELPER, FORMER = "표고운", "맹서리", "탁여울"
OFFICES = ("솔바람과", "달무리과", "물안개과")
TITLES = (
    "가림 첫째 제안",
    "가림 둘째 제안",
    "가림 셋째 제안",
    "가림 넷째 제안",
    "가림 다섯째 제안",
    "가림 여섯째 제안",
)
NAMES = (LEAD, HELPER, FORMER, *OFFICES)
CHOICES = re.compile(r"<(select|datalist)\b.*?</\1>", re.DOTALL)
LINK = re.compile(r'(?:href|hx-get|data-url)="(/[^"#]*)')
MOST_PAGES = 700
ENDINGS = ("/sign-in", "/static/", "/reauthentication")


def a_stranger(name, office, position):
    """Somebody of an office nobody else of the cast belongs to."""
    unit = Department(
        code=f"X{position}",
        name=office,
        kind=DepartmentKind.DIVISION,
        position=50 + position,
        valid_from=clock.today().replace(year=2025),
    )
    db.session.add(unit)
    db.session.flush()
    person = Person(
        employee_no=f"x{position}",
        name=name,
        rank="7급",
        series="행정",
        department_id=unit.id,
        joined_on=unit.valid_from,
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(Account(person_id=person.id))
    db.session.add(Membership(person_id=person.id, department_id=unit.id, starts_on=unit.valid_from))
    db.session.flush()
    return actor_of_person(person.id)


def build(cast):
    """Six blind issues of strangers: adopted and paid, supplemented and talked about, refused, withdrawn, linked, revived.

    Returns (actors, issues); nobody of the strangers does anything else.
    """
    items()
    lead, helper, former = (a_stranger(*who, n) for n, who in enumerate(zip(NAMES, OFFICES, strict=False)))
    both = {lead.id: 60, helper.id: 40}
    adopted = make.an_issue(lead, title=TITLES[0], blind=True, shares=both, files=[make.APaper()])
    make.a_task(cast, issues=[adopted], title="그늘 과제")
    talked = make.an_issue(
        lead, title=TITLES[1], blind=True, shares={lead.id: 60, helper.id: 30, former.id: 10}, agreed=False
    )
    shares.confirm_share(actor=helper, issue=talked)
    shares.decline_share(actor=former, issue=talked, reason="함께 만들지 않았습니다.")
    shares.set_shares(actor=lead, issue=talked, shares=both, reason="두 사람이 만든 것으로 고친다.")
    triage.ask_supplement(actor=cast.choi, issue=talked, reason="비용 추정이 없다.")
    own.supplement_issue(actor=lead, issue=talked, text="연 200만 원으로 추정한다.")
    write_comment(actor=helper, issue=talked, text="현장 사진을 더 올리겠습니다.")
    withdraw_comment(actor=lead, comment=write_comment(actor=lead, issue=talked, text="잘못 올린 의견입니다."))
    write_comment(actor=cast.park, issue=talked, text="좋은 생각입니다.")
    cast_vote(actor=cast.park, issue=talked)
    join_issue(actor=cast.han, issue=talked, words="도로과에서도 같은 불편이 있습니다.")
    refused = make.an_issue(helper, title=TITLES[2], blind=True)
    triage.refuse_issue(
        actor=cast.choi, issue=refused, refusal=RefusalReason.LOW_BENEFIT, reason="효과에 견주어 비용이 크다."
    )
    own.ask_reexamination(actor=helper, issue=refused, reason="비용을 다시 계산했습니다.")
    withdrawn = make.an_issue(lead, title=TITLES[3], blind=True)
    own.withdraw_issue(actor=lead, issue=withdrawn, reason="다시 써서 내겠습니다.")
    later = make.an_issue(helper, title=TITLES[4], blind=True)
    triage.link_issue(actor=cast.choi, issue=later, earlier=talked, reason="같은 생각이라 먼저 온 것과 함께 본다.")
    revived = a_revived_issue(cast, lead)
    return (lead, helper, former), (adopted, talked, refused, withdrawn, later, revived)


def a_revived_issue(cast, lead):
    """A blind issue that was refused, carried out after all, claimed and credited."""
    issue = make.an_issue(lead, title=TITLES[5], blind=True)
    reason = "효과에 견주어 비용이 크다."
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.LOW_BENEFIT, reason=reason)
    task = make.a_task(cast, title="다시 찾은 과제")
    revival = record_revival(actor=cast.bae, issue=issue, task=task, likeness="승하차 자료로 순서를 정하는 점이 같다.")
    claim_revival(actor=lead, issue=issue, revival=revival, words="제가 먼저 낸 제안입니다.")
    decide_revival(actor=cast.choi, issue=issue, revival=revival, credited=True, words="같은 생각임이 분명하다.")
    return issue


def paths(app, ids):
    """Every GET address of the app, its numbers filled with the ids of the scene and the first few others."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static" or "<form>" in rule.rule:
            continue
        numbers = re.findall(r"<int:(\w+)>", rule.rule)
        for filling in range(1, 9 if numbers else 2):
            path = rule.rule
            for name in numbers:
                given = ids.get(name, [])
                path = path.replace(f"<int:{name}>", str(given[filling - 1] if filling <= len(given) else filling))
            if "<" not in path:
                yield path


def everything(client, starts):
    """Open the pages and all they link to; yield (address, text) of each, a row at a time for workbooks."""
    waiting, seen = list(dict.fromkeys(starts)), set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(ENDINGS):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        if "spreadsheet" in answer.mimetype or answer.mimetype.endswith("zip"):
            yield from rows_of(path, answer.data)
        else:
            text = answer.get_data(as_text=True)
            yield path, CHOICES.sub("", text)
            waiting += [unescape(link) for link in LINK.findall(text) if unescape(link) not in seen]


def rows_of(path, data):
    """Yield (address and row, text) of each row of a workbook."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield f"{path} {sheet.title} {number}", " | ".join(str(cell) for cell in row if cell is not None)


def leaks(pages, issues):
    """Return (address, name) of every text that speaks of one of the issues and holds a hidden name."""
    marks = [mark for issue in issues for mark in marks_of(issue)]
    telling = [(path, text) for path, text in pages if any(mark in text for mark in marks)]
    return [(path, name) for path, text in telling for name in NAMES if name in text]


def marks_of(issue):
    """What tells that a text speaks of the issue."""
    return issue.number, issue.title, f'/issues/{issue.id}"', f"issue:{issue.id}"
