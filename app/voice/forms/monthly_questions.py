"""이달의 질문: asking it, and saying what came of it."""

from wtforms import Field
from wtforms.validators import ValidationError

from app.core.forms import Form, day_field, long_text, short_text
from app.core.messages import _
from app.voice.forms.surveys import written_pairs
from app.voice.rules.monthly_questions import FEWEST_WORDS, MOST_ISSUES
from app.voice.services.monthly_questions import QuestionText, Reflected, SaidText


class QuestionForm(Form):
    """A question for citizens. Answers to choose from: one on each line, in English behind a bar."""

    title_ko = short_text(_("Question for citizens, in Korean"), max_length=100)
    title_en = short_text(_("Question for citizens, in English"), required=False, max_length=100)
    words_ko = long_text(_("What it is about, in Korean"), max_length=2000)
    words_en = long_text(_("What it is about, in English"), required=False, max_length=2000)
    options = long_text(_("Answers to choose from"), required=False, max_length=2000)
    opens_on = day_field(_("First day"))
    closes_on = day_field(_("Last day"))

    def text(self) -> QuestionText:
        """Return what was typed."""
        return QuestionText(
            title_ko=self.title_ko.data,
            title_en=self.title_en.data or "",
            words_ko=self.words_ko.data,
            words_en=self.words_en.data or "",
            options=written_pairs(self.options.data),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
        )


class SaidForm(Form):
    """What the office says in public."""

    words_ko = long_text(_("Text for the public, in Korean"), max_length=4000)
    words_en = long_text(_("Text for the public, in English"), required=False, max_length=4000)

    def validate_words_ko(self, field: Field) -> None:
        """Ask for more than a word."""
        if field.data and len(field.data) < FEWEST_WORDS:
            raise ValidationError(str(_("At least %(least)s characters.", least=FEWEST_WORDS)))

    def text(self) -> SaidText:
        """Return what was typed."""
        return SaidText(words_ko=self.words_ko.data, words_en=self.words_en.data or "")


class ReflectionForm(SaidForm):
    """What was reflected, with up to three issues that came of it."""

    first = ("words_ko", "words_en")
    number_1 = short_text(_("Receipt number of the issue"), required=False, max_length=20)
    words_1 = short_text(_("What the public reads about it"), required=False, max_length=200)
    number_2 = short_text(_("Receipt number of the issue"), required=False, max_length=20)
    words_2 = short_text(_("What the public reads about it"), required=False, max_length=200)
    number_3 = short_text(_("Receipt number of the issue"), required=False, max_length=20)
    words_3 = short_text(_("What the public reads about it"), required=False, max_length=200)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the words of every issue that is named, and for the number of every word."""
        right = bool(super().validate(extra_validators))
        for place in range(1, MOST_ISSUES + 1):
            number, words = self[f"number_{place}"], self[f"words_{place}"]
            for given, missing in ((number, words), (words, number)):
                if given.data and not missing.data:
                    missing.errors = [*missing.errors, _("Write both, the number and what the public reads.")]
                    right = False
        return right

    def reflected(self) -> list[Reflected]:
        """Return the issues that are named."""
        pairs = [(self[f"number_{n}"].data, self[f"words_{n}"].data) for n in range(1, MOST_ISSUES + 1)]
        return [Reflected(number, words) for number, words in pairs if number]
