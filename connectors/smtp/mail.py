"""A letter handed over to one mail server, over TLS, and what its answer means for the letter. RFC 5321, RFC 3207, RFC 4954.

Nothing of an address, a password or the server's own words stands in a log or an error: only codes do. RFC 3463
"""

import logging
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from connectors.errors import AccessDenied, ConnectorError, Refused, TryLater, Unclear
from connectors.mail import Letter
from connectors.mime import address_of, is_wide, write_mime
from connectors.smtp.server import Server
from connectors.web.deadline import Deadline, Patience

log = logging.getLogger(__name__)

WAIT = timedelta(
    minutes=15
)  # most servers that greylist let one in after five: https://datatracker.ietf.org/doc/html/rfc6647
PATIENCE = Patience(connect=timedelta(seconds=10), read=timedelta(minutes=1), total=timedelta(minutes=5))
FOR_GOOD: Mapping[str, type[ConnectorError]] = {
    "AUTH": AccessDenied,
    "MAIL": Refused,
    "RCPT": Refused,
    "DATA": Refused,
    "the letter": Refused,
}  # what a 5xx to each means; to all else it means that the server is not well
NO_ENTRANCE = frozenset({530, 534, 535, 538})  # they mean the account, not the letter
ENHANCED = re.compile(rb"\A([245]\.\d{1,3}\.\d{1,3})\b")

Dial = Callable[[tuple[str, int], float], socket.socket]
"""A connection to host and port within so many seconds."""


class Smtp:
    """`trust`: certificates to trust instead of the usual ones, a file or a folder."""

    def __init__(
        self,
        server: Server,
        *,
        trust: str | None = None,
        patience: Patience = PATIENCE,
        dial: Dial = socket.create_connection,
    ) -> None:
        self._server, self._trust, self._patience, self._dial = server, trust, patience, dial

    def __repr__(self) -> str:
        return f"Smtp({self._server.host!r}, {self._server.port})"

    def send(self, letter: Letter) -> None:
        """Hand it over. Raises what a Mailer does."""
        message, wide = write_mime(letter), is_wide(letter)
        sender, to = address_of(letter.sender), address_of(letter.to)
        with Deadline(self._patience.total) as deadline, self._open(sender, deadline) as session:
            if wide and not session.has_extn("smtputf8"):
                raise Refused("the mail server cannot write to this address: it does not know SMTPUTF8")
            with _before_the_end():
                _accepted("MAIL", *session.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if wide else []))
                _accepted("RCPT", *session.rcpt(to))
                _accepted("DATA", *session.docmd("DATA"))
                session.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")  # what was not all sent is not taken
            _take_answer(session, deadline)

    def knock(self) -> None:
        """Be greeted and sign in, and leave again: whether a letter could be handed over. Raises what `send` does."""
        with Deadline(self._patience.total) as deadline, self._open("kanelbulle@localhost", deadline):
            return

    def find(self, message_id: str) -> bool | None:
        """Nobody can ask a mail server what it has taken."""
        return None

    @contextmanager
    def _open(self, sender: str, deadline: Deadline) -> Iterator["_Session"]:
        """Greeted, encrypted and signed in."""
        session = _Session(sender.rpartition("@")[2], self._patience, deadline, self._dial)
        try:
            with _before_the_end():
                self._enter(session)
            yield session
            with suppress(smtplib.SMTPException, OSError):
                session.putcmd("QUIT")
        finally:
            session.close()

    def _enter(self, session: "_Session") -> None:
        server = self._server
        session.begin(server.host, server.port, self._tls() if server.secure else None)
        session.ehlo_or_helo_if_needed()
        if not server.secure and not server.is_here:
            if not session.has_extn("starttls"):
                raise AccessDenied("the mail server offers no STARTTLS, and nothing is sent unencrypted")
            _accepted("STARTTLS", *session.starttls(context=self._tls()))
            session.ehlo_or_helo_if_needed()
        if server.user:
            _sign_in(session, server)

    def _tls(self) -> ssl.SSLContext:
        if self._trust and Path(self._trust).is_dir():
            return ssl.create_default_context(capath=self._trust)
        return ssl.create_default_context(cafile=self._trust)


class _Session(smtplib.SMTP):
    """A conversation that ends when its time is over, whatever the server does."""

    def __init__(self, own_name: str, patience: Patience, deadline: Deadline, dial: Dial) -> None:
        super().__init__(local_hostname=own_name, timeout=patience.read.total_seconds())
        self._patience, self._deadline, self._dial = patience, deadline, dial

    def begin(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        self._host = host  # whom the certificate of STARTTLS has to name
        within = min(self._patience.connect.total_seconds(), self._deadline.left)
        self.sock = self._dial((host, port), within)
        self._deadline.watch(self.sock)
        self.wait(self._patience.read.total_seconds())
        if tls:
            self.sock = tls.wrap_socket(self.sock, server_hostname=host)
        code, words = self.getreply()
        _accepted("the greeting", code, words)

    def wait(self, seconds: float) -> None:
        """For each byte from now on."""
        assert self.sock is not None
        self.sock.settimeout(seconds)


def _sign_in(session: _Session, server: Server) -> None:
    try:
        session.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        _accepted("AUTH", error.smtp_code, _octets(error.smtp_error))
    except smtplib.SMTPNotSupportedError as error:
        raise AccessDenied("the mail server lets nobody sign in here") from error


@contextmanager
def _before_the_end() -> Iterator[None]:
    """Whatever breaks in here, the letter has not been taken."""
    try:
        yield
    except ConnectorError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise AccessDenied("the mail server's certificate is not one we trust for its name") from error
    except smtplib.SMTPResponseException as error:
        _accepted("a command", error.smtp_code, _octets(error.smtp_error))
        raise TryLater("the mail server answers in a way we do not understand", WAIT) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("the mail server cannot be talked to: %s", type(error).__name__)
        raise TryLater("the mail server cannot be reached, or hangs up", WAIT) from error


def _take_answer(session: _Session, deadline: Deadline) -> None:
    """What the server says to the whole letter, which may take it a while. Without an answer nobody knows."""
    try:
        session.wait(deadline.left)
        code, words = session.getreply()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("the mail server has the letter and hangs up: %s", type(error).__name__)
        raise Unclear("the mail server hung up after it had the letter") from error
    if not 200 <= code < 600 or 300 <= code < 400:
        raise Unclear("the mail server has the letter and answers in a way we do not understand")
    _accepted("the letter", code, words)


def _accepted(what: str, code: int, words: bytes) -> None:
    """Nothing, or what the answer means."""
    if 200 <= code < 400:
        return
    enhanced = ENHANCED.match(words)
    told = f"{code} {enhanced[1].decode()}" if enhanced else str(code)
    log.warning("the mail server answers %s to %s", told, what)
    meaning = AccessDenied if code in NO_ENTRANCE else FOR_GOOD.get(what) if code >= 500 else None
    if meaning is None:
        raise TryLater(f"the mail server asks us to come again ({told} to {what})", WAIT)
    raise meaning(f"the mail server refuses {what} ({told})")


def _octets(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
