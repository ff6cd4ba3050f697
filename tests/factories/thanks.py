"""Thank-yous for tests: everything goes through the real services."""

from app.mileage.services import thanks, thanks_reports
from app.mileage.services.thanks import ThanksText

WORDS = "민원 창구가 붐비던 날에 먼저 와서 도와주셔서 고맙습니다."
REASON = "칭찬이 아니라 상대를 놀리는 글입니다."


def sent(sender, receiver, body=WORDS, **options):
    """A thank-you from one to another."""
    return thanks.send_thanks(actor=sender, receiver_id=receiver.id, text=ThanksText(body=body, **options))


def reported(sender, receiver, reporter, **options):
    """A thank-you somebody has reported."""
    message = sent(sender, receiver, **options)
    thanks_reports.report_thanks(thanks=message, actor=reporter, reason=REASON)
    return message
