"""What Microsoft's sign-in refuses, and who does what next. Numbers decide before words, texts never: they change.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes. A refusal: {"error": "invalid_grant",
"error_codes": [65001], "suberror": "consent_required", "claims": "{...}", "trace_id": "...", "correlation_id": "..."}
"""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.errors import ConnectorError
from connectors.next_step import AFTER, SELLERS, NextStep, error_at

__all__ = ["AFTER", "NextStep", "error_of", "read_refusal", "read_return"]

log = logging.getLogger(__name__)

VENDOR = "Microsoft"
LONGEST_CLAIMS = 4_000
_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

BY_NUMBER: Mapping[int, NextStep] = {
    65001: NextStep.CONSENT,
    65004: NextStep.DECLINED,
    50072: NextStep.SIGN_IN_AGAIN,  # from here: another factor is asked for now
    50074: NextStep.SIGN_IN_AGAIN,
    50076: NextStep.SIGN_IN_AGAIN,
    50078: NextStep.SIGN_IN_AGAIN,
    50079: NextStep.SIGN_IN_AGAIN,
    53000: NextStep.CONDITIONAL_ACCESS,
    53003: NextStep.CONDITIONAL_ACCESS,
    50132: NextStep.SIGN_IN_AGAIN,  # from here: revoked, or left unused for too long
    50133: NextStep.SIGN_IN_AGAIN,
    50173: NextStep.SIGN_IN_AGAIN,
    70008: NextStep.SIGN_IN_AGAIN,
    70043: NextStep.SIGN_IN_AGAIN,
    700082: NextStep.SIGN_IN_AGAIN,
    700084: NextStep.OPERATOR_REGISTRATION,  # the redirect address is registered as a page's, not as a server's
    50034: NextStep.CLOSED,
    50057: NextStep.CLOSED,
    50105: NextStep.ASSIGN_USER,
    70002: NextStep.OPERATOR_SECRET,
    7000215: NextStep.OPERATOR_SECRET,
    7000222: NextStep.OPERATOR_SECRET,
    50012: NextStep.OPERATOR_SECRET,
    700027: NextStep.OPERATOR_SECRET,
    700011: NextStep.ASK_ADMIN,  # from here: the app is not in the directory, or turned off there
    700016: NextStep.ASK_ADMIN,
    70001: NextStep.ASK_ADMIN,
    7000112: NextStep.ASK_ADMIN,
    90094: NextStep.ASK_ADMIN,
    54005: NextStep.SIGN_IN_AGAIN,  # a code that was used before, or that another browser asked for
    501481: NextStep.SIGN_IN_AGAIN,
    50011: NextStep.OPERATOR_REGISTRATION,
    50194: NextStep.OPERATOR_REGISTRATION,
    70011: NextStep.OPERATOR_REGISTRATION,
    50196: NextStep.SLOWER,
    50033: NextStep.LATER,
    90033: NextStep.LATER,
}
BY_SUBERROR: Mapping[str, NextStep] = {"consent_required": NextStep.CONSENT}
BY_ERROR: Mapping[str, NextStep] = {
    "invalid_grant": NextStep.SIGN_IN_AGAIN,
    "interaction_required": NextStep.SIGN_IN_AGAIN,
    "login_required": NextStep.SIGN_IN_AGAIN,
    "consent_required": NextStep.CONSENT,
    "access_denied": NextStep.ASK_ADMIN,
    "unauthorized_client": NextStep.ASK_ADMIN,
    "invalid_client": NextStep.OPERATOR_SECRET,
    "temporarily_unavailable": NextStep.LATER,
    "server_error": NextStep.LATER,
}
# Where a browser comes back from Microsoft's own pages the numbers stand in the text only. Who says no there is the seller.
BY_ANSWER: Mapping[str, NextStep] = {
    **BY_ERROR,
    "access_denied": NextStep.DECLINED,
    "consent_required": NextStep.DECLINED,
}


def read_refusal(answer: Mapping[str, Any], *, signed_in: bool = True) -> ConnectorError:
    """What the token endpoint's refusal means. Where nobody is signed in (an app by itself) it is for the admin."""
    step = _step_of(answer)
    if not signed_in and step in SELLERS:
        step = NextStep.ASK_ADMIN
    numbers, trace, correlation = tuple(_numbers(answer)), _name(answer, "trace_id"), _name(answer, "correlation_id")
    log.warning("Microsoft's sign-in refused: %s, %s, trace %s, correlation %s", step, numbers, trace, correlation)
    claims = answer.get("claims")
    return error_of(step, claims=claims[:LONGEST_CLAIMS] if isinstance(claims, str) else "")


def read_return(answer: Mapping[str, str]) -> ConnectorError:
    """What it means that a browser came back with an error instead of a code."""
    step = BY_ANSWER.get(answer.get("error", ""), NextStep.OPERATOR_REGISTRATION)
    log.warning("Microsoft's sign-in sent somebody back: %s", step)
    return error_of(step)


def error_of(step: NextStep, *, claims: str = "") -> ConnectorError:
    return error_at(VENDOR, step, claims=claims)


def _step_of(answer: Mapping[str, Any]) -> NextStep:
    for number in _numbers(answer):
        if number in BY_NUMBER:
            return BY_NUMBER[number]
    by_words = BY_SUBERROR.get(str(answer.get("suberror"))) or BY_ERROR.get(str(answer.get("error")))
    return by_words or NextStep.OPERATOR_REGISTRATION


def _numbers(answer: Mapping[str, Any]) -> Iterator[int]:
    said = answer.get("error_codes")
    for one in said[:10] if isinstance(said, list) else ():
        if isinstance(one, int) and not isinstance(one, bool):
            yield one


def _name(answer: Mapping[str, Any], field: str) -> str:
    """An id to ask Microsoft's support about, if it is one."""
    said = str(answer.get(field, ""))[:36]
    return said if _NAME.fullmatch(said) else "-"
