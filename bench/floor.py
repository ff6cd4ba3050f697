"""The floor: what a page costs at least. Same sign-in, CSRF token and layout, hand-written SQL, nothing else."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flask import Flask, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from sqlalchemy import Date, Engine, bindparam, text

from app.core.database import writing

SESSION_COOKIE = "opum_session"
WHO = text(
    "SELECT p.id, p.name, d.name AS department, r.role FROM sign_in_sessions s JOIN people p ON p.id = s.person_id "
    "JOIN accounts a ON a.person_id = p.id LEFT JOIN departments d ON d.id = p.department_id "
    "LEFT JOIN role_assignments r ON r.person_id = p.id WHERE s.token_hash = :hash AND s.ended_at IS NULL"
)
ISSUES = text(
    "SELECT i.id, i.number, i.title, i.kind, i.state, d.name, i.received_on, i.decision_due_on FROM issues i "
    "JOIN departments d ON d.id = i.department_id ORDER BY i.id DESC LIMIT 51"
)
TASKS = text(
    "SELECT t.id, t.number, t.title, t.kind, t.stage, d.name, p.name, t.stage_entered_at FROM tasks t "
    "JOIN departments d ON d.id = t.lead_department_id LEFT JOIN people p ON p.id = t.leader_id "
    "ORDER BY t.updated_at DESC, t.id DESC LIMIT 51"
)
COLUMN = (
    "SELECT * FROM (SELECT id, number, title, stage, lead_department_id, stage_entered_at FROM tasks "
    "WHERE state = 'active' AND stage = '{}' ORDER BY updated_at DESC, id DESC LIMIT 20) AS c{}"
)
CASES = text(
    "SELECT c.id, c.number, c.title, c.kind, c.overview, d.name, c.year FROM cases c "
    "JOIN departments d ON d.id = c.department_id WHERE c.state = 'published' "
    "ORDER BY c.published_on DESC, c.id DESC LIMIT 51"
)
OBSTACLES = text(
    "SELECT o.id, o.title, o.kind, o.state, o.level, t.title, s.name, a.name, o.due_on, o.reported_at FROM obstacles o "
    "JOIN departments s ON s.id = o.suffering_department_id LEFT JOIN departments a ON a.id = o.asked_department_id "
    "LEFT JOIN tasks t ON t.id = o.task_id WHERE o.closed_on IS NULL ORDER BY o.reported_at DESC, o.id DESC LIMIT 51"
)
TASK = text(
    "SELECT t.number, t.title, t.summary, t.kind, t.stage, d.name AS department FROM tasks t "
    "JOIN departments d ON d.id = t.lead_department_id WHERE t.id = :id"
)
TEAM = text("SELECT p.name, m.share FROM team_members m JOIN people p ON p.id = m.person_id WHERE m.task_id = :id")
POINTS = text(
    "SELECT d.name, y.own_points, y.member_points FROM mileage_department_years y "
    "JOIN departments d ON d.id = y.department_id ORDER BY y.member_points DESC"
)
BALANCE = text(
    "SELECT t.occurred_on, t.source, t.points, t.credit_balance FROM mileage_transfers t "
    "JOIN mileage_accounts a ON a.id = t.credit_account_id WHERE a.person_id = :id ORDER BY t.id DESC LIMIT 51"
)
ISSUE = text(
    "INSERT INTO issues (number, kind, source, title, problem, idea, effect, expected_obstacle, no_obstacle_expected, "
    '"values", department_id, proposer_id, origin_note, state, version, received_at, received_on, decision_due_on) '
    "VALUES (:number, 'free', 'proposal', :title, :text, :text, :text, '', :yes, '[]', 1, 1, '', 'received', 1, "
    ":now, :today, :today)"
).bindparams(bindparam("today", type_=Date))


def make_floor(engine: Engine, secret: str, stages: list[str]) -> Flask:
    """Make the app over the product's own database."""
    app = Flask("floor", template_folder=str(Path(__file__).parent / "templates"))
    app.config.update(SECRET_KEY=secret, WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    columns = text(" UNION ALL ".join(COLUMN.format(stage, n) for n, stage in enumerate(stages)))

    def page(template: str, *statements: object, **given: object) -> str:
        with engine.connect() as connection:
            token = request.cookies.get(SESSION_COOKIE, "")
            who = connection.execute(WHO, {"hash": sha256(token.encode()).hexdigest()}).first() or abort(403)
            found = [connection.execute(statement, given).all() for statement in statements]  # type: ignore[call-overload]
        return render_template(template, who=who, tables=found)

    app.add_url_rule("/issues", view_func=lambda: page("rows.html", ISSUES), endpoint="issues")
    app.add_url_rule("/tasks", view_func=lambda: page("rows.html", TASKS), endpoint="tasks")
    app.add_url_rule("/board", view_func=lambda: page("board.html", columns), endpoint="board")
    app.add_url_rule("/task", view_func=lambda: page("rows.html", TASK, TEAM, id=7), endpoint="task")
    app.add_url_rule("/cases", view_func=lambda: page("rows.html", CASES), endpoint="cases")
    app.add_url_rule("/obstacles", view_func=lambda: page("rows.html", OBSTACLES), endpoint="obstacles")
    app.add_url_rule("/points", view_func=lambda: page("rows.html", POINTS), endpoint="points")
    app.add_url_rule("/statement", view_func=lambda: page("rows.html", BALANCE, id=1), endpoint="statement")

    @app.post("/issues")
    def create() -> ResponseReturnValue:
        now = datetime.now(UTC)
        with writing(), engine.begin() as connection:
            title = request.form["title"]
            values = {"number": request.form["number"], "title": title, "text": title, "yes": True}
            connection.execute(ISSUE, {**values, "now": now.replace(tzinfo=None), "today": now.date()})
        return redirect("/issues")

    return app
