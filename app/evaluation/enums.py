"""The closed vocabularies of evaluation. Values are what the database keeps; labels are what people read."""

from app.core.messages import Labelled, _


class IndicatorKind(Labelled):
    """정량·정성: whether a number is counted or a panel judges."""

    QUANTITATIVE = "quantitative", _("Quantitative")
    QUALITATIVE = "qualitative", _("Qualitative")


class Direction(Labelled):
    """Where a better result lies."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    KEEP = "keep", _("Keep at the target")


class Cadence(Labelled):
    """How often an indicator is measured."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half year")
    YEARLY = "yearly", _("Once a year")


class Method(Labelled):
    """평가방법: how a result becomes a score. One module per member in `rules.methods`."""

    ATTAINMENT = "attainment", _("Attainment of the target")
    LINE = "line", _("Line from worst to target")
    TARGET_SETTING = "target_setting", _("Set target")
    TREND = "trend", _("Trend value")
    BANDS = "bands", _("Bands")
    GRADES = "grades", _("Grades")
    PANEL = "panel", _("Panel")
    YES_NO = "yes_no", _("Done or not")
    DIRECT = "direct", _("Rating typed in")


class DownFormula(Labelled):
    """The two ways to attain a target that should be undercut; the definition sheet names one."""

    RATIO = "ratio", _("Target ÷ actual × 100")
    MIRROR = "mirror", _("(2 − actual ÷ target) × 100")


class Aggregation(Labelled):
    """How the values of sub-units, or of the periods of a round, become the one value of a department."""

    SIMPLE = "simple", _("Simple mean of sub-units")
    WEIGHTED = "weighted", _("Weighted mean of sub-units")
    PERIOD_SUM = "period_sum", _("Sum of the periods")
    PERIOD_MEAN = "period_mean", _("Mean of the periods")
    PERIOD_LAST = "period_last", _("Value of the last period")

    @property
    def by_period(self) -> bool:
        """Whether the parts are periods of time, measured one after the other."""
        return self in {Aggregation.PERIOD_SUM, Aggregation.PERIOD_MEAN, Aggregation.PERIOD_LAST}


class TargetMode(Labelled):
    """How the best and the worst value lie around the baseline in the set-target method."""

    FACTOR = "factor", _("Baseline times a factor")
    SIGMA = "sigma", _("Baseline and standard deviations")


class MeasureState(Labelled):
    """What is known of a measure. Missing is never zero and zero is never missing."""

    VALUE = "value", _("Actual value")
    NOT_DUE = "not_due", _("Not due yet")
    MISSING = "missing", _("Not handed in")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class MissingRule(Labelled):
    """How a round scores what was not handed in by the deadline."""

    ZERO = "zero", _("Score as 0")
    FLOOR = "floor", _("Score at the indicator's floor")
    EXCLUDED = "excluded", _("Leave out and re-base the weights")


class AdjustmentKind(Labelled):
    """가점·감점: what is added to or taken from the sum of points."""

    BONUS = "bonus", _("Bonus points")
    PENALTY = "penalty", _("Penalty points")


class Phase(Labelled):
    """국면: where a round stands. Exactly one is active; `rules.phases` says what follows what."""

    PLANNING = "planning", _("Planning")
    MEASURING = "measuring", _("Measuring")
    SELF_REVIEW = "self_review", _("Self-review")
    SCORING = "scoring", _("Scoring")
    CALIBRATION = "calibration", _("Calibration")
    PUBLISHED = "published", _("Published")
    APPEALS = "appeals", _("Appeals")
    FINAL = "final", _("Final")


class RoundKind(Labelled):
    """회차 종류: up to three a year; what each is for says its calendar."""

    INTERIM = "interim", _("Interim evaluation")
    FINAL = "final", _("Final evaluation")


class RoundingMode(Labelled):
    """How the one rounding at the end is done."""

    HALF_UP = "half_up", _("Half up")
    HALF_EVEN = "half_even", _("Half to even")
    CEILING = "ceiling", _("Round up")
    FLOOR = "floor", _("Round down")
    TRUNCATE = "truncate", _("Cut off")


class PayoutMethod(Labelled):
    """지급방법: the five methods of 지방공무원 수당 등에 관한 규정 §6의2 ②, in their order."""

    BY_PERSON = "by_person", _("Each person by the own grade")
    BY_DEPARTMENT = "by_department", _("By department, then the same rate for everybody in it")
    BOTH = "both", _("By person and by department together")
    DEPARTMENT_THEN_PERSON = "department_then_person", _("By department, then by person inside the department")
    AGREED = "agreed", _("As agreed with the ministry")


class GradeScheme(Labelled):
    """How totals become grades."""

    QUOTA = "quota", _("By quota")
    CUTS = "cuts", _("By fixed cuts")


class SheetState(Labelled):
    """평가표의 상태: after handing in, or abstaining, an evaluator's sheet is locked."""

    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Handed in")
    ABSTAINED = "abstained", _("Abstained")


class CorrectionKind(Labelled):
    """What a correction replaces in a round that was opened."""

    MEASURE = "measure", _("Actual value")
    SCORE = "score", _("Score")
    WEIGHT = "weight", _("Weight")
    TARGET = "target", _("Target and bounds")
    MEMBER = "member", _("Peer group of a department")
    ADJUSTMENT = "adjustment", _("Bonus or penalty points")


class CorrectionOrigin(Labelled):
    """Where a correction was decided."""

    CALIBRATION = "calibration", _("Calibration")
    REOPENING = "reopening", _("Reopening")
    APPEAL = "appeal", _("Appeal")


class Weighing(Labelled):
    """What a set of weights of the scorecard is laid over."""

    PERSPECTIVE = "perspective", _("By perspective")
    OBJECTIVE = "objective", _("By objective")


class ConflictGround(Labelled):
    """조정 사유: why a case is on the agenda of a calibration session."""

    SPREAD = "spread", _("The evaluators lie far apart")
    RANK_GAP = "rank_gap", _("The raw and the balanced rank lie far apart")
    BOUNDARY = "boundary", _("Close to the border of a grade")
    TIE = "tie", _("A tie across the border of a grade")
    STALE = "stale", _("Scored before something changed")


class CalibrationPreset(Labelled):
    """How much comes onto the agenda; the figures are in `rules.calibration`."""

    STRICT = "strict", _("Many cases")
    USUAL = "usual", _("The usual bounds")
    WIDE = "wide", _("Few cases")


class CaseOutcome(Labelled):
    """What a calibration session decided about a case."""

    CHANGED = "changed", _("Score changed")
    KEPT = "kept", _("Kept as it is")


class AppealState(Labelled):
    """이의신청의 상태: answered by the control tower, decided, taken to another office, decided again, corrected."""

    FILED = "filed", _("Filed")
    ANSWERED = "answered", _("Answered by the control tower")
    DECIDED = "decided", _("Decided at the first level")
    RAISED = "raised", _("Taken to the second level")
    DECIDED_AGAIN = "decided_again", _("Decided at the second level")
    CORRECTED = "corrected", _("Corrected in a new version")
    WITHDRAWN = "withdrawn", _("Withdrawn by the department")


class AppealStepKind(Labelled):
    """What happened to an appeal. A step into a state has the name of the state."""

    FILED = "filed", _("Appeal filed")
    ANSWERED = "answered", _("Reply of the control tower")
    DECIDED = "decided", _("Decision at the first level")
    SETTLED = "settled", _("Decision accepted by the department")
    RAISED = "raised", _("Taken to the second level")
    NAMED = "named", _("Named who decides at the second level")
    DECIDED_AGAIN = "decided_again", _("Decision at the second level")
    CORRECTED = "corrected", _("Corrected in a new version")
    WITHDRAWN = "withdrawn", _("Withdrawn by the department")


class AppealOutcome(Labelled):
    """인용·일부 인용·기각: how an appeal was decided."""

    ACCEPTED = "accepted", _("Appeal accepted")
    PARTLY = "partly", _("Appeal accepted in part")
    DISMISSED = "dismissed", _("Appeal dismissed")


class ProposalState(Labelled):
    """What becomes of a correction that follows from an appeal: proposed by one office, confirmed by another."""

    PROPOSED = "proposed", _("Waits for the second person")
    CONFIRMED = "confirmed", _("Confirmed and published")
    WITHDRAWN = "withdrawn", _("Taken back or declined")


class EndsRule(Labelled):
    """최고·최저 처리: whether a panel drops the highest and the lowest mark."""

    DROP = "drop", _("From a number of evaluators on the highest and the lowest are dropped")
    KEEP = "keep", _("Every mark counts")


class RaterMeans(Labelled):
    """How the figures of a source of raters come in."""

    EVALUATORS = "evaluators", _("Sheets of evaluators")
    SURVEY = "survey", _("Survey from outside")


class MarkRule(Labelled):
    """Which marks of a panel count: as given, or balanced for the severity of the evaluators."""

    RAW = "raw", _("Marks as they were given")
    BALANCED = "balanced", _("Marks balanced for severity")


class CommitteeKind(Labelled):
    """위원회 종류: what the panel of a round is by law, and so how it must be made up."""

    SELF_EVALUATION = "self_evaluation", _("Self-evaluation committee")
    BONUS = "bonus", _("Bonus panel")
    OTHER = "other", _("Another panel")


class ReopeningState(Labelled):
    """회차 다시 열기의 상태. Only a closed one has changed anything."""

    PROPOSED = "proposed", _("To be agreed")
    OPEN = "open", _("Open for corrections")
    SUBMITTED = "submitted", _("To be confirmed")
    CLOSED = "closed", _("Confirmed and written")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired, nothing written")


class ChangeKind(Labelled):
    """나중에 바뀐 근거: what of the evidence changed after a sheet was handed in."""

    MEASURE = "measure", _("Actual value entered anew")
    CORRECTION = "correction", _("Actual value corrected")
    EVIDENCE = "evidence", _("File handed in later")
    WITHDRAWN = "withdrawn", _("File withdrawn")


class ResultKind(Labelled):
    """무엇을 재는가: what an indicator measures on the way from means to effect. Nobody guesses it: the sheet says so."""

    NOT_SAID = "not_said", _("Not said")
    INPUT = "input", _("Input: what was put in")
    PROCESS = "process", _("Process: how it was done")
    OUTPUT = "output", _("Output: what was made or held")
    OUTCOME = "outcome", _("Outcome: what changed for people")


class QualityAspect(Labelled):
    """지표 품질 항목: what a panel rates from 1 to 5."""

    IMPORTANCE = "importance", _("Importance")
    FIT = "fit", _("Fit with the objective")
    CHALLENGE = "challenge", _("Challenge of the target")
    DIFFICULTY = "difficulty", _("Difficulty")


class QualityFlag(Labelled):
    """지표 점검: what is to be mended before a year opens."""

    NO_OWNER = "no_owner", _("No department in charge")
    NO_EVIDENCE = "no_evidence", _("No evidence named")
    KIND_NOT_SAID = "kind_not_said", _("Output or outcome is not said")
    OUTPUT_ONLY = "output_only", _("Output only")
    TARGET_BELOW_LAST_YEAR = "target_below_last_year", _("Target worse than last year")
    NEVER_UPDATED = "never_updated", _("Never updated")
    FULL_THREE_YEARS = "full_three_years", _("Reached in full three years running")


class SunsetChoice(Labelled):
    """일몰 결정."""

    KEEP = "keep", _("Keep the indicator")
    RETIRE = "retire", _("Retire the indicator")


class Permission(Labelled):
    """What the policy of evaluation speaks about."""

    INDICATOR_EDIT = "indicator_edit", _("Edit indicators")
    SCORECARD_EDIT = "scorecard_edit", _("Decide weights and links of the scorecard")
    ROUND_EDIT = "round_edit", _("Set up rounds and change their phase")
    MEASURE_ENTER = "measure_enter", _("Enter actual values of a department")
    MEASURE_APPROVE = "measure_approve", _("Approve actual values of a department")
    MEASURE_EXEMPT = "measure_exempt", _("Agree that an indicator does not apply")
    SHEET_SCORE = "sheet_score", _("Score what is assigned")
    REOPENING_PROPOSE = "reopening_propose", _("Propose to correct an opened round")
    REOPENING_ANSWER = "reopening_answer", _("Agree to a reopening, confirm what moves, or decline")
    REOPENING_READ = "reopening_read", _("Read every reopening")
    RESULTS_PUBLISH = "results_publish", _("Publish results")
    RESULTS_PREVIEW = "results_preview", _("See results before they are published")
    RESULTS_READ_ALL = "results_read_all", _("See the results of every department")
    CALIBRATE = "calibrate", _("Hold calibration sessions")
    CALIBRATION_READ = "calibration_read", _("See calibration sessions and rehearsals")
    REHEARSE = "rehearse", _("Try draft rules on published rounds")
    APPEAL_READ = "appeal_read", _("Read an appeal")
    APPEAL_FILE = "appeal_file", _("Appeal for the own department")
    APPEAL_REPLY = "appeal_reply", _("Reply to an appeal, and lead it on")
    APPEAL_DECIDE = "appeal_decide", _("Decide about an appeal")
    APPEAL_TERMS = "appeal_terms", _("Set the terms of appeals and what the public sees")
