"""Vocabulary of mileage (혁신마일리지)."""

from app.core.messages import Labelled, _


class AccountKind(Labelled):
    """계정 종류: two for those who earn, three pools of the office."""

    PERSON = "person", _("Personal account")
    DEPARTMENT = "department", _("Department account")
    ISSUE_POOL = "issue_pool", _("Issuing pool")
    REWARD_POOL = "reward_pool", _("Reward pool")
    EXPIRED_POOL = "expired_pool", _("Expiry pool")


class ItemSubject(Labelled):
    """적립 대상: whose account an item pays."""

    PERSON = "person", _("Person")
    DEPARTMENT = "department", _("Department")


class ItemTrigger(Labelled):
    """적립 방식: by a fact the product knows, or by a claim with evidence."""

    EVENT = "event", _("Automatic")
    CLAIM = "claim", _("By claim")


class ItemConfirmer(Labelled):
    """확인 주체: who looks before points are posted."""

    NOBODY = "nobody", _("Nobody: the fact is recorded by the system")
    HEAD_AND_TOWER = "head_and_tower", _("Department head, then control tower")
    TOWER = "tower", _("Control tower only")


class TransferKind(Labelled):
    """이체 종류: why points moved."""

    AWARD = "award", _("Points earned")
    REVERSAL = "reversal", _("Reversal")
    REWARD = "reward", _("Spent on a reward")
    EXPIRY = "expiry", _("Points expired")


class CapPeriod(Labelled):
    """한도 단위, from the narrowest to the widest."""

    CASE = "case", _("Cap per case")
    DAY = "day", _("Cap per day")
    MONTH = "month", _("Cap per month")
    YEAR = "year", _("Cap per year")


class ClaimState(Labelled):
    """적립신청 상태. Moves are in `rules.claims`; verifying a claim posts it."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed by the head")
    POSTED = "posted", _("Posted")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EventCode(Labelled):
    """자동 적립 사유: facts of other domains that can earn points. `app.reactions` maps events to them."""

    ISSUE_ADOPTED = "issue_adopted", _("Issue adopted")
    STAGE_REACHED = "stage_reached", _("Stage passed")
    PLAN_APPROVED = "plan_approved", _("Plan approved")
    OPINION_IN_TIME = "opinion_in_time", _("Opinion answered in time")
    OBSTACLE_REMOVED = "obstacle_removed", _("Obstacle removed")
    REPORT_ON_TIME = "report_on_time", _("Report handed in on time")
    TASK_COMPLETED = "task_completed", _("Task completed")
    LESSON_RECORDED = "lesson_recorded", _("Lesson recorded")
    SLOGAN_APPROVED = "slogan_approved", _("Slogan approved")
    CASE_PUBLISHED = "case_published", _("Best practice published")


class ReversalReason(Labelled):
    """취소 사유: why a transfer was taken back. The words of the person who did it stand beside it."""

    FACT_WRONG = "fact_wrong", _("The fact was not as recorded")
    PAID_TWICE = "paid_twice", _("The same fact was already paid under another source")
    WRONG_ACCOUNT = "wrong_account", _("Paid to the wrong account")
    OTHER = "other", _("Another reason")


class Band(Labelled):
    """구간: where a department stands on the board, by points per head."""

    LEADING = "leading", _("Leading quarter")
    UNDERWAY = "underway", _("Under way")
    STARTING = "starting", _("Not started yet")


class Permission(Labelled):
    """What the table of permissions speaks about."""

    ACCOUNT_READ = "account_read", _("Read a statement")
    ACCOUNT_LIST = "account_list", _("See the list of accounts")
    CLAIM_READ = "claim_read", _("Read a claim")
    CLAIM_WRITE = "claim_write", _("Write a claim for oneself")
    CLAIM_WRITE_DEPARTMENT = "claim_write_department", _("Write a claim for the department")
    CLAIM_EDIT = "claim_edit", _("Change, submit or withdraw a claim")
    CLAIM_CONFIRM = "claim_confirm", _("Confirm a claim")
    CLAIM_VERIFY = "claim_verify", _("Verify a claim")
    TRANSFER_READ = "transfer_read", _("Read a transfer")
    TRANSFER_REVERSE = "transfer_reverse", _("Reverse a transfer")
