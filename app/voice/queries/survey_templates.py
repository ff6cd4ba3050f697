"""설문 서식: surveys to begin with, kept as an open data file (`app/voice/data/survey_templates.json`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from json import loads
from pathlib import Path
from typing import Any

from app.core.values import Value
from app.voice.enums.surveys import Conversion, QuestionKind, SurveyAudience, SurveyPurpose
from app.voice.rules.surveys import QuestionContent

_FILE = Path(__file__).parents[1] / "data" / "survey_templates.json"


@dataclass(frozen=True, kw_only=True)
class SurveyTemplate:
    """A survey to begin with."""

    key: str
    title_ko: str
    title_en: str
    introduction_ko: str
    introduction_en: str
    purpose: SurveyPurpose
    audience: SurveyAudience
    conversion: Conversion
    value: Value | None
    questions: Sequence[QuestionContent]

    def title(self, language: str) -> str:
        """The title in the reader's language."""
        return self.title_en if language == "en" else self.title_ko


@cache
def survey_templates() -> Mapping[str, SurveyTemplate]:
    """Return the templates by key, in the order of the file. The file is read once."""
    data = loads(_FILE.read_text(encoding="utf-8"))
    return {row["key"]: _template(row, data["scales"]) for row in data["templates"]}


def _template(row: Mapping[str, Any], scales: Mapping[str, Any]) -> SurveyTemplate:
    return SurveyTemplate(
        key=row["key"],
        title_ko=row["ko"],
        title_en=row["en"],
        introduction_ko=row["introduction_ko"],
        introduction_en=row["introduction_en"],
        purpose=SurveyPurpose(row["purpose"]),
        audience=SurveyAudience(row["audience"]),
        conversion=Conversion(row["conversion"]),
        value=Value(row["value"]) if row["value"] else None,
        questions=tuple(_question(one, scales) for one in row["questions"]),
    )


def _question(row: Mapping[str, Any], scales: Mapping[str, Any]) -> QuestionContent:
    scale = scales[row["scale"]] if "scale" in row else {"ko": [], "en": []}
    return QuestionContent(
        kind=QuestionKind(row["kind"]),
        words_ko=row["ko"],
        words_en=row["en"],
        points=len(scale["ko"]) or None,
        labels=[{"ko": ko, "en": en} for ko, en in zip(scale["ko"], scale["en"], strict=True)],
        options=row.get("options", ()),
        rows=row.get("rows", ()),
        weight=Decimal(row.get("weight", "1")),
        required=row["required"],
    )
