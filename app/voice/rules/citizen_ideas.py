"""시민 아이디어: what may be sent without a name, and how it is found again."""

from app.core.errors import Refused, WrongState
from app.core.messages import Message, _
from app.voice.enums.citizen_ideas import IdeaShowing

KEY = "ideas"
"""Names the form in its stamp and in the codes made of it."""
MOST_TITLE, MOST_WORDS = 100, 1500
FEWEST_TITLE, FEWEST_WORDS = 2, 10
MOST_SHOWN = 4000
MOST_A_DAY = 500
"""Ideas taken in on one day from everywhere: a flood stops here, whatever addresses it comes from."""
SAME_DAYS = 30
"""Days for which the very same words are taken in once."""
FIELDS = ("title", "problem", "proposal")


def wrong_fields(given: dict[str, str]) -> dict[str, Message]:
    """Return what is wrong: field → sentence."""
    wrong: dict[str, Message] = {}
    for name in FIELDS:
        least, most = (FEWEST_TITLE, MOST_TITLE) if name == "title" else (FEWEST_WORDS, MOST_WORDS)
        count = len(given[name])
        if not count:
            wrong[name] = _("This is needed.")
        elif count < least:
            wrong[name] = _("At least %(least)s characters.", least=least)
        elif count > most:
            wrong[name] = _("At most %(most)s characters; these are %(count)s.", most=most, count=count)
    return wrong


def whole_text(title: str, problem: str, proposal: str) -> str:
    """Return an idea as one text, as the list of voices keeps it."""
    return f"{title}\n\n{problem}\n\n{proposal}"


def shown_text(problem: str, proposal: str) -> str:
    """Return what is public of an idea if nothing is left out."""
    return f"{problem}\n\n{proposal}"


def check_show(title: str, words: str) -> None:
    """Refuse to show nothing."""
    if not title or not words:
        raise Refused(_("Write what the public is to read."))


def check_keep(showing: IdeaShowing) -> None:
    """Refuse to keep back what is not public anyway."""
    if showing is IdeaShowing.KEPT:
        raise WrongState(_("It is not public already."))
