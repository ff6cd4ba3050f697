"""Vocabulary of mileage (혁신마일리지)."""

from app.core.messages import Labelled, _


class AccountKind(Labelled):
    """계정 종류: two for those who earn, four pools of the office."""

    PERSON = "person", _("Personal account")
    DEPARTMENT = "department", _("Department account")
    ISSUE_POOL = "issue_pool", _("Issuing pool")
    REWARD_POOL = "reward_pool", _("Reward pool")
    EXPIRED_POOL = "expired_pool", _("Expiry pool")
    DEDUCTED_POOL = "deducted_pool", _("Deduction pool")


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


class ItemFormula(Labelled):
    """적립 산식: how many points an item pays."""

    FIXED = "fixed", _("Fixed points")
    PER_UNIT = "per_unit", _("Points for each unit of a figure")
    BANDS = "bands", _("Points by bands of a figure")


class ItemChangeKind(Labelled):
    """적립항목 변경 종류."""

    NEW = "new", _("New item")
    CHANGED = "changed", _("Item changed")
    ENDED = "ended", _("Item ended")


class TransferKind(Labelled):
    """이체 종류: why points moved."""

    AWARD = "award", _("Points earned")
    REVERSAL = "reversal", _("Reversal")
    REWARD = "reward", _("Spent on a reward")
    EXPIRY = "expiry", _("Points expired")
    DEDUCTION = "deduction", _("Points deducted")


class CapPeriod(Labelled):
    """한도 단위, from the narrowest to the widest."""

    CASE = "case", _("Cap per case")
    DAY = "day", _("Cap per day")
    MONTH = "month", _("Cap per month")
    YEAR = "year", _("Cap per year")
    GROUP = "group", _("Highest of its group only")


class ClaimState(Labelled):
    """적립신청 상태. Moves are in `rules.claims`; verifying a claim posts it."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed by the head")
    POSTED = "posted", _("Posted")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DeputyOffice(Labelled):
    """대리하는 자리: whose decisions about claims a deputy makes."""

    HEAD = "head", _("Department head")
    TOWER = "tower", _("Control tower")


class PanelVote(Labelled):
    """심의 의견: what a member of a panel says about a claim."""

    FOR = "for", _("For posting")
    AGAINST = "against", _("Against posting")


class PanelOutcome(Labelled):
    """심의 결과: the majority of the votes given, or none."""

    FOR = "for", _("The panel is for posting")
    AGAINST = "against", _("The panel is against posting")
    NONE = "none", _("The panel came to no majority")


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
    SHORTENING_COUNTED = "shortening_counted", _("Civil affairs handled before their day")


class RunState(Labelled):
    """처리기간 단축 집계의 상태."""

    DRAFT = "draft", _("Simulation")
    POSTED = "posted", _("Posted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Exclusion(Labelled):
    """집계 제외 사유: why a case of civil affairs counts for nobody."""

    OUTCOME = "outcome", _("Outcome that is not counted")
    TOO_FEW_DAYS = "too_few_days", _("Statutory period shorter than the rule counts")
    TOO_MANY_DAYS = "too_many_days", _("Statutory period longer than the rule counts")
    NO_BAND = "no_band", _("Statutory period in no band of the rule")
    NOT_COMPOUND = "not_compound", _("Not a compound case")
    COUNTED_BEFORE = "counted_before", _("Counted before in another posting")
    LOOKS_COUNTED = "looks_counted", _("Same as a case without receipt number, counted for the same days")


class ReversalReason(Labelled):
    """취소 사유: why a transfer was taken back. The words of the person who did it stand beside it."""

    FACT_WRONG = "fact_wrong", _("The fact was not as recorded")
    PAID_TWICE = "paid_twice", _("The same fact was already paid under another source")
    WRONG_ACCOUNT = "wrong_account", _("Paid to the wrong account")
    REWARD_NOT_GIVEN = "reward_not_given", _("The reward was not handed over")
    YEAR_REOPENED = "year_reopened", _("The year was opened again")
    OTHER = "other", _("Another reason")


class Band(Labelled):
    """구간: where a department stands on the board, by points per head."""

    LEADING = "leading", _("Leading quarter")
    UNDERWAY = "underway", _("Under way")
    STARTING = "starting", _("Not started yet")


class RewardKind(Labelled):
    """보상 종류: what points can be spent on."""

    LEAVE = "leave", _("Special leave")
    VOUCHER = "voucher", _("Gift voucher")
    TRAINING = "training", _("Training")
    POST = "post", _("Wish for a post")


class RewardState(Labelled):
    """보상 신청 상태. Moves are in `rules.rewards`; the points leave the account when they are reserved."""

    RESERVED = "reserved", _("Points reserved")
    APPROVED = "approved", _("Approved, to be handed over")
    CONSUMED = "consumed", _("Reward handed over")
    REFUSED = "refused", _("Reward refused")
    CANCELLED = "cancelled", _("Cancelled by the requester")
    EXPIRED = "expired", _("Reservation expired")


class PurseKind(Labelled):
    """감사 포인트 지갑 종류: two of each person, two pools of the office."""

    GIVING = "giving", _("To give this month")
    RECEIVED = "received", _("Thank-you points received")
    ISSUE = "issue", _("Issuing pool")
    EXPIRED = "expired", _("Expiry pool")


class ThanksTransferKind(Labelled):
    """감사 포인트 이체 종류: why thank-you points moved."""

    GRANT = "grant", _("Granted for the month")
    THANKS = "thanks", _("Given with a thank-you")
    EXPIRY = "expiry", _("Expired with the month")
    TAKEN_BACK = "taken_back", _("Taken back with a hidden message")


class ThanksReportState(Labelled):
    """칭찬 신고 상태."""

    OPEN = "open", _("Reported")
    HIDDEN = "hidden", _("Message hidden")
    DISMISSED = "dismissed", _("Report dismissed")


class YearEndKind(Labelled):
    """연말 처리: what becomes of points that are left when a year ends."""

    CARRY_ALL = "carry_all", _("All points carry over")
    CARRY_UP_TO = "carry_up_to", _("Points carry over up to a limit")
    EXPIRE_ALL = "expire_all", _("All points expire")


class ClosingState(Labelled):
    """연도 마감 상태."""

    PROPOSED = "proposed", _("Closing proposed")
    CONFIRMED = "confirmed", _("Year closed")
    WITHDRAWN = "withdrawn", _("Closing withdrawn")


class ObjectionKind(Labelled):
    """이의신청 대상: what somebody says is wrong."""

    ROW = "row", _("A row of the statement")
    CUT = "cut", _("A fact that earned nothing because of a cap")
    MISSING = "missing", _("A fact that is missing")


class ObjectionState(Labelled):
    """적립 이의신청 상태."""

    RECEIVED = "received", _("Objection received")
    ANSWERED = "answered", _("Objection answered")
    WITHDRAWN = "withdrawn", _("Objection withdrawn")


class ObjectionResult(Labelled):
    """이의신청 결과."""

    UPHELD = "upheld", _("Objection upheld")
    REJECTED = "rejected", _("Objection rejected")


class Remedy(Labelled):
    """이의신청 조치: what follows from an objection that is upheld."""

    REVERSAL = "reversal", _("The row is taken back")
    CLAIM = "claim", _("The points are claimed in the usual way")
    BOTH = "both", _("The row is taken back and the right points are claimed")


class ReopeningState(Labelled):
    """마감 다시 열기의 상태: while it is agreed the year takes points; closing the year again ends it."""

    PROPOSED = "proposed", _("Reopening proposed")
    AGREED = "agreed", _("Year reopened")
    ENDED = "ended", _("Closed again after a reopening")
    WITHDRAWN = "withdrawn", _("Reopening withdrawn")


class DeductionGround(Labelled):
    """감점 사유: what a deduction is for. The words of who proposes it stand beside it."""

    FALSE_CLAIM = "false_claim", _("Points claimed for what was not so")
    BORROWED_WORK = "borrowed_work", _("Somebody else's work handed in as one's own")
    DUTY_NEGLECTED = "duty_neglected", _("A duty of the innovation work neglected")
    DISCIPLINE = "discipline", _("Discipline or warning")
    OTHER = "other", _("Another ground, stated in the reason")


class DeductionState(Labelled):
    """감점 상태. Moves are in `rules.deductions`; points move with the last step alone."""

    PROPOSED = "proposed", _("Heard: opinion asked for")
    DECIDED = "decided", _("Decided: objection possible")
    OBJECTED = "objected", _("Objection handed in")
    REJECTED = "rejected", _("Objection rejected")
    POSTED = "posted", _("Points deducted")
    UPHELD = "upheld", _("Objection upheld: no deduction")
    DROPPED = "dropped", _("Decided: no deduction")
    WITHDRAWN = "withdrawn", _("Deduction withdrawn")


class DeductionOutcome(Labelled):
    """감점 결정."""

    DEDUCT = "deduct", _("Points are deducted")
    NOTHING = "nothing", _("Nothing is deducted")


class DeductionObjectionOutcome(Labelled):
    """감점 이의에 대한 답."""

    REJECTED = "rejected", _("The deduction stands")
    UPHELD = "upheld", _("The objection is right: nothing is deducted")


class Permission(Labelled):
    """What the table of permissions speaks about."""

    ACCOUNT_READ = "account_read", _("Read a statement")
    ACCOUNT_LIST = "account_list", _("See the list of accounts")
    LEDGER_EXPORT = "ledger_export", _("Take out the ledger")
    CLAIM_READ = "claim_read", _("Read a claim")
    CLAIM_WRITE = "claim_write", _("Write a claim for oneself")
    CLAIM_WRITE_DEPARTMENT = "claim_write_department", _("Write a claim for the department")
    CLAIM_ENTER = "claim_enter", _("Read in claims for somebody from a workbook")
    CLAIM_EDIT = "claim_edit", _("Change, submit or withdraw a claim")
    CLAIM_CONFIRM = "claim_confirm", _("Confirm a claim")
    CLAIM_VERIFY = "claim_verify", _("Verify a claim")
    CLAIM_DEPUTY_NAME = "claim_deputy_name", _("Name a deputy for claims")
    CLAIM_DEPUTY_END = "claim_deputy_end", _("End a deputy's days")
    PANEL_TERMS = "panel_terms", _("Set which claims a panel looks at")
    PANEL_CONVENE = "panel_convene", _("Name the panel about a claim")
    PANEL_VOTE = "panel_vote", _("Vote about a claim")
    ITEM_CHANGE = "item_change", _("Enter, change and end mileage items")
    TRANSFER_READ = "transfer_read", _("Read a transfer")
    TRANSFER_REVERSE = "transfer_reverse", _("Reverse a transfer")
    THANKS_SEND = "thanks_send", _("Thank somebody")
    THANKS_KEEP_PRIVATE = "thanks_keep_private", _("Keep a thank-you off the wall")
    THANKS_REPORT = "thanks_report", _("Report a thank-you")
    THANKS_DECIDE = "thanks_decide", _("Decide about a reported thank-you")
    THANKS_OVERSEE = "thanks_oversee", _("See reported thank-yous and mutual thanks")
    THANKS_LIMIT = "thanks_limit", _("Set the limits of thank-you points")
    REWARD_OFFER = "reward_offer", _("Keep the catalogue of rewards and its terms")
    REWARD_REQUEST = "reward_request", _("Request a reward")
    REWARD_READ = "reward_read", _("Read a reward request")
    REWARD_CANCEL = "reward_cancel", _("Cancel a reward request")
    REWARD_DECIDE = "reward_decide", _("Approve or refuse a reward request")
    REWARD_HAND_OVER = "reward_hand_over", _("Hand over a reward")
    REWARD_EXPORT = "reward_export", _("Take out the list of rewards")
    SHORTENING_READ = "shortening_read", _("Read what was saved of handling times")
    SHORTENING_DRAFT = "shortening_draft", _("Set rules for handling times and simulate")
    SHORTENING_POST = "shortening_post", _("Post what was saved of handling times")
    CLOSING_READ = "closing_read", _("Read the closing of a year")
    CLOSING_RULE = "closing_rule", _("Set what becomes of points at the end of a year")
    CLOSING_PROPOSE = "closing_propose", _("Propose to close a year")
    CLOSING_CONFIRM = "closing_confirm", _("Confirm the closing of a year")
    CLOSING_WITHDRAW = "closing_withdraw", _("Withdraw the proposal to close a year")
    CLOSING_EXPORT = "closing_export", _("Take out the report of a closed year")
    REOPENING_PROPOSE = "reopening_propose", _("Propose to open a closed year again")
    REOPENING_AGREE = "reopening_agree", _("Agree that a closed year is opened again")
    REOPENING_WITHDRAW = "reopening_withdraw", _("Withdraw the proposal to open a year again")
    DEDUCTION_READ = "deduction_read", _("Read a deduction")
    DEDUCTION_PROPOSE = "deduction_propose", _("Propose a deduction")
    DEDUCTION_ANSWER = "deduction_answer", _("Give an opinion about a deduction, or object")
    DEDUCTION_DECIDE = "deduction_decide", _("Decide about a deduction")
    DEDUCTION_REVIEW = "deduction_review", _("Answer an objection to a deduction")
    DEDUCTION_WITHDRAW = "deduction_withdraw", _("Withdraw a deduction")
    STATEMENT_TAKE = "statement_take", _("Take one's own statement as a workbook")
    OBJECTION_READ = "objection_read", _("Read an objection")
    OBJECTION_WRITE = "objection_write", _("Object to a row of the statement")
    OBJECTION_WITHDRAW = "objection_withdraw", _("Withdraw an objection")
    OBJECTION_ANSWER = "objection_answer", _("Answer an objection")
    OBJECTION_CLAIM = "objection_claim", _("Claim what an upheld objection came to")
    TERMS_SET = "terms_set", _("Set the days of objections and the personal board")
    SHOWING_CHOOSE = "showing_choose", _("Agree to stand on the personal board")
    PARTICIPATION_READ = "participation_read", _("See who takes part, by department")
