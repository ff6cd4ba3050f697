"""이슈에 모인 뜻: who may add a vote, words or themselves to an issue. None of it is ever scored."""

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import IssueState
from app.innovation.rules.issues import UNDECIDED

COMMENT_LENGTH = 2000
"""Characters of a comment, and of the words of somebody who joins in."""


def check_open_to_voices(state: IssueState) -> None:
    """Refuse a voice for an issue that is withdrawn, or dealt with under an earlier one."""
    if state is IssueState.MERGED:
        raise Refused(_("This issue is dealt with under the earlier one. Please go there."))
    if state is IssueState.WITHDRAWN:
        raise Refused(_("This issue was withdrawn."))


def check_vote(state: IssueState, *, own: bool, voted: bool) -> None:
    """Refuse a vote for one's own issue, and a second one."""
    check_open_to_voices(state)
    if own:
        raise Refused(_("Nobody supports their own issue."))
    if voted:
        raise Refused(_("You support this issue already."))


def check_joining(state: IssueState, *, own: bool, joined: bool) -> None:
    """Refuse joining one's own issue, one that is decided, and joining twice."""
    check_open_to_voices(state)
    if own:
        raise Refused(_("It is your own issue already."))
    if state not in UNDECIDED:
        raise Refused(_("It is decided already. Hand in an issue of your own and name this one."))
    if joined:
        raise Refused(_("You have joined this issue already."))


def check_words(text: str) -> None:
    """Refuse an empty comment and one that is too long."""
    if not text.strip():
        raise Refused(_("Please write something."))
    if len(text) > COMMENT_LENGTH:
        raise Refused(_("At most %(most)s characters.", most=COMMENT_LENGTH))
