"""From an issue to a task with a team, each step by the one whose step it is, through the pages."""

from app.core.database import db
from app.innovation.models import Issue, Opinion, Task

ISSUE = {
    "title": "버스 도착 안내를 큰 글씨로",
    "problem": "어르신이 화면을 읽지 못한다.",
    "idea": "큰 글씨 화면으로 바꾼다.",
    "effect": "묻지 않고 탄다.",
    "no_obstacle_expected": "y",
    "kind": "free",
    "source": "resident",
    "values": ["smile"],
}
ADOPTION = {
    "adoption-title": "큰 글씨 버스 안내",
    "adoption-summary": "정류장 안내를 큰 글씨로 바꾼다.",
    "adoption-kind": "department",
    "adoption-reason": "민원이 해마다 늘어 과제로 채택한다.",
}
FRAMING = {
    "title": "큰 글씨 버스 안내",
    "summary": "정류장 안내를 큰 글씨로 바꾼다.",
    "field": "city",
    "rating_office": "4",
    "rating_staff": "3",
    "rating_feasibility": "5",
    "rating_outside": "3",
}
TEAM = {"leader_number": "kim", "leader_share": "70", "number_1": "ahn", "share_1": "30"}


def send(client, path, data=None):
    answer = client.post(path, data=data or {})
    assert answer.status_code == 302, (path, answer.text)


def test_an_issue_becomes_a_task_and_reaches_the_plan(as_, cast):
    kim, kang, lee, yoon, choi = (as_(getattr(cast, name)) for name in ("kim", "kang", "lee", "yoon", "choi"))
    send(kim, "/issues", ISSUE)
    issue_id = db.session.query(Issue).one().id
    send(choi, f"/issues/{issue_id}/adoptions", ADOPTION | {"adoption-lead_department": cast.traffic})
    task = f"/tasks/{db.session.query(Task).one().id}"
    send(kang, f"{task}/stage-advances")
    send(kang, f"{task}/framings", FRAMING)
    assert kang.post(f"{task}/stage-advances").status_code == 403
    send(lee, f"{task}/stage-advances")
    send(kang, f"{task}/teams", TEAM)
    send(kim, f"{task}/opinion-requests", {"department": cast.civil, "working_days": "5", "question": "함께 하겠는가?"})
    assert kim.post(f"{task}/stage-advances").status_code == 422
    send(yoon, f"{task}/opinions/{db.session.query(Opinion).one().id}/answers", {"answer": "agree"})
    send(kim, f"{task}/stage-advances", {"advance-note": "준비를 마쳤다."})
    page = kim.get(task).text
    assert db.session.query(Task).one().stage == "plan"
    assert "준비를 마쳤다." in page
    assert "Adopted and on its way as an innovation task" in kim.get(f"/issues/{issue_id}").text
