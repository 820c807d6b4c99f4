"""Every provider's hosts and join paths, one row each; what is no meeting though it lives on the same host.

From the vendors' own link forms. A path is matched from its beginning, with its query and fragment; hosts stand for
themselves and their sub-domains. `ANY_HOST` rows are for software people run on hosts of their own.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """`path` is a pattern for what follows the host; `broadcast` marks links one watches rather than meets at."""

    name: str
    hosts: tuple[str, ...]
    path: re.Pattern[str]
    broadcast: bool = False


def _row(name: str, hosts: str, path: str = r"/[^/?#]", *, broadcast: bool = False) -> Provider:
    return Provider(name, tuple(hosts.split()), re.compile(path, re.IGNORECASE), broadcast)


TEAMS = (
    "teams.microsoft.com teams.live.com teams.cloud.microsoft teams.microsoft.us gov.teams.microsoft.us "
    "gov.teams.microsoft.com dod.teams.microsoft.us"
)
ZOOM = "zoom.us zoom.com zoom.com.cn zoom-x.de"
RING_CENTRAL = (
    "v.ringcentral.com video.unifyoffice.com video.cloudoffice.avaya.com video.rainbowoffice.com "
    "meetings.officeathand.att.com meetings.btcloudphone.bt.com meetings.businessconnect.telus.com"
)
ZOHO = "meeting.zoho.com meeting.zoho.eu meeting.zoho.in meet.zoho.com meet.zoho.eu meet.zoho.in"

# The first row whose host and path fit decides: broadcasts stand before the meetings of the same host.
PROVIDERS: tuple[Provider, ...] = (
    _row("teams", TEAMS, r".*IsBroadcastMeeting(?:%22|\")(?:%3a|:)true", broadcast=True),
    _row("teams", "events.teams.microsoft.com", r"/event/.", broadcast=True),
    _row("teams", TEAMS, r"/l/meetup-join/.|/meet/\d|/_?#/l/meetup-join/.|/v2/\?meetingjoin=|/light-meetings/launch"),
    _row("teams", TEAMS, r"/dl/launcher/.*(?:meetup-join|%2Fmeet%2F\d)"),
    _row("teams", "pexip.me", r"/teams/.|/.*\d"),
    _row("teams", "webex.com", r"/msteams/?\?.*confid=\d"),
    _row("teams", "bjn.vc"),
    _row("meet", "stream.meet.google.com", r"/stream/.", broadcast=True),
    _row("meet", "meet.google.com", r"/[a-z]{3}-[a-z]{4}-[a-z]{3}\b|/_meet/.|/lookup/."),
    _row("meet", "g.co", r"/meet/."),
    _row("hangouts", "hangouts.google.com"),
    _row("duo", "duo.google.com"),
    _row("zoom", ZOOM, r"/(?:webinar/(?:register|tickets)|w|rec/webinar|ev|ejl)/.", broadcast=True),
    _row("zoom", "events.zoom.us", r"/.", broadcast=True),
    _row("zoom", ZOOM, r"/(?:j|s|my|wc/join|meeting/register)/.|/wc/\d+/(?:join|start)|/join\?.*confno=\d"),
    _row("zoom", "zoomgov.com", r"/(?:j|s|my)/."),
    _row("zoom", "zm.page"),
    _row("zoom", "reclaim.ai", r"/z/."),
    _row("webex", "webex.com", r"/weblink/register/.|/[^/]+/onstage/|/webappng/sites/[^/]+/webinar/", broadcast=True),
    _row("webex", "webex.com", r"/(?:meet|join)/.|/[^/]+/[jep]\.php\?.*MTID=|/collabs/meetings/join\?.*uuid="),
    _row("webex", "webex.com", r"/webappng/sites/[^/]+/meeting/(?:info|download)/."),
    _row("webex", "webex.com", r"/wbxmjs/joinservice/sites/[^/]+/meeting/download/.|/m/[0-9a-f-]{20}"),
    _row("skype", "meet.lync.com", r"/[^/]+/[^/]+/."),
    _row("skype", "join.skype.com"),
    _row("goto", "meet.goto.com", r"/\d|/[^/]+/."),
    _row("goto", "app.goto.com", r"/meeting/."),
    _row("goto", "gotomeeting.com", r"/join/."),
    _row("goto", "gotomeet.me"),
    _row("goto", "gotowebinar.com", r"/(?:register|join|rt)/?.", broadcast=True),
    _row("bluejeans", "bluejeans.com", r"/\d{3}"),
    _row("jitsi", "meet.jit.si", r"/(?!static/)[^/?#]"),
    _row("jitsi", "8x8.vc", r"/[^/]+/."),
    _row("whereby", "whereby.com", r"/(?!information|blog|user|org|org-|pricing|$)[^/?#]"),
    _row("whereby", "appear.in"),
    _row("ringcentral", "meetings.ringcentral.com", r"/j/."),
    _row("ringcentral", RING_CENTRAL, r"/(?:j|join)/."),
    _row("chime", "app.chime.aws", r"/meetings/."),
    _row("chime", "chime.aws", r"/\d"),
    _row("lifesize", "call.lifesizecloud.com", r"/\d"),
    _row("starleaf", "meet.starleaf.com", r"/\d"),
    _row("proton", "meet.proton.me", r"/join/."),
    _row("facetime", "facetime.apple.com", r"/join[#?/]."),
    _row("vonage", "meetings.vonage.com"),
    _row("zoho", ZOHO, r"/."),
    _row("zoho", "cliq.zoho.com cliq.zoho.eu cliq.zoho.in", r"/meetings/."),
    _row("teamviewer", "go.teamviewer.com"),
    _row("livekit", "meet.livekit.io", r"/rooms/."),
    _row("cal", "app.cal.com", r"/video/."),
    _row("daily", "daily.co", r"/(?!blog|pricing|products|docs)[^/?#]"),
    _row("slack", "app.slack.com", r"/huddle/."),
    _row("discord", "discord.gg"),
    _row("discord", "discord.com", r"/(?:invite|channels)/."),
    _row("gather", "app.gather.town gather.town", r"/app/."),
    _row("around", "meet.around.co", r"/r/."),
    _row("teemyco", "app.teemyco.com", r"/room/."),
    _row("ovice", "ovice.com ovice.in", r"/"),
    _row("pumble", "meet.pumble.com"),
    _row("tuple", "tuple.app", r"/c/."),
    _row("coscreen", "join.coscreen.co"),
    _row("pop", "pop.com", r"/j/."),
    _row("demodesk", "demodesk.com", r"/(?!blog|pricing|product)[^/?#]"),
    _row("gong", "join.gong.io"),
    _row("chorus", "go.chorus.ai"),
    _row("livestorm", "app.livestorm.com", r"/(?:p/)?.", broadcast=True),
    _row("demio", "event.demio.com my.demio.com", broadcast=True),
    _row("streamyard", "streamyard.com", broadcast=True),
    _row("riverside", "riverside.fm", r"/studio/.", broadcast=True),
    _row("luma", "lu.ma", r"/join/.", broadcast=True),
    _row("vimeo", "venues.vimeo.com", broadcast=True),
    _row("vimeo", "vimeo.com", r"/event/.", broadcast=True),
    _row("youtube", "youtube.com", r"/live/.|/watch\?", broadcast=True),
    _row("youtube", "youtu.be", broadcast=True),
    _row("blackboard", "bbcollab.com", r"/."),
    _row("doxy", "doxy.me"),
    _row("preply", "preply.com", r"/[^/]+/live/.|/live/."),
    _row("userzoom", "go.userzoom.com", r"/participate/."),
    _row("venue", "app.venue.live", r"/app/."),
    _row("meetecho", "meetecho.ietf.org meetings.conf.meetecho.com", r"/."),
    _row("vsee", "vsee.com", r"/(?:c|u)/."),
    _row("vowel", "vowel.com", r"/(?:#/)?(?:g|m|ss)/."),
    _row("zhumu", "welink.zhumu.com", r"/j/."),
    _row("lark", "vc.larksuite.com", r"/j/."),
    _row("feishu", "vc.feishu.cn", r"/j/."),
    _row("voov", "voovmeeting.com meeting.tencent.com", r"/(?:dm|p|s|v)/."),
    _row("workplace", "workplace.com", r"/groupcall/."),
    _row("suit", "conference.istesuit.com"),
    _row("uberconference", "uberconference.com dialpad.com", r"/(?:room|conference|meeting|[\w.-]+$)"),
    _row("joinme", "join.me", r"/\d|/[\w.-]+$"),
    _row("blizz", "go.blizz.com"),
    _row("jam", "jam.systems"),
)

ANY_HOST: tuple[Provider, ...] = (
    _row("teams", "", r"/teams/?\?(?:.*&)?conf=\d"),
    _row("pexip", "", r"/webapp/(?:#/)?(?:conference/|m/|home\?|\?).*[\w@]|/webapp3?/(?:m|conference)/."),
    _row("cms", "", r"/invited\.sf\?(?=.*secret=)(?=.*id=)|/meeting/\d{4,}\?.*secret="),
    _row("bigbluebutton", "", r"/b/[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}(?:-[a-z0-9]{3})?(?:[/?#]|$)"),
    _row("bigbluebutton", "", r"/rooms/[a-z0-9-]{6,}/join(?:[/?#]|$)"),
    _row("nextcloud", "", r"(?:/index\.php)?/call/[a-z0-9]{8,10}(?:[/?#]|$)"),
)

# Hosts of an organisation's own, told by their first label.
OWN_HOST: dict[str, Provider] = {
    "meet": _row("skype", "", r"/[\w.-]+/[A-Z0-9]{6,10}(?:[/?#]|$)"),
    "lync": _row("skype", "", r"/meet/."),
    "jitsi": _row("jitsi", "", r"/(?!static/)[\w-]{3,}"),
}

# On the same hosts, and no meeting: refused before any row is tried.
NOT_A_MEETING = re.compile(
    r"/l/(?:meeting/new|channel|message|chat|team|entity|app|file)\b|/meetingOptions|/pricing|/u/|/rec/(?!webinar)"
    r"|/wc/home|/recording|/landing|.*/recording/(?:play|detail|service|playback)|/download|/support|/microsoft-teams",
    re.IGNORECASE,
)

# Pages with a meeting's phone numbers: a bridge one can only dial.
DIAL_IN_HOSTS: dict[str, str] = {"tel.meet": "meet"}

MAP_HOSTS: tuple[tuple[str, str], ...] = (
    ("maps.google.com", "/"),
    ("google.com", "/maps"),
    ("google.se", "/maps"),
    ("maps.app.goo.gl", "/"),
    ("goo.gl", "/maps"),
    ("maps.apple.com", "/"),
    ("maps.apple", "/"),
    ("bing.com", "/maps"),
    ("openstreetmap.org", "/"),
    ("hitta.se", "/"),
    ("kartor.eniro.se", "/"),
    ("eniro.se", "/kart"),
    ("what3words.com", "/"),
    ("w3w.co", "/"),
    ("waze.com", "/ul"),
    ("here.com", "/"),
    ("mapy.cz", "/"),
    ("reittiopas.fi", "/"),
    ("kartta.hsl.fi", "/"),
    ("kart.gulesider.no", "/"),
    ("krak.dk", "/kort"),
)
