"""Who carries a seller's letters: the server or folder of the settings, else the seller's own mail, a row for each provider.

The settings come first: whoever runs the service has said so, and the seller's own mail asks for a grant to send that nobody
needs to give at the start.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.mail import Mailer
from connectors.meetings import Person
from workers.mail_settings import MailSettings
from workers.means import Means
from workers.settings import Settings
from workers.store import Seller
from workers.store.mailboxes import Mailbox

if TYPE_CHECKING:
    from connectors.smtp.folder import Folder
    from connectors.smtp.mail import Smtp

OpenMail = Callable[[Mailbox, Means], Mailer | None]


def _microsoft(mailbox: Mailbox, office: Means) -> Mailer | None:
    """By the seller's own grant to send, where there is one."""
    from connectors.microsoft.access import MAIL_SEND
    from connectors.microsoft.mail import MicrosoftMail
    from workers.grants import MICROSOFT
    from workers.microsoft_grants import graph_of

    with office.store.reading() as at:
        token, seller = at.tokens.find(mailbox.seller_id), at.sellers.of_id(mailbox.seller_id)
    if seller is None or token is None or token.provider != MICROSOFT or not {*MAIL_SEND} <= {*token.scopes}:
        return None
    return MicrosoftMail(graph_of(office, mailbox, seller.owner, MAIL_SEND))


def _google(mailbox: Mailbox, office: Means) -> Mailer | None:
    """The same at Google."""
    from connectors.google.access import MAIL_SEND
    from connectors.google.mail import GoogleMail
    from workers.google_grants import google_of
    from workers.grants import GOOGLE

    with office.store.reading() as at:
        token = at.tokens.find(mailbox.seller_id)
    if token is None or token.provider != GOOGLE or not {*MAIL_SEND} <= {*token.scopes}:
        return None
    return GoogleMail(google_of(office, mailbox, MAIL_SEND))


OWN_MAIL: Mapping[str, OpenMail] = {"microsoft": _microsoft, "google": _google}


def open_mailer(mailbox: Mailbox, office: Means, own_mail: Mapping[str, OpenMail] = OWN_MAIL) -> Mailer | None:
    """Who carries letters to the seller of this mailbox, None where nobody does."""
    if office.settings.smtp:
        return _of_the_settings(office.settings.smtp, office.settings.trust)
    make = own_mail.get(mailbox.provider)
    return make(mailbox, office) if make else None


def knock(settings: Settings) -> None:
    """See whether the way of the settings is open; nothing is sent. Raises what a Mailer does."""
    if settings.smtp:
        _of_the_settings(settings.smtp, settings.trust).knock()


def sender_of(seller: Seller, settings: Settings) -> Person:
    """Whom the letters are from: where nobody is named, the seller writes to the seller."""
    return settings.smtp.sender if settings.smtp else Person(seller.owner, seller.name)


def _of_the_settings(mail: MailSettings, trust: str | None) -> "Smtp | Folder":
    from connectors.smtp.folder import Folder  # loaded only where a letter is to be sent
    from connectors.smtp.mail import Smtp

    return Folder(mail.way) if isinstance(mail.way, Path) else Smtp(mail.way, trust=trust)
