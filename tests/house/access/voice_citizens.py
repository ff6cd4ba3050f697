"""A question of the month that is open, one that is over and told of, one that has not begun; an idea 교통과 answers."""

from app.core.database import transaction
from app.core.visits import forget_visits
from app.voice.services.citizen_ideas import show_idea
from app.voice.services.customer_voices import transfer
from app.voice.services.monthly_questions import SaidText, publish_result
from app.voice.services.survey_closings import close_early
from tests.factories import voice_citizens as made


def build(cast) -> dict[str, object]:
    forget_visits()
    with transaction():
        over = made.a_question(cast, opens_in=0)
        made.answers(over, *[1] * 9, *[2] * 6)
        close_early(actor=cast.choi, wave=made.wave_of(over), reason="행사가 끝나서 조기에 마감합니다.")
        publish_result(actor=cast.choi, question=over, text=SaidText(words_ko="버스가 가장 많았습니다. 고맙습니다."))
        voice, idea, _receipt = made.an_idea()
        transfer(actor=cast.choi, voice=voice, to_department_id=cast.traffic, reason="정류장은 교통과가 맡습니다.")
        show_idea(actor=cast.choi, voice=voice, idea=idea, title=idea.title, words=idea.proposal)
        return {
            "question": made.a_question(cast).id,
            "over": over.id,
            "later": made.a_question(cast, opens_in=5).id,
            "idea": voice.id,
        }
