"""The words by which automatic invitation texts are known, in the languages they come in.

Collected from invitations of Teams, Meet, Zoom, Webex, Skype and GoTo. All in lower case; matched at the start of a line.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(sorted({" ".join(phrase.split()) for phrase in text.split(";") if phrase.strip()}))


# A line beginning so belongs to an automatic block and opens one: phrase, provider, language ("" where it does not tell).
OPENINGS: tuple[tuple[str, str, str], ...] = (
    ("microsoft teams meeting", "teams", "en"),
    ("microsoft teams need help?", "teams", "en"),
    ("join microsoft teams meeting", "teams", "en"),
    ("join on your computer", "teams", "en"),
    ("click here to join the meeting", "teams", "en"),
    ("join the meeting now", "teams", "en"),
    ("join: http", "teams", "en"),
    ("microsoft teams-möte", "teams", "sv"),
    ("microsoft teams behöver du hjälp", "teams", "sv"),
    ("anslut till microsoft teams", "teams", "sv"),
    ("jobba på datorn eller mobilappen", "teams", "sv"),
    ("anslut på datorn, mobilappen", "teams", "sv"),
    ("delta på datorn, mobilappen", "teams", "sv"),
    ("klicka här för att ansluta till mötet", "teams", "sv"),
    ("anslut till mötet nu", "teams", "sv"),
    ("anslut till: http", "teams", "sv"),
    ("anslut: http", "teams", "sv"),
    ("microsoft teams-møte", "teams", "nb"),
    ("microsoft teams trenger du hjelp", "teams", "nb"),
    ("bli med i microsoft teams", "teams", "nb"),
    ("bli med på datamaskinen", "teams", "nb"),
    ("klikk her for å bli med i møtet", "teams", "nb"),
    ("bli med i møtet nå", "teams", "nb"),
    ("bli med: http", "teams", "nb"),
    ("microsoft teams-møde", "teams", "da"),
    ("microsoft teams har du brug for hjælp", "teams", "da"),
    ("klik her for at deltage i mødet", "teams", "da"),
    ("tilmeld dig mødet nu", "teams", "da"),
    ("deltag på din computer", "teams", "da"),
    ("deltag i microsoft teams", "teams", "da"),
    ("tilmeld dig: http", "teams", "da"),
    ("deltag: http", "teams", "da"),
    ("microsoft teams -kokous", "teams", "fi"),
    ("microsoft teams tarvitsetko apua", "teams", "fi"),
    ("liity tietokoneella tai mobiilisovelluksella", "teams", "fi"),
    ("liity kokoukseen napsauttamalla", "teams", "fi"),
    ("liity kokoukseen nyt", "teams", "fi"),
    ("liity microsoft teams", "teams", "fi"),
    ("liity: http", "teams", "fi"),
    ("microsoft teams-besprechung", "teams", "de"),
    ("microsoft teams benötigen sie hilfe", "teams", "de"),
    ("nehmen sie auf dem computer", "teams", "de"),
    ("nehmen sie an der microsoft teams", "teams", "de"),
    ("hier klicken, um an der besprechung teilzunehmen", "teams", "de"),
    ("jetzt an der besprechung teilnehmen", "teams", "de"),
    ("an microsoft teams-besprechung teilnehmen", "teams", "de"),
    ("teilnehmen: http", "teams", "de"),
    ("réunion microsoft teams", "teams", "fr"),
    ("join with google meet", "meet", "en"),
    ("this event has a video call", "meet", "en"),
    ("den här händelsen har ett videosamtal", "meet", "sv"),
    ("anslut till google meet", "meet", "sv"),
    ("anslut med google meet", "meet", "sv"),
    ("gå med: http", "meet", "sv"),
    ("gå med i google meet", "meet", "sv"),
    ("bli med med google meet", "meet", "nb"),
    ("deltag med google meet", "meet", "da"),
    ("liity google meetiin", "meet", "fi"),
    ("über google meet teilnehmen", "meet", "de"),
    ("join zoom meeting", "zoom", "en"),
    ("join zoom webinar", "zoom", "en"),
    ("join our cloud hd video meeting", "zoom", "en"),
    ("anslut till zoom-möte", "zoom", "sv"),
    ("gå med i zoom-möte", "zoom", "sv"),
    ("bli med i zoom-møte", "zoom", "nb"),
    ("deltag i zoom-møde", "zoom", "da"),
    ("liity zoom-kokoukseen", "zoom", "fi"),
    ("zoom-meeting beitreten", "zoom", "de"),
    ("join skype meeting", "skype", "en"),
    ("join online meeting", "skype", "en"),
    ("anslut till skype-mötet", "skype", "sv"),
    ("anslut till skype-möte", "skype", "sv"),
    ("anslut till onlinemöte", "skype", "sv"),
    ("bli med i skype-møte", "skype", "nb"),
    ("deltag i skype-møde", "skype", "da"),
    ("liity skype-kokoukseen", "skype", "fi"),
    ("an skype-besprechung teilnehmen", "skype", "de"),
    ("skype meeting", "skype", "en"),
    ("skype-möte", "skype", "sv"),
    ("-- do not delete or change any of the following text", "webex", "en"),
    ("when it's time, join your webex meeting", "webex", "en"),
    ("join webex meeting", "webex", "en"),
    ("join meeting http", "webex", "en"),
    ("join from the meeting link", "webex", "en"),
    ("anslut till webex-möte", "webex", "sv"),
    ("please join my meeting from your computer", "goto", "en"),
    ("<https://aka.ms/jointeamsmeeting", "teams", ""),
)

# Anywhere in a line: somebody's name stands first.
INVITING: tuple[tuple[str, str, str], ...] = (
    ("is inviting you to a scheduled zoom", "zoom", "en"),
    ("has invited you to a scheduled zoom", "zoom", "en"),
    ("bjuder in dig till ett schemalagt zoom", "zoom", "sv"),
    ("inviterer deg til et planlagt zoom", "zoom", "nb"),
    ("inviterer dig til et planlagt zoom", "zoom", "da"),
    ("kutsuu sinut ajoitettuun zoom", "zoom", "fi"),
    ("lädt sie zu einem geplanten zoom", "zoom", "de"),
)

# Anywhere in a line, whatever the language: pages only an automatic block points at.
BLOCK_PAGES = (
    "aka.ms/jointeamsmeeting",
    "/meetingoptions/?",
    "dialin.teams.microsoft.com",
    "support.google.com/a/users/answer/9282720",
    "tel.meet/",
    "zoom.us/u/",
)

# A line beginning so carries on a block that has been opened; alone it is nothing.
CONTINUATIONS = _phrases(
    """
    meeting id; passcode; password; pin:; or call in; dial in; dial by; phone conference id; conference id; for
    organizers;
    meeting options; join on a video; join from; join by; tenant key; video id; video conference; more info;
    learn more;
    need help; download teams; find a local number; find your local; reset dial-in; reset pin; system reference;
    meeting code;
    or dial; more phone numbers; more joining options; please do not edit; one tap mobile; meeting number;
    meeting password;
    host key; access code; need help; tap to join; global call-in; you can also dial; topic:; time:; join
    instructions; privacy and security;
    or copy; help |; org help; microsoft teams; view your live; to join from; united states; sweden; finland;
    first online meeting;
    mötes-id; mötesid; lösenord; lösenkod; pinkod; eller ring in; ring in; telefonkonferens; konferens-id; för
    organisatörer; för arrangörer;
    mötesalternativ; läs mer om; behöver du hjälp; ladda ned teams; ladda ner teams; hitta ett lokalt;
    återställ; anslut på en enhet; anslut på en videokonferens;
    anslut från; klientnyckel; klientorganisationsnyckel; videokonferens-id; video-id; fler telefonnummer; ändra
    inte det här; systemreferens; ämne:; tid:; eller ring:; läs mer; ring från;
    møte-id; passord; last ned teams; finn ut mer; møtealternativer; trenger du hjelp; eller ring inn; ring inn;
    for arrangører; konferanse-id; leiernøkkel; videokonferanse; mer informasjon; finn et lokalt;
    møde-id; adgangskode; få mere at vide; mødeindstillinger; tilmeld dig på en enhed; lejernøgle; har du brug
    for hjælp; eller ring op; ring op; find et lokalt; telefonkonference; hent teams; download teams; flere
    oplysninger;
    lisätietoja; kokousasetukset; kokouksen tunnus; videoneuvottelun tunnus; tunnuskoodi; salasana; tarvitsetko
    apua; tai soita; soita; järjestäjille; lataa teams; puhelinneuvottelun tunnus; vuokraajan avain; liity
    videoneuvottelu; etsi paikallinen;
    besprechungs-id; kennung; kenncode; kennwort; telefonkonferenz-id; benötigen sie hilfe; für organisatoren;
    besprechungsoptionen; weitere infos; weitere informationen; oder anrufen; telefonisch einwählen; einwahl per
    telefon; mandantenschlüssel; videokonferenz; teams herunterladen; lokale nummer; pin zurücksetzen;
    einwahl-pin;
    """
)

DIAL_IN = ("call in", "dial", "ring in", "ring inn", "ring op", "soita", "anrufen", "einwahl", "conference id", "konferens-id", "access code")  # fmt: skip

# The texts calendars themselves put where a place would stand.
PLACEHOLDERS: dict[str, str] = {
    "microsoft teams meeting": "teams",
    "microsoft teams": "teams",
    "teams meeting": "teams",
    "microsoft teams-möte": "teams",
    "microsoft teams-møte": "teams",
    "microsoft teams-møde": "teams",
    "microsoft teams -kokous": "teams",
    "microsoft teams-kokous": "teams",
    "microsoft teams-besprechung": "teams",
    "microsoft teams-vergadering": "teams",
    "réunion microsoft teams": "teams",
    "reunión de microsoft teams": "teams",
    "riunione di microsoft teams": "teams",
    "skype meeting": "skype",
    "skype-möte": "skype",
    "skype-møte": "skype",
    "skype-møde": "skype",
    "skype-kokous": "skype",
    "skype-besprechung": "skype",
    "google meet": "meet",
    "google meet (instructions in description)": "meet",
    "google hangouts": "hangouts",
    "zoom meeting": "zoom",
    "webex meeting": "webex",
    "cisco webex": "webex",
}

# Words that by themselves, and with nothing but each other and the fillers, make a place text mean "on screen".
TOOLS: dict[str, str] = {
    "teams": "teams",
    "teamsissä": "teams",
    "meet": "meet",
    "gmeet": "meet",
    "hangouts": "hangouts",
    "zoom": "zoom",
    "zoomissa": "zoom",
    "webex": "webex",
    "skype": "skype",
    "whereby": "whereby",
    "facetime": "facetime",
    "jitsi": "jitsi",
    "teamsmöte": "teams",
    "teams-möte": "teams",
    "teamsmøte": "teams",
    "teams-møte": "teams",
    "teamsmøde": "teams",
    "teams-møde": "teams",
    "teams-kokous": "teams",
    "teams-palaveri": "teams",
    "teams-besprechung": "teams",
    "teams-meeting": "teams",
    "teams-termin": "teams",
    "teams-länk": "teams",
    "teamslänk": "teams",
    "teamssamtal": "teams",
    "zoom-möte": "zoom",
    "zoommöte": "zoom",
    "zoom-møte": "zoom",
    "zoom-møde": "zoom",
    "zoom-meeting": "zoom",
    "zoom-kokous": "zoom",
}
SCREEN_WORDS = _words(
    """
    online digital digitalt digitala digitally virtual virtuell virtuellt virtuelt remote distans distansmöte
    distance onlinemöte online-möte webbmöte webmöte videomöte video-möte videosamtal videokonferens video
    videolänk videocall länk link lenke linkki länken nettmøte nettmøde onlinemøte onlinemøde videomøte
    videomøde videosamtale fjernmøte fjernmøde etäkokous etäpalaveri etänä verkossa videoneuvottelu videopuhelu
    videokonferenz videokonferanse videokonference onlinebesprechung online-besprechung online-meeting
    onlinetermin online-termin videobesprechung webinar webinarium hangout
    """
)
FILLERS = _words(
    """
    microsoft ms google cisco möte mötet møte møde meeting call samtal kokous palaveri besprechung termin via på
    per över over on by i in auf über the a en ett kommer skickas follows coming will be sent separat separate
    seuraa later senare to till details se kallelsen invitation inbjudan kalenderinbjudan body description
    beskrivning instructions for with med only endast bara room-link conference - -- – — meeting: länk: link:
    join anslut rum konferenssystem below nedan see above
    """
)
