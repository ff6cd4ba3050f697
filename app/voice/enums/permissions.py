"""What the tables of `voice.policy` speak about."""

from app.core.messages import Labelled, _


class Permission(Labelled):
    """권한: one line of the policy tables of the voice."""

    RECOGNITION_WRITE = "recognition_write", _("Hand in awards, visits and proactive cases")
    RECOGNITION_EDIT = "recognition_edit", _("Change or withdraw an entry that is not decided")
    RECOGNITION_DECIDE = "recognition_decide", _("Confirm or return awards, visits and proactive cases")
    RECOGNITION_REVOKE = "recognition_revoke", _("Revoke a confirmed entry")
    RECOGNITION_WEIGH = "recognition_weigh", _("Set the weights of awards and visits")
    RECOGNITION_READ_ALL = "recognition_read_all", _("Read undecided entries of all departments")
    COOPERATION_READ_ALL = "cooperation_read_all", _("Read the cooperation ratings of all departments")
    INDEX_RULE = "index_rule", _("Set the rules of the 5S index")
    INDEX_RECKON = "index_reckon", _("Have the 5S index reckoned")
    INDEX_PUBLISH = "index_publish", _("Settle the 5S index of a year")
    INDEX_SHOW = "index_show", _("Say what of the 5S index the public may read")

    VOICE_TAKE_IN = "voice_take_in", _("Write a customer's voice down")
    VOICE_IMPORT = "voice_import", _("Read exported complaint lists in")
    VOICE_READ_ALL = "voice_read_all", _("Read the voices of all departments")
    VOICE_READ = "voice_read", _("Read a customer's voice")
    VOICE_TRANSFER = "voice_transfer", _("Pass a voice on to another department")
    VOICE_EXTEND = "voice_extend", _("Extend the period of a voice")
    VOICE_LEAVE_OUT = "voice_leave_out", _("Write down which days are no part of the period")
    VOICE_ANSWER = "voice_answer", _("Answer a voice")
    VOICE_APPROVE = "voice_approve", _("Approve the answer to a voice")
    VOICE_CALL = "voice_call", _("Make the happy call")
    VOICE_READ_CALL = "voice_read_call", _("Read what a citizen said in a happy call")
    VOICE_CONFIRM_PRAISE = "voice_confirm_praise", _("Confirm praise from a citizen")
    VOICE_MAKE_ISSUE = "voice_make_issue", _("Make an issue of voices")
    VOICE_TELL_CHANGE = "voice_tell_change", _("Tell what has changed")
    VOICE_TERMS = "voice_terms", _("Set the terms of the customer's voice")

    CUSTOMER_GROUP_WRITE = "customer_group_write", _("Keep the customer groups of a department")
    SURVEY_WRITE = "survey_write", _("Write a survey")
    SURVEY_OPEN = "survey_open", _("Plan and open the waves of a survey")
    SURVEY_ENTER = "survey_enter", _("Enter survey figures from outside")
    SURVEY_CONFIRM = "survey_confirm", _("Confirm survey figures from outside")
    SURVEY_READ_TEXTS = "survey_read_texts", _("Read what was written in surveys")
    SURVEY_LINK_EDIT = "survey_link_edit", _("Make links and tokens of surveys, and close them early")
    SURVEY_TOKEN_TAKE = "survey_token_take", _("Take a token of a survey among colleagues")
    CITIZEN_PANEL_EDIT = "citizen_panel_edit", _("Look after the citizens' panel")
    CITIZEN_QUESTION_ASK = "citizen_question_ask", _("Ask the question of the month and say what came of it")
    CITIZEN_IDEA_SHOW = "citizen_idea_show", _("Decide what of a citizen's idea is public")

    HANDLING_IMPORT = "handling_import", _("Read handling records in")
    HANDLING_WITHDRAW = "handling_withdraw", _("Withdraw a batch of handling records")
    HANDLING_READ_ALL = "handling_read_all", _("Read the handling records of all departments")
    HANDLING_READ_OWN = "handling_read_own", _("Read the handling records of the own department")
    AFFAIR_IMPROVE = "affair_improve", _("Say which task changed how an affair is handled")
    SHORTENING_HAND_OVER = "shortening_hand_over", _("Send handling records to the count of shortened handling times")
