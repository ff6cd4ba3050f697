"""시민 참여: the citizens' page and the questions of the month, without sign-in. Answering is the page of the survey link."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.i18n import language, speaking
from app.voice.queries.citizen_ideas import newest_ideas
from app.voice.queries.monthly_questions import public_question, public_questions
from app.voice.routes.public_surveys import VIEWS, answering, count_visit, wanted_language


@answering.get("/citizens")
def show_citizens_page() -> ResponseReturnValue:
    """Show what is asked now, what came of earlier questions, and ideas that are public."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        rows = public_questions()
        return render_template(
            "voice/citizens/home.html",
            now_open=[row for row in rows if row.stage == "open"],
            past=[row for row in rows if row.stage != "open"],
            ideas=newest_ideas(),
            today=clock.today(),
        )


@answering.get("/citizens/questions/<int:question_id>")
def show_public_question(question_id: int) -> ResponseReturnValue:
    """Show a question: how it is answered while it is open, afterwards the result and what was reflected."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        page = public_question(question_id, language())
        return render_template("voice/citizens/question.html", page=page, row=page.row, today=clock.today())
