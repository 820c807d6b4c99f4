"""What broke a request off: whether anybody can have heard it."""

from ssl import SSLCertVerificationError

from requests.exceptions import ConnectTimeout
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, SSLError


def never_arrived(error: Exception) -> bool:
    """Whether no connection came about, so that nobody has heard what was asked."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    cause = next(iter(reason.args), None) if isinstance(reason, SSLError) else None
    kept_out = isinstance(cause, SSLCertVerificationError)
    return (
        kept_out or isinstance(error, ConnectTimeout) or isinstance(reason, (NewConnectionError, ConnectTimeoutError))
    )
