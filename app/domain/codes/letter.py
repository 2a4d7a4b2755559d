"""The letters that Traject writes: which there are, and what each is called. app/services/effects fills each."""

from app.domain.codes.base import CodeList


class LetterTemplate(CodeList):
    """A letter, by the name of its template."""

    EVALUATION_DECISION = "evaluation_decision", "Beslissing na de evaluatie"
    RECONSIDERATION_DECISION = "reconsideration_decision", "Uitkomst van de heroverweging"
    REFERRAL_REQUEST = "referral_request", "Vraag aan de organisatie bij een doorverwijzing"
    STOP_ACCEPTED = "stop_accepted", "Gevolgen van een stopzetting"
    STOP_REFUSED = "stop_refused", "Stopzetting niet aanvaard"
