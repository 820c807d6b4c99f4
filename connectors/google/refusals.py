"""What Google's sign-in refuses, and who does what next. It names no numbers: its words for machines decide.

https://developers.google.com/identity/protocols/oauth2/web-server#errors. A refusal: {"error": "invalid_grant",
"error_description": "Token has been expired or revoked."}, now and then with "error_subtype": "invalid_rapt"
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from connectors.errors import ConnectorError
from connectors.next_step import AFTER, NextStep, error_at

__all__ = ["AFTER", "NextStep", "error_of", "read_refusal", "read_return"]

log = logging.getLogger(__name__)

VENDOR = "Google"
_NAME = re.compile(r"[a-z_]{1,40}")

# A seller's own grant. A company's rule about how long a session lasts (invalid_rapt) comes as an invalid_grant too.
BY_ERROR: Mapping[str, NextStep] = {
    "invalid_grant": NextStep.SIGN_IN_AGAIN,  # revoked, unused for half a year, or pushed out by newer ones
    "unauthorized_client": NextStep.SIGN_IN_AGAIN,  # it was given to another client of ours
    "invalid_scope": NextStep.CONSENT,
    "access_denied": NextStep.ASK_ADMIN,
    "admin_policy_enforced": NextStep.ASK_ADMIN,
    "org_internal": NextStep.OTHER_ACCOUNT,
    "invalid_client": NextStep.OPERATOR_SECRET,
    "deleted_client": NextStep.OPERATOR_REGISTRATION,
    "disabled_client": NextStep.OPERATOR_REGISTRATION,
    "temporarily_unavailable": NextStep.LATER,
    "server_error": NextStep.LATER,
    "internal_failure": NextStep.LATER,
    "rate_limit_exceeded": NextStep.LATER,
}
# Our own, by an admin's delegation: nobody is signed in who could do anything about it.
BY_ERROR_DELEGATED: Mapping[str, NextStep] = {
    **BY_ERROR,
    "unauthorized_client": NextStep.ASK_ADMIN,  # not delegated, or not for all that was asked
    "access_denied": NextStep.ASK_ADMIN,
    "invalid_scope": NextStep.ASK_ADMIN,
    "invalid_grant": NextStep.CLOSED,  # nobody has this address there
}
BROKEN_KEY = (
    "Invalid JWT"  # an invalid_grant as well, told by its text alone: a key taken back, or a clock that is wrong
)
# Where a browser comes back from Google's own pages, who says no is the seller.
BY_ANSWER: Mapping[str, NextStep] = {
    **BY_ERROR,
    "access_denied": NextStep.DECLINED,
    "interaction_required": NextStep.SIGN_IN_AGAIN,
    "login_required": NextStep.SIGN_IN_AGAIN,
}


def read_refusal(answer: Mapping[str, Any], *, delegated: bool = False) -> ConnectorError:
    """What the token endpoint's refusal means, of a seller's grant or of an admin's delegation."""
    table = BY_ERROR_DELEGATED if delegated else BY_ERROR
    step = table.get(_word(answer, "error"), NextStep.OPERATOR_REGISTRATION)
    if delegated and str(answer.get("error_description", "")).startswith(BROKEN_KEY):
        step = NextStep.OPERATOR_SECRET
    said = _word(answer, "error"), _word(answer, "error_subtype")
    log.warning("Google's sign-in refused: %s, %s, %s", step, *said)
    return error_of(step)


def read_return(answer: Mapping[str, str]) -> ConnectorError:
    """What it means that a browser came back with an error instead of a code."""
    step = BY_ANSWER.get(answer.get("error", ""), NextStep.OPERATOR_REGISTRATION)
    log.warning("Google's sign-in sent somebody back: %s", step)
    return error_of(step)


def error_of(step: NextStep) -> ConnectorError:
    return error_at(VENDOR, step)


def _word(answer: Mapping[str, Any], field: str) -> str:
    """A word for machines, if it is one."""
    said = str(answer.get(field, "-"))
    return said if _NAME.fullmatch(said) else "-"
