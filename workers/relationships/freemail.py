"""Mail providers where an address says nothing of an employer, and hosts that no person writes from. Data only.

Each freemail address is an account of its own. Names end in a dot where the provider has one domain a country.
"""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

FREEMAIL = frozenset(
    """
    gmail.com googlemail.com
    outlook.com outlook.dk outlook.de outlook.fr outlook.es outlook.it outlook.com.br outlook.pt hotmail.com hotmail.se hotmail.no hotmail.dk hotmail.fi
    hotmail.de hotmail.co.uk hotmail.fr hotmail.it hotmail.es live.com live.se live.no live.dk live.fi live.de
    live.co.uk live.fr live.nl msn.com windowslive.com passport.com
    icloud.com me.com mac.com
    ymail.com rocketmail.com myyahoo.com aol.com aol.se aol.de aol.co.uk aim.com verizon.net att.net comcast.net
    sbcglobal.net bellsouth.net cox.net charter.net
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me
    fastmail.com fastmail.fm hey.com hushmail.com mailbox.org posteo.de posteo.net disroot.org riseup.net
    runbox.com kolabnow.com startmail.com zoho.com zohomail.com zohomail.eu duck.com mozmail.com
    mail.com email.com usa.com europe.com inbox.com inbox.lv mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru
    rambler.ru qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com
    gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.eu gmx.org web.de t-online.de freenet.de arcor.de online.de email.de
    vodafone.de unitybox.de kabelmail.de versanet.de ewe.net osnanet.de magenta.de mail.de aikq.de
    bluewin.ch hispeed.ch sunrise.ch aon.at chello.at a1.net utanet.at
    telia.com bredband.net bredband2.com bredbandsbolaget.se comhem.se spray.se passagen.se swipnet.se tele2.se
    home.se glocalnet.net tiscali.se ownit.nu bahnhof.se algonet.se bostream.nu brikks.com mbox.se
    mbox200.swipnet.se mbox300.swipnet.se mbox301.swipnet.se mbox302.swipnet.se privat.utfors.se tyfon.com
    hem.utfors.se chello.se halebop.se pp.nu netatonce.net netatonce.se junet.se lidkopingsnat.se skekraft.net
    blixtmail.se webmail.se ostersundsfiber.se skaraborg.nu gotanet.com alltele.se allting.se t3.se a3.se
    online.no frisurf.no broadpark.no lyse.net altibox.no c2i.net start.no sensewave.com getmail.no bluezone.no
    ebnett.no tele2.no epost.no haugnett.no nextgentel.com nvtv.no
    mail.dk mail.tele.dk tdcadsl.dk jubii.dk jubiimail.dk ofir.dk get2net.dk post.tele.dk youmail.dk stofanet.dk
    webspeed.dk fibermail.dk post.cybercity.dk cybercity.dk privat.dk tdcspace.dk energimail.dk sol.dk
    elisanet.fi kolumbus.fi luukku.com suomi24.fi saunalahti.fi pp.inet.fi inet.fi dnainternet.net dnainternet.fi
    netti.fi nettimail.fi pp.phnet.fi phnet.fi welho.com jippii.fi surffi.net mbnet.fi kotiportti.fi
    simnet.is internet.is visir.is
    btinternet.com talktalk.net virginmedia.com sky.com ntlworld.com blueyonder.co.uk tiscali.co.uk
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr numericable.fr ziggo.nl kpnmail.nl planet.nl hetnet.nl
    xs4all.nl telenet.be skynet.be proximus.be libero.it virgilio.it alice.it tin.it
    wp.pl o2.pl onet.pl interia.pl op.pl poczta.onet.pl seznam.cz centrum.cz email.cz mail.ee hot.ee online.ee inbox.lt
    """.split()
)
FREEMAIL_FAMILIES = frozenset({"yahoo", "hotmail", "gmx", "yandex"})
"""Providers with one domain a country (`yahoo.no`, `yahoo.co.uk`): the label in front of the public suffix."""

SAME_PROVIDER = {"googlemail.com": "gmail.com", "protonmail.com": "proton.me", "pm.me": "proton.me"}
"""Two names of one mailbox."""

SHARED_SUFFIXES = {
    "mail.onmicrosoft.com": "onmicrosoft.com",
    "onmicrosoft.com": "onmicrosoft.com",
    "kommun.se": "kommun.se",
}
"""Like public suffixes, though not on the list: the label in front is the company, written before the right-hand name."""

MACHINES = frozenset(
    """
    group.calendar.google.com resource.calendar.google.com import.calendar.google.com group.v.calendar.google.com
    calendar.google.com calendar-server.bounces.google.com googlegroups.com imip.me.com unq.gbl.spaces thread.v2
    thread.tacv2 thread.skype teams.ms emea.teams.ms amer.teams.ms apac.teams.ms groups.outlook.com bounces.google.com
    zoom.us calendly.com calendly.io savvycal.com cal.com doodle.com bookings.microsoft.com webex.com gotomeeting.com
    eventbrite.com meetup.com lu.ma invalid
    """.split()
)
"""Hosts, with their sub-domains, that write or stand in for calendars, rooms and booking pages, never for a customer."""
