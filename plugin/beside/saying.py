"""What is pressed beside an open item, on pane and card alike: kept, told in words, and taken back. Each is safe to repeat."""

from plugin.web.answers import forget_it, say_it
from plugin.web.decided import tell_decided
from plugin.web.press import Press, check_value
from plugin.web.room import office
from plugin.web.told import tell
from workers.decide import Outcome, decide, look_up, take_back
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store import Seller
from workers.store.decisions import DecisionKind, Surface


def keep_said(seller: Seller, kind: CorrectionKind, account: str, value: str) -> str:
    """What has been said of an account, in words. Raises Misunderstood."""
    said = _said(kind, account, value)
    kept = Correction(kind, account, said.said_at, check_value(_as_press(said), seller), said.uid)
    say_it(kept)
    return tell(kept, seller).text


def forget_said(kind: CorrectionKind, account: str, value: str) -> None:
    forget_it(_said(kind, account, value))


def keep_decided(seller: Seller, kind: DecisionKind, suggestion: str, account: str, *, surface: Surface) -> str:
    """What has been decided about a suggestion, in words; nothing where there is none."""
    matter = look_up(office(), seller.id, suggestion, account=account)
    if matter is None:
        return ""
    done = decide(office(), seller.id, suggestion, kind, surface=surface, account=account)
    return "" if done is Outcome.UNKNOWN else tell_decided(kind, matter, seller).text


def forget_decided(seller: Seller, kind: DecisionKind, suggestion: str, account: str) -> bool:
    """Whether there is such a suggestion."""
    if look_up(office(), seller.id, suggestion, account=account) is None:
        return False
    take_back(office(), seller.id, suggestion, kind, account=account)
    return True


def keep_opened(seller: Seller, suggestion: str, account: str, *, surface: Surface) -> bool:
    """The draft has been opened in the seller's own mail, and stays there: an answer to the suggestion, where there is one."""
    detail = {"where": surface.value}
    kind = DecisionKind.DRAFT
    done = decide(office(), seller.id, suggestion, kind, surface=surface, detail=detail, account=account)
    return done is not Outcome.UNKNOWN


def _said(kind: CorrectionKind, account: str, value: str) -> Correction:
    """That a flag is wrong is kept by the flag."""
    uid = value if kind is CorrectionKind.WRONG else ""
    return Correction(kind, account, office().clock(), value, uid)


def _as_press(said: Correction) -> Press:
    return Press(
        kind=said.kind,
        account=said.account,
        value=said.value,
        uid=said.uid,
        meeting="",
        undo=False,
        back="",
        page=said.account,
    )
