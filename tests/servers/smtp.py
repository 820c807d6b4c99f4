"""A real mail server on this machine that keeps what it is given, and misbehaves when told.

with mail_server() as server:
    server.next("RCPT", "450 4.7.1 come again")
    Smtp(Server("127.0.0.1", server.port, secure=False)).send(letter)
https://aiosmtpd.aio-libs.org/en/stable/
"""

import asyncio
import email
import socket
import ssl
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP, HANG, DRIP, TAKEN = "drop", "hang", "drip", "taken, and dropped"
USER, PASSWORD = "brev@buns.example", "a secret: of + the/tests@"


class MailServer:
    """`letters` are those it has taken, as they are read where they arrive. At GREETING, EHLO, AUTH, MAIL, RCPT, DATA and
    ANSWER, which is to the whole letter, it says what `next` was told: a reply, DROP for hanging up, HANG for silence."""

    def __init__(self, *, starttls: ssl.SSLContext | None, tls: ssl.SSLContext | None, wide: bool, auth: bool) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.signed_in: list[str] = []
        self._replies: dict[str, list[str]] = defaultdict(list)
        options = {"tls_context": starttls, "enable_SMTPUTF8": wide, "auth_required": auth, "auth_require_tls": False}
        self._loop = asyncio.new_event_loop()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=500)
        self._listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or each EHLO waits 40 ms
        self.port = int(self._listening.getsockname()[1])
        serving = self._loop.create_server(
            lambda: _Talk(self, loop=self._loop, **options), sock=self._listening, ssl=tls
        )
        self._server = self._loop.run_until_complete(serving)
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        read = (
            email.message_from_string(octets.decode().replace("\r\n", "\n"), policy=default)
            for *_, octets in self.taken
        )
        return [one for one in read if isinstance(one, EmailMessage)]

    def next(self, step: str, *replies: str) -> None:
        self._replies[step] += replies

    def reply(self, step: str) -> str:
        return self._replies[step].pop(0) if self._replies[step] else ""

    def knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: object) -> AuthResult:
        told = self.reply("AUTH")
        known = isinstance(said, LoginPassword) and (said.login.decode(), said.password.decode()) == (USER, PASSWORD)
        self.signed_in += [mechanism] * (known and not told)
        return AuthResult(success=known and not told, handled=False, message=told or None)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._server.close()
        for one in asyncio.all_tasks(self._loop):
            one.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


class _Talk(SMTP):
    """What befalls a conversation before and between what the handler is asked."""

    def __init__(self, server: MailServer, **options: Any) -> None:
        self._told = server
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of passwords without TLS, which go nowhere here
            super().__init__(_Handler(server), hostname="mail.test", authenticator=server.knows, **options)

    async def _handle_client(self) -> None:
        told = self._told.reply("GREETING")
        if not told:
            await super()._handle_client()
            return
        while told == DRIP:
            self.transport.write(b"220-")
            await asyncio.sleep(0.02)
        await self._obey(told)
        self.transport.close()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        told = self._told.reply("DATA")
        if not told:
            await super().smtp_DATA(arg)
            return
        if told == DROP:  # in the middle of it
            await self.push("354 go on")
            await self._reader.readline()
        await self._obey(told)

    async def _obey(self, told: str) -> None:
        if told == HANG:
            await asyncio.Event().wait()
        if told == DROP:
            self.transport.abort()
        else:
            await self.push(told)


@dataclass
class _Handler:
    told: MailServer

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, known: list[str]
    ) -> list[str]:
        session.host_name = name
        told = await self._say("EHLO", server)
        return [told] if told else known

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        told = await self._say("MAIL", server)
        if not told:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return told or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        told = await self._say("RCPT", server)
        if not told:
            envelope.rcpt_tos.append(address)
        return told or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        told = await self._say("ANSWER", server)
        if not told or told == TAKEN:
            assert isinstance(envelope.content, bytes)
            self.told.taken.append((str(envelope.mail_from), list(envelope.rcpt_tos), envelope.content))
        if told == TAKEN:
            server.transport.abort()
        return told or "250 2.0.0 OK"

    async def _say(self, step: str, server: SMTP) -> str:
        told = self.told.reply(step)
        if told == HANG:
            await asyncio.Event().wait()
        if told == DROP:
            server.transport.abort()
        return told


@contextmanager
def mail_server(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, wide: bool = False, auth: bool = False
) -> Iterator[MailServer]:
    server = MailServer(starttls=starttls, tls=tls, wide=wide, auth=auth)
    try:
        yield server
    finally:
        server.close()
