"""Who does what next where somebody is not let in at a vendor; the keys are those of what people are told.

Which of a vendor's refusals means which of these stands in that vendor's own room.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from connectors.errors import AccessDenied, ConnectorError, NotThere, SignInNeeded, TryLater

AFTER = timedelta(minutes=1)
AFTER_A_LOOP = timedelta(minutes=15)


class NextStep(StrEnum):
    SIGN_IN_AGAIN = "sign_in_again"
    CONSENT = "consent"  # sign in, and agree to what we ask for
    DECLINED = "declined"  # the seller said no: show it, and do not ask again by ourselves
    OTHER_ACCOUNT = "other_account"  # a private one, or one of another company
    ASK_ADMIN = "ask_admin"
    ASSIGN_USER = "assign_user"
    CONDITIONAL_ACCESS = "conditional_access"
    CLOSED = "closed"  # the person's account is
    OPERATOR_SECRET = "operator_secret"  # noqa: S105  # what we prove ourselves with is wrong or too old: nobody gets in
    OPERATOR_REGISTRATION = "operator_registration"
    LATER = "later"
    SLOWER = "slower"


WHY: Mapping[NextStep, str] = {
    NextStep.SIGN_IN_AGAIN: "{vendor} asks for a new sign-in",
    NextStep.CONSENT: "{vendor} has not been told that we may: sign in and agree",
    NextStep.DECLINED: "the sign-in at {vendor} was declined",
    NextStep.OTHER_ACCOUNT: "this account at {vendor} is not one of a company that is in here",
    NextStep.ASK_ADMIN: "an admin of the company at {vendor} has to let Kanelbulle in",
    NextStep.ASSIGN_USER: "an admin of the company at {vendor} has to assign the user to Kanelbulle",
    NextStep.CONDITIONAL_ACCESS: "a rule of the company at {vendor} (Conditional Access) keeps us out",
    NextStep.CLOSED: "the account at {vendor} is closed",
    NextStep.OPERATOR_SECRET: "{vendor} does not take our secret, certificate or key: is it right, and not too old?",
    NextStep.OPERATOR_REGISTRATION: "our registration at {vendor}, or our settings of it, is not right",
    NextStep.LATER: "{vendor}'s sign-in is busy",
    NextStep.SLOWER: "{vendor}'s sign-in has seen the same question too often",
}
SELLERS = frozenset({NextStep.SIGN_IN_AGAIN, NextStep.CONSENT, NextStep.DECLINED, NextStep.OTHER_ACCOUNT})
LATER = {NextStep.LATER: AFTER, NextStep.SLOWER: AFTER_A_LOOP}


def error_at(vendor: str, step: NextStep, *, claims: str = "") -> ConnectorError:
    """As an error: SignInNeeded is the seller's to mend, AccessDenied an admin's or an operator's."""
    why = WHY[step].format(vendor=vendor)
    if step in SELLERS:
        return SignInNeeded(why, key=step.value, claims=claims)
    if step is NextStep.CLOSED:
        return NotThere(why)
    if step in LATER:
        return TryLater(why, LATER[step])
    return AccessDenied(why, key=step.value)
