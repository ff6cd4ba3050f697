"""5S 지수 산정: a year reckoned beside the pages, and every night."""

from datetime import date

from flask import url_for

from app.core import access
from app.core.access import Actor
from app.core.messages import Message, _
from app.jobs.work import Arguments, JobKind, Run
from app.voice.enums.permissions import Permission
from app.voice.policy import POLICY
from app.voice.services.five_s import reckon_open_years, reckon_year

FIVE_S = "voice.five_s"


def reckon(run: Run) -> str:
    """Reckon the index of a year and say what came of it."""
    run.progress(0, None, _("The sources are read"))
    return str(reckon_year(year=int(run.arguments["year"]), actor=run.actor).sentence)


def may_reckon(actor: Actor, _arguments: Arguments) -> bool:
    """Whether the actor may have the index reckoned."""
    return access.allows(POLICY, Permission.INDEX_RECKON, actor)


def page_of_index(arguments: Arguments) -> str:
    """Return where the index of the year is shown."""
    return url_for("voice.show_five_s", year=int(arguments["year"]))


def reckon_nightly(day: date) -> Message:
    """Reckon the years that are open; a year without a change leaves no trace."""
    done = reckon_open_years(day)
    return _("%(years)s years reckoned, %(changed)s changed", years=len(done), changed=sum(one.is_new for one in done))


JOBS = (JobKind(FIVE_S, _("5S index of a year"), reckon, may_reckon, writes=True, page=page_of_index),)
