"""What can be done with contests; import it from here."""

from app.innovation.services.contests.entries import cast_vote, enter_case, withdraw_entry
from app.innovation.services.contests.jury import name_juror, remove_juror, replace_juror, save_sheet
from app.innovation.services.contests.past import PastContest, PastWinner, record_past_contest
from app.innovation.services.contests.results import publish_result
from app.innovation.services.contests.setup import ContestContent, GroupDraft, change_contest, prepare_contest
from app.innovation.services.contests.stages import advance_contest

__all__ = [
    "ContestContent",
    "GroupDraft",
    "PastContest",
    "PastWinner",
    "advance_contest",
    "cast_vote",
    "change_contest",
    "enter_case",
    "name_juror",
    "prepare_contest",
    "publish_result",
    "record_past_contest",
    "remove_juror",
    "replace_juror",
    "save_sheet",
    "withdraw_entry",
]
