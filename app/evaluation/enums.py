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
    """How the values of sub-units become the one value of a department."""

    SIMPLE = "simple", _("Simple mean of sub-units")
    WEIGHTED = "weighted", _("Weighted mean of sub-units")


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


class Permission(Labelled):
    """What the policy of evaluation speaks about."""

    INDICATOR_EDIT = "indicator_edit", _("Edit indicators")
    ROUND_EDIT = "round_edit", _("Set up rounds and change their phase")
    MEASURE_ENTER = "measure_enter", _("Enter actual values of a department")
    MEASURE_APPROVE = "measure_approve", _("Approve actual values of a department")
    MEASURE_EXEMPT = "measure_exempt", _("Agree that an indicator does not apply")
    SHEET_SCORE = "sheet_score", _("Score what is assigned")
    RESULTS_PUBLISH = "results_publish", _("Publish results")
    RESULTS_PREVIEW = "results_preview", _("See results before they are published")
    RESULTS_READ_ALL = "results_read_all", _("See the results of every department")
