"""The letter of the week: on Monday at seven, once, and whatever befalls it is seen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.errors import AccessDenied, ConnectorError, NotThere, Refused, SignInNeeded, TryLater, Unclear
from connectors.mail import Letter
from connectors.smtp.folder import Folder
from tests.servers.smtp import TAKEN, MailServer, mail_server
from tests.workers.one_post import FRIDAY, WEEK, Died, Keeper, Post, open_post
from tests.world import NOW
from workers.letters import Outcome, send_letter
from workers.lost_letters import GRACE
from workers.store.mailboxes import MailboxState

MONDAY = NOW.replace(hour=7)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"])  # where it matters to no database


@pytest.fixture
def post(database_url: str, tmp_path: Path) -> Iterator[Post]:
    made = open_post(tmp_path / "home", database_url)
    yield made
    made.office.store.close()


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.taken.clear()
    return running


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(Folder(tmp_path / "letters"))


class Failing:
    """A mailer that fails so, as often as told, and then no more."""

    def __init__(self, error: ConnectorError, times: int = 1000) -> None:
        self.error, self.times, self.sent = error, times, list[Letter]()

    def send(self, letter: Letter) -> None:
        self.times -= 1
        if self.times >= 0:
            raise self.error
        self.sent.append(letter)

    def find(self, message_id: str) -> bool | None:
        return None


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("Europe/Stockholm", "2026-10-26T06:00Z"),  # summer time ended the day before
        ("Europe/Stockholm", "2027-03-29T05:00Z"),  # and began the day before
        ("Europe/Stockholm", "2026-11-23T06:00Z"),
        ("America/St_Johns", "2026-11-23T10:30Z"),
        ("America/St_Johns", "2026-11-02T10:30Z"),  # the clocks were put back at two on Sunday
        ("Pacific/Auckland", "2026-11-22T18:00Z"),
        ("Pacific/Auckland", "2027-04-04T19:00Z"),  # summer time ends there on that Sunday
    ],
)
@ON_ONE
def test_the_letter_is_sent_on_monday_at_seven_by_the_sellers_clock(
    post: Post, server: MailServer, zone: str, due: str
) -> None:
    moment = datetime.fromisoformat(due)
    post.now = moment - 3 * DAY
    post.over(server).add(zone=ZoneInfo(zone))
    post.at(moment - SECOND)
    assert (len(server.taken), post.told()) == (0, "none")
    post.at(moment)
    assert (len(server.taken), post.told()) == (1, "sent")
    for later in (SECOND, HOUR, 12 * HOUR, 6 * DAY + 23 * HOUR):
        post.at(moment + later)
    assert len(server.taken) == 1
    row = post.row()
    assert row is not None
    assert row.due_at is not None
    local = row.due_at.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.hour, local.minute) == (0, 7, 0)


@ON_ONE
def test_what_arrives_is_the_sellers_letter(post: Post, server: MailServer) -> None:
    post.over(server).add().at(MONDAY)
    (letter,), kept = server.letters, post.letter()
    assert kept is not None
    assert (letter["To"], letter["From"]) == (
        "Karin Lind <astrid@nordverk.example>".replace("Karin Lind", post.seller.name),
        "Kanelbulle <brev@nordverk.example>",
    )
    assert letter["Date"].datetime == MONDAY
    assert letter["List-Unsubscribe"].startswith("<https://buns.example/answer/")
    assert letter["Message-ID"] == f"<{kept.message_id}>"
    assert kept.message_id.startswith("202648.")
    assert len(kept.suggestions) == len(kept.said) == 1
    text = letter.get_body(("plain",))
    assert text is not None
    assert "Ni har aldrig setts." in text.get_content()


def test_messages_sent_twice_late_and_by_many_are_one_letter(post: Post, server: MailServer) -> None:
    post.over(server).add()
    post.read_at(MONDAY)

    def send(_: int) -> Outcome | None:
        try:
            return send_letter(post.office, post.seller_id)
        except TryLater:
            return None

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(send, range(8)))
    assert len(server.taken) == told.count(Outcome.SENT) == 1
    assert post.at(MONDAY).told() == "sent"
    assert len(server.taken) == 1


def test_a_server_that_asks_to_come_again_is_asked_again_in_a_quarter_of_an_hour(
    post: Post, server: MailServer
) -> None:
    server.next("RCPT", "450 4.2.0 greylisted", "450 4.2.0 greylisted")
    post.over(server).add().at(MONDAY)
    assert post.told() == "none"
    post.at(MONDAY + 14 * MINUTE)
    post.at(MONDAY + 15 * MINUTE)
    assert post.told() == "none"
    assert post.at(MONDAY + 30 * MINUTE).told() == "sent"
    assert len(server.taken) == 1


@ON_ONE
def test_what_would_come_too_late_has_failed(post: Post, server: MailServer) -> None:
    server.next("RCPT", *["450 4.2.0 greylisted"] * 2)
    post.over(server).add().at(MONDAY + 10 * HOUR + 30 * MINUTE)
    assert post.told() == "none"
    assert post.at(MONDAY + 10 * HOUR + 45 * MINUTE).told() == "late"
    assert post.at(MONDAY + 10 * HOUR + 59 * MINUTE).told() == "late"
    assert post.at(MONDAY + WEEK).told() == "sent", "the next one is not held up by it"


@ON_ONE
def test_what_was_put_off_until_it_was_too_late_has_failed(post: Post, server: MailServer) -> None:
    server.next("RCPT", "450 4.2.0 greylisted")
    post.over(server).add().at(MONDAY)
    assert post.at(MONDAY + DAY).told() == "late"
    assert server.taken == []


@ON_ONE
def test_a_service_that_starts_on_tuesday_sends_nothing_and_says_so(
    post: Post, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    post.over(server).add()
    for when in (MONDAY + 11 * HOUR, MONDAY + DAY):
        caplog.clear()
        post.office.want("send_letter", post.seller_id)
        post.at(when)
        assert f"seller {post.seller_id}: it is too late for the letter of 202648" in caplog.text
        assert (post.told(), server.taken) == ("none", [])
    assert post.at(MONDAY + WEEK).told() == "sent"


@ON_ONE
def test_a_refused_letter_has_failed_and_is_not_tried_again(post: Post, server: MailServer) -> None:
    server.next("RCPT", "550 5.1.1 nobody here")
    post.over(server).add().at(MONDAY)
    assert post.told() == "refused"
    post.at(MONDAY + HOUR)
    assert (post.told(), server.taken) == ("refused", [])
    assert post.at(MONDAY + WEEK).told() == "sent"


@pytest.mark.parametrize(("error", "why"), [(AccessDenied("535"), "denied"), (SignInNeeded("gone"), "signed_out")])
@ON_ONE
def test_what_a_person_has_to_mend_is_tried_every_hour_until_it_is_too_late(
    post: Post, error: ConnectorError, why: str
) -> None:
    post.by(Failing(error)).add()
    for hour in (0, 1, 9):
        post.at(MONDAY + hour * HOUR)
        row = post.row()
        assert row is not None
        assert (post.told(), row.why) == ("none", type(error).__name__)
    assert post.at(MONDAY + 10 * HOUR).told() == why
    box = post.office.store.of(post.seller_id).mailbox()
    assert box is not None
    assert box.state is MailboxState.IN_STEP, "it is the mail that is not to be had, not the calendar"


@ON_ONE
def test_where_there_is_no_mail_any_more_the_letter_has_failed(post: Post) -> None:
    post.by(Failing(NotThere("no mailbox"))).add().at(MONDAY)
    assert post.told() == "refused"


@ON_ONE
def test_a_mailer_that_breaks_as_nobody_foresaw_may_have_sent_it(post: Post, keeper: Keeper) -> None:
    class Broken(Keeper):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            raise ZeroDivisionError

    broken = Broken(keeper.folder, looks=False)
    post.by(broken).add().at(MONDAY)
    assert post.told() == "claimed"
    for minutes in (1, 17, 40):
        post.at(MONDAY + minutes * MINUTE)
    assert (post.told(), len(broken.sent)) == ("unclear", 1)


@ON_ONE
def test_what_a_person_has_mended_is_sent_within_the_hour(post: Post) -> None:
    failing = Failing(AccessDenied("535"), times=2)
    post.by(failing).add().at(MONDAY)
    post.at(MONDAY + HOUR)
    assert post.at(MONDAY + 2 * HOUR).told() == "sent"
    assert len(failing.sent) == 1


def test_what_may_have_been_sent_is_not_sent_again(post: Post, server: MailServer) -> None:
    server.next("ANSWER", TAKEN)
    post.over(server).add().at(MONDAY)
    assert post.told() == "unclear"
    for later in (HOUR, DAY):
        post.at(MONDAY + later)
    assert (post.told(), len(server.taken)) == ("unclear", 1)
    assert post.send() is Outcome.GONE_BEFORE


@pytest.mark.parametrize(
    ("dies", "looks", "meanwhile", "told", "arrived"),
    [
        ("before", True, GRACE + SECOND, "sent", 1),
        ("after", True, GRACE + SECOND, "sent", 1),
        ("before", False, GRACE + SECOND, "unclear", 0),
        ("after", False, GRACE + SECOND, "unclear", 1),
        ("before", True, 12 * HOUR, "late", 0),
        ("after", True, 12 * HOUR, "sent", 1),
        ("before", True, 3 * DAY, "late", 0),
        ("before", False, 3 * DAY, "unclear", 0),
    ],
)
def test_a_worker_that_dies_leaves_a_letter_that_is_found_or_seen(
    post: Post, keeper: Keeper, dies: str, looks: bool, meanwhile: timedelta, told: str, arrived: int
) -> None:
    keeper.dies, keeper.looks = dies, looks
    post.by(keeper).add()
    with pytest.raises(Died):
        post.at(MONDAY)
    assert post.told() == "claimed"
    post.at(MONDAY + 2 * MINUTE)
    assert post.told() == "claimed", "somebody may still be at it"
    post.at(MONDAY + meanwhile)
    post.at(MONDAY + meanwhile + GRACE)
    assert (post.told(), len(keeper.sent)) == (told, arrived)


@ON_ONE
def test_what_is_sent_anew_keeps_its_name(post: Post, keeper: Keeper) -> None:
    keeper.dies = "before"
    post.by(keeper).add()
    with pytest.raises(Died):
        post.at(MONDAY)
    claimed = post.letter()
    post.at(MONDAY + MINUTE)
    post.at(MONDAY + HOUR)
    assert claimed is not None
    assert [one.message_id for one in keeper.sent] == [claimed.message_id]


@ON_ONE
def test_who_has_not_carried_it_is_not_asked_for_it(post: Post, keeper: Keeper) -> None:
    class Other(Keeper):
        """Another way of sending, which has of course not sent it."""

    keeper.dies = "after"
    post.by(keeper).add()
    with pytest.raises(Died):
        post.at(MONDAY)
    other = Other(Folder(keeper.folder._path / "other"))
    post.by(other).at(MONDAY + MINUTE)
    post.at(MONDAY + HOUR)
    assert (post.told(), len(keeper.sent), len(other.sent)) == ("unclear", 1, 0)


def test_a_letter_of_another_week_that_was_left_behind_is_settled_too(post: Post, keeper: Keeper) -> None:
    keeper.dies = "before"
    post.by(keeper).add()
    with pytest.raises(Died):
        post.at(MONDAY)
    post.at(MONDAY + WEEK)
    with post.office.store.reading() as at:
        assert [(one.week, one.why, one.sent_at is not None) for one in at.letters.last(post.seller_id, limit=9)] == [
            (202649, "", True),
            (202648, "late", False),
        ]


@ON_ONE
def test_a_letter_on_its_way_that_is_not_found_at_once_is_looked_for_later(post: Post, keeper: Keeper) -> None:
    class Slow(Keeper):
        """It hangs up after it has been handed over, and shows what was sent only after a while."""

        def send(self, letter: Letter) -> None:
            super().send(letter)
            raise Unclear("hung up")

        def find(self, message_id: str) -> bool | None:
            return post.now > MONDAY and super().find(message_id)

    slow = Slow(keeper.folder)
    post.by(slow).add().at(MONDAY)
    assert post.told() == "claimed"
    post.at(MONDAY + GRACE)
    assert post.at(MONDAY + 2 * GRACE).told() == "sent"
    assert len(slow.sent) == 1


@ON_ONE
def test_where_nobody_can_be_asked_for_a_day_nobody_can_tell(post: Post, keeper: Keeper) -> None:
    class Shut(Keeper):
        def find(self, message_id: str) -> bool | None:
            raise SignInNeeded("gone")

    shut = Shut(keeper.folder, dies="after")
    post.by(shut).add()
    with pytest.raises(Died):
        post.at(MONDAY)
    for hours in (1, 2, 23):
        assert post.at(MONDAY + hours * HOUR).told() == "claimed"
    assert post.at(MONDAY + 25 * HOUR).told() == "unclear"


@pytest.mark.parametrize("state", [one for one in MailboxState if one is not MailboxState.IN_STEP])
@ON_ONE
def test_nothing_is_said_of_a_calendar_that_is_not_read(post: Post, keeper: Keeper, state: MailboxState) -> None:
    post.by(keeper).add()
    with post.office.store.writing() as at:
        at.mailboxes.set_state(post.seller_id, state)
    assert post.at(MONDAY).told() == "none"
    assert post.send() is Outcome.NOT_READ
    assert keeper.sent == []


@ON_ONE
def test_nothing_is_said_of_a_calendar_that_has_not_been_read_for_days(post: Post, keeper: Keeper) -> None:
    post.by(keeper).add()
    post.now = MONDAY
    assert post.work().told() == "none"
    assert post.send() is Outcome.NOT_READ


@ON_ONE
def test_who_has_said_stop_gets_none(post: Post, keeper: Keeper) -> None:
    post.by(keeper).add().save(letters=False)
    assert post.at(MONDAY).told() == "none"
    assert post.send() is Outcome.STOPPED
    post.save(letters=True)
    assert post.at(MONDAY + WEEK).told() == "sent"


@ON_ONE
def test_who_says_stop_after_a_worker_died_gets_none_and_nothing_is_left(post: Post, keeper: Keeper) -> None:
    keeper.dies = "before"
    post.by(keeper).add()
    with pytest.raises(Died):
        post.at(MONDAY)
    post.save(letters=False)
    post.at(MONDAY + MINUTE)
    assert post.at(MONDAY + HOUR).told() == "none"
    assert keeper.sent == []


@ON_ONE
def test_without_anything_to_say_there_is_no_letter(post: Post, keeper: Keeper) -> None:
    post.by(keeper).add()
    post.calendars[post.seller_id].remove(*post.calendars[post.seller_id].entries)
    post.read()
    assert post.at(MONDAY).told() == "none"
    assert post.send() is Outcome.NOTHING


@ON_ONE
def test_without_anybody_to_carry_it_none_is_due(post: Post) -> None:
    post.add()
    assert post.row() is None
    assert post.send() is Outcome.NO_MAILER


@ON_ONE
def test_who_moves_east_gets_the_letter_by_the_new_clock(post: Post, keeper: Keeper) -> None:
    post.by(keeper).add(zone=ZoneInfo("America/St_Johns"))
    post.save(zone="Pacific/Auckland")
    post.read()
    assert post.at(datetime.fromisoformat("2026-11-22T18:00Z")).told() == "sent"


@ON_ONE
def test_whoever_wants_it_at_once_gets_it_on_any_day_and_once(post: Post, keeper: Keeper) -> None:
    post.by(keeper).add()
    post.now = FRIDAY
    assert [post.send(), post.send()] == [Outcome.SENT, Outcome.GONE_BEFORE]
    assert len(keeper.sent) == 1


def test_what_failed_and_was_certainly_not_sent_can_be_sent_at_once(post: Post, keeper: Keeper) -> None:
    post.by(Failing(Refused("550"))).add().at(MONDAY)
    assert post.told() == "refused"
    assert post.by(keeper).send() is Outcome.SENT
    assert (post.told(), len(keeper.sent)) == ("sent", 1)


@ON_ONE
def test_what_cannot_be_sent_at_once_says_why_and_stays_seen(post: Post) -> None:
    post.by(Failing(Refused("550"))).add().at(MONDAY)
    post.by(Failing(TryLater("busy", MINUTE)))
    with pytest.raises(TryLater):
        post.send()
    assert post.told() == "late"


def test_a_seller_erased_while_the_letter_is_under_way_leaves_nothing(post: Post, keeper: Keeper) -> None:
    class Erasing(Keeper):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            with post.office.store.writing() as at:
                at.sellers.erase(post.seller_id)

    post.by(Erasing(keeper.folder)).add()
    post.now = FRIDAY + SECOND
    assert post.send() is Outcome.SENT
    with pytest.raises(NotThere):
        post.send()
