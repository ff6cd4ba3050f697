"""고객의 소리, 첫 화면: what this reader has to do in the room, and its doors."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.turns import Turn, read
from app.core.web import actor
from app.voice.routes import bp
from app.voice.turns import TURNS


@bp.get("/voice")
def show_voice() -> ResponseReturnValue:
    """Show what waits for the reader, and the views."""
    who = actor()
    kinds = [kind for module in TURNS for kind in module.owed(who)]
    turns: list[Turn] = [turn for of_kind in read(kinds) for turn in of_kind]
    today = clock.today()
    days = [None if turn.due_on is None else (turn.due_on - today).days for turn in turns]
    return render_template("voice/landing/show.html", turns=zip(turns, days, strict=True) if turns else ())
