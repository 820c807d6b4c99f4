"""The words by which people say how they will meet, in Swedish, English, Norwegian, Danish, Finnish and German.

Data only: phrases in lower case, whole tokens, between semicolons; one row a language. How they are read: signs.py.
"""

from collections.abc import Mapping
from enum import StrEnum


class Says(StrEnum):
    """What a phrase says of how people meet."""

    SCREEN = "screen"
    PHONE = "phone"
    NUMBER = "number"  # a telephone number to ring
    TOGETHER = "together"  # face to face, wherever
    VISIT = "visit"  # somebody goes to somebody
    YOURS = "yours"  # at the reader's, seen from whoever wrote it
    OURS = "ours"  # at the writer's
    MEAL = "meal"
    ADDRESS = "address"
    HYBRID = "hybrid"
    NOT_SCREEN = "not_screen"
    CHANGE = "change"  # nothing by itself: what is said beside it is newer than the rest
    INSTEAD = "instead"  # "instead of": turns what follows around
    IGNORED = "ignored"  # looks like one of the others and is none


class When(StrEnum):
    """Where a phrase counts."""

    ANYWHERE = "anywhere"
    ALONE = "alone"  # with nothing but punctuation beside it: "Avstämning (Teams)"
    WITH_MEETING = "with_meeting"  # in a body only beside a word for meeting: "hur går det hos er" is none
    MOVING = "moving"  # only beside a word for change: "flyttat till Teams"
    NEGATED = "negated"  # only turned around: "ingen länk denna gång"
    HEADING = "heading"  # in titles and places, not in running text
    OPENING = "opening"  # only as a title's first words: "Ring Karin"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    """Phrases between semicolons; a line's end is one too."""
    return tuple(" ".join(phrase.split()) for phrase in text.replace("\n", ";").split(";") if phrase.strip())


_TOOLS = "teams;ms teams;microsoft teams;zoom;google meet;webex;skype;whereby"
_SCREEN_WITH = {  # with a tool behind: "via Teams"
    "sv": "via;på;över",
    "en": "on;over;via;through;using",
    "nb": "via;på;over",
    "da": "via;på;over",
    "fi": "via",
    "de": "via;per;über;auf",
}
_TO_WITH = {"sv": "till", "en": "to", "nb": "til", "da": "til", "de": "zu;nach;auf", "fi": ""}


def _with(prepositions: Mapping[str, str], words: str) -> dict[str, str]:
    """Every preposition before every word."""
    return {
        language: ";".join(f"{before} {word}" for before in _phrases(row) for word in _phrases(words))
        for language, row in prepositions.items()
    }


_SCREEN = {
    "sv": """
        teamsmöte; teams-möte; teamsmötet; teams-mötet; teams möte; teamssamtal; teams-samtal; teamsavstämning;
        teams-avstämning; zoommöte; zoom-möte; zoom-mötet; zoommötet; skypemöte; skype-möte; meet-möte; onlinemöte;
        online-möte; onlinemötet; videomöte; video-möte; videomötet; videosamtal; videokonferens; webbmöte; webmöte;
        distansmöte; distansmötet; digitalmöte; digitalt möte; digitala mötet; online möte; mötet är digitalt;
        möte digitalt; mötet digitalt; ses digitalt; träffas digitalt; hörs digitalt; höras digitalt; möts digitalt;
        det digitalt; vi digitalt; blir digitalt; digitalt via; digitalt denna; digitalt den här; digitalt istället;
        digitalt i stället; digitalt på; kör digitalt; hålls digitalt; sker digitalt; ses online; möts online;
        mötet online; via länk; på länk; via länken; via video; på video; på distans; via teamslänk; via teams-länk;
        via teamslänken; via zoomlänken; via zoom-länken; virtuellt möte; ses virtuellt; digital avstämning;
        digital fika; digital lunch; digitalfika; digital afterwork; teams-fika; teamsfika; digitalt kaffe;
        digital kaffe; digital träff; digital demo; digital genomgång; digital uppföljning
    """,
    "en": """
        teams meeting; teams call; teams-meeting; zoom meeting; zoom call; webex meeting; skype meeting; skype call;
        google meet call; video call; video meeting; video conference; videocall; video chat; online meeting;
        online call; virtual meeting; virtual call; remote meeting; remote call; remotely; virtually; meet online;
        meeting online; online via; virtual coffee; virtual lunch; on video; via video; over video; by video;
        via the link; virtual session; online session; virtual visit; meeting virtual
    """,
    "nb": """
        teamsmøte; teams-møte; teamsmøtet; teams-møtet; nettmøte; videomøte; digitalt møte; møtet er digitalt;
        møtet digitalt; møtes digitalt; ses digitalt; tar det digitalt; fjernmøte; zoom-møte; skype-møte; på video;
        via video; blir digitalt; digital kaffe; digital lunsj; via lenke; via lenken
    """,
    "da": """
        teamsmøde; teams-møde; teamsmødet; teams-mødet; onlinemøde; online møde; videomøde; virtuelt møde;
        digitalt møde; mødet er virtuelt; mødet er online; mødes online; mødes virtuelt; mødes digitalt; ses online;
        fjernmøde; zoom-møde; skype-møde; på video; via video; holdes online; bliver online; virtuel kaffe;
        virtuel frokost; via linket
    """,
    "fi": """
        teamsissä; teamsissa; teamsilla; teamsin kautta; teams-kokous; teams-palaveri; teamspalaveri;
        teams-tapaaminen; teams kokous; teams palaveri; zoomissa; zoomilla; zoomin kautta; meetissä; google meetissä;
        etäkokous; etäpalaveri; etätapaaminen; etänä; etäyhteydellä; etäyhteyksin; verkkokokous; verkkotapaaminen;
        verkossa; videopuhelu; videopalaveri; videoneuvottelu; videokokous; virtuaalikahvit; virtuaalinen kokous;
        virtuaalitapaaminen; linkin kautta
    """,
    "de": """
        teams-besprechung; teams-meeting; teams-termin; teams-call; teams termin; teams-sitzung; zoom-meeting;
        zoom-termin; zoom-call; online-meeting; online-termin; online-besprechung; onlinebesprechung; onlinetermin;
        onlinemeeting; videokonferenz; videoanruf; videocall; video-call; videobesprechung; virtuelles treffen;
        virtuelle besprechung; virtuelles meeting; digitaler termin; digitales treffen; remote-termin; findet online;
        online statt; per video; virtueller kaffee; webmeeting
    """,
}

_PHONE = {
    "sv": """
        ring mig; ring mej; ringer dig; ringer er; ringer upp; jag ringer; vi ringer; ni ringer; ring upp mig;
        slå en signal; ta det på telefon; ta det per telefon; per telefon; på telefon; på tfn; via telefon;
        över telefon; på telefonen; telefonmöte; telefonmötet; telefonsamtal; telefonsamtalet; telefonavstämning;
        telefonuppföljning; telefonintervju; telefonkonferens
    """,
    "en": """
        call me; i will call; i'll call; i’ll call; will call you; we'll call; we’ll call; call you; by phone;
        over the phone; on the phone; over phone; via phone; via telephone; by telephone; phone call; phone meeting;
        phone catch-up; phone interview; telephone call; telephone meeting; give me a call; give you a call;
        give you a ring; ring you
    """,
    "nb": """
        ring meg; jeg ringer; vi ringer; ringer deg; ringer dere; telefonmøte; telefonmøtet; telefonsamtale;
        per telefon; på telefon; over telefon; via telefon; på tlf
    """,
    "da": """
        ring mig op; jeg ringer; vi ringer; ringer til dig; ringer dig; ringer jer; telefonmøde; telefonmødet;
        telefonsamtale; per telefon; pr telefon; på telefonen; over telefonen; telefonisk
    """,
    "fi": """
        soitan; soitan sinulle; soitamme; soita minulle; soitellaan; puhelimitse; puhelimessa; puhelimella;
        puhelinpalaveri; puhelinkokous; puhelinaika; puhelinkeskustelu
    """,
    "de": """
        telefonat; telefontermin; telefonisch; telefongespräch; telefonkonferenz; rückruf; rufe sie an; rufe dich an;
        rufe ich; ich rufe; wir rufen; rufen sie mich; ruf mich; per telefon; am telefon; via telefon
    """,
}

_TOGETHER = {
    "sv": """
        på plats; på-plats; fysiskt möte; fysiska mötet; fysisk träff; fysiskt mötet; fysiskt denna; fysiskt den här;
        fysiskt hos; fysiskt på; ses fysiskt; träffas fysiskt; möts fysiskt; det fysiskt; fysiskt istället;
        fysiskt i stället; mötet fysiskt; mötet är fysiskt; i verkligheten; öga mot öga; ansikte mot ansikte; irl;
        in real life; ses live; träffas live; platsmöte
    """,
    "en": """
        in person; in-person; face to face; face-to-face; f2f; on site; on-site; onsite; onsite meeting; physically;
        physical meeting; meet in real life; irl
    """,
    "nb": """
        fysisk møte; fysiske møtet; møtet er fysisk; møtes fysisk; fysisk oppmøte; på stedet; ansikt til ansikt;
        ses fysisk; treffes fysisk; fysisk denne; fysisk i stedet; tar det fysisk; oppmøte på
    """,
    "da": """
        fysisk møde; fysiske møde; mødet er fysisk; mødes fysisk; fysisk fremmøde; fremmøde; ansigt til ansigt;
        ses fysisk; fysisk denne; fysisk i stedet; tager det fysisk
    """,
    "fi": """
        paikan päällä; paikan päälle; kasvokkain; kasvotusten; livenä; läsnätapaaminen; läsnäkokous; lähitapaaminen;
        lähipalaveri; lähikokous; lähitapaamisena
    """,
    "de": """
        vor ort; vor-ort; vor-ort-termin; persönlich; persönliches treffen; in präsenz; präsenztermin;
        präsenzmeeting; vor-ort-besuch; vorort-termin
    """,
}

_VISIT = {
    "sv": """
        besök; besök hos; besöker; kundbesök; studiebesök; platsbesök; säljbesök; företagsbesök; fabriksbesök;
        hos kund; hos kunden; ute hos kund; kundbesöket; rundvandring; kommer förbi; tittar förbi; svänger förbi;
        kikar förbi; åker förbi er; hälsar på er; kundens kontor; kundens lokaler
    """,
    "en": """
        swing by; drop by your; stop by your; come by your; flying in; visit; site visit; customer visit;
        client visit; office visit; factory visit; factory tour; site tour; visiting; at customer; at the customer;
        at client; customer site; client site; customer's office; client's office; customer office; client office
    """,
    "nb": """besøk;besøk hos;besøker;kundebesøk;bedriftsbesøk;hos kunde;hos kunden;omvisning""",
    "da": """besøg;besøg hos;besøger;kundebesøg;virksomhedsbesøg;hos kunde;hos kunden;rundvisning""",
    "fi": """
        vierailu; vierailulla; asiakaskäynti; asiakasvierailu; yritysvierailu; käynti; asiakkaalla; asiakkaan luona;
        asiakkaan tiloissa; tehdaskierros
    """,
    "de": """
        besuch; besuch bei; kundenbesuch; kundentermin vor ort; werksbesuch; betriebsbesichtigung; besichtigung;
        werksführung; beim kunden
    """,
}

_YOURS = {  # plain statements; looser ones stand in _YOURS_LOOSE
    "sv": """
        kommer till er; kommer ut till er; kommer ner till er; kommer upp till er; åker till er; ut till er;
        besöker er; ert kontor; ert hk; ert huvudkontor; era lokaler; er fabrik; ert konferensrum; ses hos er;
        möts hos er; träffas hos er; plats hos er; mötet hos er; möte hos er
    """,
    "en": """
        at your office; your office; your offices; your place; at your site; your premises; your headquarters;
        your hq; come to you; come over to you; come to your; visit you; visiting you; coming to you; coming to your;
        your meeting room
    """,
    "nb": """
        kommer til dere; kommer ut til dere; deres kontor; kontoret deres; deres lokaler; besøker dere; ses hos dere;
        møtes hos dere
    """,
    "da": """
        kommer til jer; kommer ud til jer; jeres kontor; jeres lokaler; besøger jer; ses hos jer; mødes hos jer
    """,
    "fi": """
        teidän toimisto; teidän toimistolla; teidän toimistolle; teidän tiloissa; teidän tiloihin; tulen teille;
        tulemme teille; tullaan teille; toimistollanne; tiloissanne; luonanne
    """,
    "de": """
        ihr büro; ihrem büro; ihr haus; ihrem hause; ihrem haus; euer büro; eurem büro; komme zu ihnen;
        kommen zu ihnen; zu ihnen kommen; komme zu euch; kommen zu euch; treffen uns bei ihnen; besuche sie;
        besuchen sie vor
    """,
}
_YOURS_LOOSE = {
    "sv": "hos er;hemma hos er",
    "en": "at yours",
    "nb": "hos dere",
    "da": "hos jer",
    "fi": "teillä",
    "de": "bei ihnen;bei euch",
}
_OURS = {
    "sv": """
        välkommen till oss; välkomna till oss; välkommen hit; välkomna hit; anmäl er i receptionen;
        anmäl dig i receptionen; ni kommer till oss; kommer till oss; kom till oss; kommer hit; besöker oss;
        vårt kontor; vårt hk; vårt huvudkontor; våra lokaler; vårt konferensrum; vår fabrik; ses hos oss;
        möts hos oss; träffas hos oss; mötet hos oss
    """,
    "en": """
        register at reception; sign in at reception; report to reception; our office; our offices; our place;
        our premises; our headquarters; our hq; come to us; coming to us; visit us; visiting us; our meeting room;
        welcome to our office
    """,
    "nb": """
        velkommen til oss; kommer til oss; vårt kontor; kontoret vårt; våre lokaler; besøker oss; ses hos oss;
        møtes hos oss
    """,
    "da": """
        velkommen til os; velkomne til os; kommer til os; vores kontor; vores lokaler; besøger os; ses hos os;
        mødes hos os
    """,
    "fi": """
        tervetuloa meille; tulette meille; tulet meille; meidän toimisto; meidän toimistolla; meidän tiloissa;
        toimistollamme; tiloissamme; luonamme
    """,
    "de": """
        unser büro; unserem büro; unserem hause; unserem haus; kommen zu uns; kommst zu uns; kommt zu uns;
        besuchen uns; willkommen bei uns; treffen uns bei uns
    """,
}
_OURS_LOOSE = {"sv": "hos oss", "en": "at ours", "nb": "hos oss", "da": "hos os", "fi": "meillä", "de": "bei uns"}

_MEAL = {
    "sv": """
        äter lunch; äta lunch; ses över en lunch; ses över lunch; över en lunch; lunch ingår; bjuder på lunch;
        bjuder på fika; tar en fika; ta en fika; tar en kaffe; över en kaffe; över en fika; lunch ihop;
        lunch tillsammans; lunch serveras; fika serveras; bjuder på kaffe
    """,
    "en": """
        have lunch; grab lunch; over lunch; lunch together; grab a coffee; over coffee; over a coffee; have dinner;
        over dinner; lunch will be served; lunch is included; breakfast together; grab coffee
    """,
    "nb": """
        spiser lunsj; spise lunsj; over en lunsj; lunsj sammen; tar en kaffe; over en kaffe; lunsj serveres;
        byr på lunsj
    """,
    "da": """
        spiser frokost; spise frokost; over en frokost; frokost sammen; tager en kaffe; over en kop kaffe;
        byder på frokost
    """,
    "fi": """
        syödään lounas; lounaan merkeissä; lounaan äärellä; kahvin äärellä; tarjoamme lounaan; lounas tarjotaan;
        kahvilla; lounaalla
    """,
    "de": """
        mittagessen gehen; gemeinsames mittagessen; zum mittagessen; auf einen kaffee; beim mittagessen; essen gehen
    """,
}
_MEAL_HEADING = {
    "sv": """
        lunch; lunchmöte; lunchträff; kundlunch; fika; frukost; frukostmöte; frukostträff; middag; kundmiddag;
        afterwork; after work; aw; kaffe
    """,
    "en": "lunch;lunch meeting;coffee;dinner;breakfast meeting;breakfast;drinks",
    "nb": "lunsj;lunsjmøte;frokost;frokostmøte;middag;kaffe",
    "da": "frokost;frokostmøde;middag;kaffe;kaffemøde",
    "fi": """
        lounas; lounastapaaminen; lounaspalaveri; kahvi; kahvit; aamiainen; aamiaistapaaminen; illallinen
    """,
    "de": "mittagessen;abendessen;kaffee;frühstück;business lunch;arbeitsessen",
}

_HYBRID = {
    "sv": """
        hybridmöte; hybrid-möte; hybridmötet; mötet är hybrid; blir hybrid; som hybrid; på plats eller;
        på plats och via; på plats och digitalt; på plats och på teams; ansluter på teams; ansluter via teams;
        ansluter digitalt; ansluter på länk; deltar på teams; deltar via teams; deltar digitalt; är med på länk;
        med på teams; vara på plats; eller via teams; eller på teams; eller teams; eller digitalt; eller via länk;
        eller på länk; eller zoom; eller via zoom; eller online
    """,
    "en": """
        hybrid meeting; is hybrid; be hybrid; for remote participants; for remote attendees; remote participants;
        joining remotely; join remotely; joins remotely; joining online; joining via teams; joins via teams;
        joining on teams; join on teams; or via teams; or on teams; or teams; or via zoom; or on zoom; or zoom;
        or online; or virtually; or remotely; or dial in; and via teams; in person or; onsite or; on site or;
        on-site or
    """,
    "nb": """
        hybridmøte; møtet er hybrid; eller via teams; eller på teams; eller teams; eller digitalt; deltar på teams;
        deltar via teams; deltar digitalt; kobler seg på; med på teams
    """,
    "da": """
        hybridmøde; mødet er hybrid; eller via teams; eller på teams; eller teams; eller online; eller virtuelt;
        deltager på teams; deltager via teams; deltager online; med på teams
    """,
    "fi": """
        hybridikokous; hybridipalaveri; hybriditapaaminen; hybridinä; hybridi; tai teamsissä; tai teamsilla;
        tai teamsin kautta; tai etänä; tai verkossa; osallistuu etänä; osallistuvat etänä; etäosallistujat;
        etäosallistujille; paikan päällä tai
    """,
    "de": """
        hybrid-meeting; hybrid-termin; hybridmeeting; hybride besprechung; hybrides meeting; als hybrid;
        findet hybrid; oder via teams; oder per teams; oder über teams; oder online; oder teams; vor ort oder;
        schaltet sich; schalten sich; zugeschaltet; nimmt online; remote-teilnehmer
    """,
}

_CHANGE = {
    "sv": """
        flyttat; flyttad; flyttas; flyttar; flyttade; flyttar vi; ändrat; ändrad; ändras; ändrar; ändring; byter;
        bytt; byts; istället; i stället; denna gång; den här gången; denna gången; tar det; tar vi det; ta det;
        tar mötet; tar vi; kör det; kör vi; kör mötet; blir istället; nytt upplägg; ny plats
    """,
    "en": """
        moved; moving; changed; change of plans; switching; switched; switch; instead; this time; do it; do this;
        do the meeting; take it; take this; have it; new location; changed to
    """,
    "nb": """
        flyttet; flyttes; flytter; endret; endres; endrer; bytter; i stedet; isteden; istedenfor; denne gang;
        denne gangen; tar det; tar møtet; kjører det
    """,
    "da": """
        flyttet; flyttes; flytter; ændret; ændres; ændrer; skifter; i stedet; denne gang; tager det; tager mødet;
        holder det
    """,
    "fi": """
        siirretty; siirretään; siirtyy; siirrämme; muutettu; muuttuu; vaihdettu; vaihdetaan; tällä kertaa;
        sen sijaan; pidetäänkin; hoidetaan; pidetään
    """,
    "de": """
        verlegt; verschoben; verlegen; geändert; ändern; stattdessen; diesmal; dieses mal; machen wir; machen es;
        wechseln; umgestellt
    """,
}
_INSTEAD = {
    "sv": "istället för;i stället för;stället för",
    "en": "instead of;rather than",
    "nb": "i stedet for;istedenfor",
    "da": "i stedet for",
    "fi": "",
    "de": "anstatt;statt;anstelle von",
}
_INSTEAD_BEFORE = {"fi": "sijaan;sijasta"}  # stands behind what it turns around

_BARE = {
    "sv": "länk;länken;teamslänk;teams-länk;videolänk;teams;zoom;skype;digitalt;online;video",
    "en": "link;video link;teams link;online;video;virtual;remote",
    "nb": "lenke;link;teams-lenke;digitalt;digital",
    "da": "link;teams-link;virtuelt",
    "fi": "linkkiä;teamsiä;teamsia;etänä;teamsin;etäyhteyttä",
    "de": "link;teams-link;online;virtuell;teams-besprechung",
}
_MOVED_TO = {
    "sv": "till digitalt;till digitalt möte;till länk;till videomöte;till online",
    "en": "to online;to virtual;to a video call;to remote;to video",
    "nb": "til digitalt;til nett;til video",
    "da": "til online;til virtuelt;til video",
    "fi": "teamsiin;zoomiin;etäkokoukseksi;etänä;verkkoon;etäpalaveriksi",
    "de": "in teams;ins netz;auf online;als videokonferenz",
}
_MOVED_TOGETHER = {
    "sv": "till plats;till fysiskt;till fysiskt möte;till ert kontor;till vårt kontor;fysiskt",
    "en": "to in-person;to in person;to onsite;to on-site;physical",
    "nb": "til fysisk;fysisk;til fysisk møte",
    "da": "til fysisk;fysisk;til fysisk møde",
    "fi": "lähitapaamiseksi;läsnä",
    "de": "auf präsenz;präsenz",
}
_SCREEN_ALONE = {
    "": """
        teams; ms teams; microsoft teams; zoom; meet; google meet; webex; skype; video; online; remote; facetime
    """,
    "sv": "digitalt;digital;virtuellt;distans;på distans;länk;via länk;teamslänk",
    "en": "virtual;videoconference;online only",
    "nb": "digitalt;nett;fjernmøte",
    "da": "virtuelt;digitalt",
    "fi": "etä;teamsissa",
    "de": "virtuell;digital",
}
_PHONE_ALONE = {
    "sv": "telefon;tfn;tel;ringer;mobil;mobilen",
    "en": "phone;telephone;conference call;phone call;by telephone;mobile;cell",
    "nb": "tlf;telefon;mobil",
    "da": "telefon;tlf;telefonisk",
    "fi": "puhelin;puhelu;puh",
    "de": "telefon;anruf;telefonisch;telko;handy",
}
_TOGETHER_ALONE = {
    "sv": "fysiskt;live;fysisk;på plats",
    "en": "physical;face2face",
    "nb": "fysisk",
    "da": "fysisk",
    "fi": "läsnä;lähi",
    "de": "präsenz;persönlich",
}
_HYBRID_ALONE = {"": "hybrid;hybridi", "sv": "hybridmöte"}
_PHONE_OPENING = {"sv": "ring", "en": "phone;ring", "nb": "ring", "da": "ring", "fi": "soita;soitto", "de": "anrufen"}
_MET_AFTER = {
    "sv": "möte teams;avstämning teams;uppföljning teams;demo teams",
    "en": "",
    "nb": "møte teams;prat teams",
    "da": "møde teams",
}

_IGNORED = {
    "sv": """
        få på plats; fått på plats; får på plats; allt på plats; finns på plats; komma på plats; kommer på plats;
        kommit på plats; satt på plats; lunch & learn; lunch and learn; allt är på plats; sätta på plats;
        avtal på plats; avtalet på plats; lösning på plats; lösningen på plats; systemet på plats; zooma in;
        lunch till lunch; före lunch; efter lunch; innan lunch; efter lunchen; före lunchen; fram till lunch;
        tiden på plats
    """,
    "en": """
        zoom in; zoom out; meet & greet; meet and greet; visit our website; visit our web; visit our site;
        visit the website; visit the web; visit https; visit www; lunch break; after lunch; before lunch; personally;
        in personal; call center; lunch & learn; lunch and learn; lunch 'n' learn; call you back; virtual machine;
        remote work; onsite support; on-site support contract; in house
    """,
    "nb": "etter lunsj;før lunsj;på plass",
    "da": "efter frokost;før frokost;på plads",
    "fi": "lounaan jälkeen;ennen lounasta;kahvitauko",
    "de": """
        nach dem mittagessen; vor dem mittagessen; persönliche daten; besuchen sie unsere website;
        besuchen sie uns auf; besuchen sie uns unter
    """,
}

_ROWS: tuple[tuple[Says, When, Mapping[str, str]], ...] = (
    (Says.SCREEN, When.ANYWHERE, _SCREEN),
    (Says.SCREEN, When.ANYWHERE, _with(_SCREEN_WITH, _TOOLS)),
    (Says.SCREEN, When.ANYWHERE, _MET_AFTER),
    (Says.SCREEN, When.MOVING, _with(_TO_WITH, _TOOLS)),
    (Says.SCREEN, When.MOVING, _MOVED_TO),
    (Says.SCREEN, When.ALONE, _SCREEN_ALONE),
    (Says.SCREEN, When.NEGATED, _BARE),
    (Says.PHONE, When.ANYWHERE, _PHONE),
    (Says.PHONE, When.ALONE, _PHONE_ALONE),
    (Says.PHONE, When.OPENING, _PHONE_OPENING),
    (Says.TOGETHER, When.ANYWHERE, _TOGETHER),
    (Says.TOGETHER, When.ALONE, _TOGETHER_ALONE),
    (Says.TOGETHER, When.MOVING, _MOVED_TOGETHER),
    (Says.VISIT, When.ANYWHERE, _VISIT),
    (Says.YOURS, When.ANYWHERE, _YOURS),
    (Says.YOURS, When.WITH_MEETING, _YOURS_LOOSE),
    (Says.OURS, When.ANYWHERE, _OURS),
    (Says.OURS, When.WITH_MEETING, _OURS_LOOSE),
    (Says.MEAL, When.ANYWHERE, _MEAL),
    (Says.MEAL, When.HEADING, _MEAL_HEADING),
    (Says.HYBRID, When.ANYWHERE, _HYBRID),
    (Says.HYBRID, When.ALONE, _HYBRID_ALONE),
    (Says.CHANGE, When.ANYWHERE, _CHANGE),
    (Says.INSTEAD, When.ANYWHERE, _INSTEAD),
    (Says.INSTEAD, When.HEADING, _INSTEAD_BEFORE),
    (Says.IGNORED, When.ANYWHERE, _IGNORED),
)

# Every phrase with what it says and where it counts.
PHRASES: tuple[tuple[str, Says, When], ...] = tuple(
    (phrase, says, when) for says, when, rows in _ROWS for row in rows.values() for phrase in _phrases(row)
)

# Too common to look a phrase up by: it is found by its first token that is not one of these.
COMMON = _words("""
    via på över i till med av vi jag det är er on over at in to the a your our by per über auf im zu bei om och and
    or eller oder tai ja mot för for is be as of ut en et ein einen einem den der die das har have will you i'll
    using through do take this kommer come coming og up ring kör tar ta ms microsoft blir mötet möte meeting sie wir
    uns hos vårt ert era våra som nach vor with til tager møtet mødet tidigare
""")

NEGATIONS = _words("""
    ej inte inget ingen inga icke utan ikke intet uden uten ei ilman eikä älä no not without don't won't kein keine
    keinen keiner nicht ohne never aldrig
""")
BUT = frozenset({"utan", "uden", "uten"})  # "without", and after another negation "but": "inte på Teams utan på plats"

# Beside these a visit or a meal is what is talked about, not where people are.
ABOUT = _words("""
    uppföljning uppföljningen efter före innan inför planera planering planerar boka bokar förbereda förberedelse
    förberedelser återkoppling kring angående senaste förra tack nästa after before follow-up followup prep prepare
    plan planning re about last next previous post pre thanks schedule oppfølging etter før forberede planlegge
    forrige neste opfølgning planlægge sidste næste ennen jälkeen suunnittelu suunnitellaan viime seuraava nach vor
    nachbereitung vorbereitung planung letzter letzten nächster inbokning bokning inställt inställd rapport report
    statistik
""")
SOON = _words("efter före innan inför after before nach vor etter før ennen following previous")
# Beside these it is another meeting that is spoken of.
ANOTHER_TIME = _words(
    """
        nästa senare därefter efteråt tidigare förra brukar next later afterwards previous last usually neste
        etterpå forrige næste bagefter sidste seuraava seuraavan myöhemmin viime nächste nächsten nächstes später
        letzte letzten
    """
)
# Beside these a telephone is there just in case.
IN_CASE = _words("""
    om if ifall när når when wenn falls jos hvis vid frågor questions kun framme problem ankomst ankomsten fragen
    kysyttävää spørsmål spørgsmål tveka hesitate reception receptionen porten entrén dörren arrive arrival parkering
    parking hittar försenad late sen
""")
MEETING_WORDS = _words("""
    ses möts träffas mötet mötes möte tar kör plats besök sitter lunch fika møtes mødes treffes møtet mødet møte
    møde hålls mötesplats tavataan tapaaminen tapaamme kokous palaveri pidetään nähdään treffen termin besprechung
    sehen meet meeting findet statt besuch workshop välkomna välkommen velkommen tervetuloa
""")

# --- place texts ---------------------------------------------------------------------------------------

ROOM_WORDS = _words("""
    konferensrum konferensrummet mötesrum mötesrummet sammanträdesrum rum rummet styrelserum styrelserummet sal
    möterom møterom konferanserom rom mødelokale mødelokalet lokale konferencelokale neuvotteluhuone kokoushuone
    huone kokoustila room boardroom besprechungsraum raum konferenzraum sitzungszimmer meetingraum meetingrum
    mötesrumssal
""")
OFFICE_WORDS = _words("""
    kontoret kontor huvudkontoret huvudkontor hk hq office headquarters konttori toimisto toimistolla pääkonttori
    büro hovedkontor hovedkontoret zentrale
""")
VENUE_WORDS = _words("""
    restaurang restaurangen restaurant café cafe kafé kafe caféet hotell hotellet hotel hotelli bageri bageriet
    konditori konditoriet bar pub bistro brasserie krog krogen mässa mässan messe messen fair expo ravintola kahvila
    leipomo bäckerei gasthaus gasthof centralstation centralen station stationen flygplats flygplatsen airport
    flughafen lentoasema lufthavn kongress konferenscenter
""")
NOTHING_WORDS = _words("""
    tbd tba tbc bokas senare meddelas kommer se nedan see below n a na none nothing okänd okänt bestäms ej inte
    bestämt sverige sweden norge norway danmark denmark finland suomi deutschland germany tyskland europe europa
    hemma hemifrån home homeoffice kotona hjemme hjemmekontor hjemmefra zuhause wfh work from working info
    information plats location ort paikka sted later avtalas löst annan egen kalender kalendern my mitt calendar
    details detaljer i vägen not decided yet to be confirmed determined announced ilmoitetaan myöhemmin wird noch
    bekannt gegeben avklares aftales
""")

# Endings and words of streets; the number behind is what makes an address of them.
STREET_ENDINGS = tuple(
    _words("""
        gatan vägen gränd gränden torget allén allé stigen backen kajen leden esplanaden platsen plan gata väg
        brogatan bron svängen slingan ringen gate veien vegen vei veg plass torg brygge bryggen gaten gade gaden vej
        vejen plads torv stræde boulevard boulevarden alle katu tie kuja polku tori aukio puisto kaari ranta rinne
        esplanadi puistotie straße strasse str weg platz allee gasse ring damm ufer chaussee markt
    """)
)
STREET_WORDS = tuple(
    _words("""
        gatan vägen torget väg gata allé gate gt vei veg plass gade vej plads torv katu tie straße strasse str weg
        platz allee street road avenue lane drive way square court boulevard quay
    """)
)
ENGLISH_STREETS = tuple(
    _words("""
        street st road rd avenue ave lane ln drive dr way square sq court ct boulevard blvd quay place
    """)
)

# A typed address in a body counts on a line that begins or says so; others stand in signatures.
PLACE_CUES = _phrases(
    """
        plats:; mötesplats; var:; möts på; ses på; ses i; träffas på; kom till; sitter på; adress:; adressen är;
        vi håller till; välkommen till; välkomna till; where:; location:; venue:; meet at; meeting at; we are at;
        address is; sted:; møtested; mødested; hvor:; møtes på; mødes på; paikka:; osoite on; tavataan; kokouspaikka;
        ort:; treffpunkt; wo:; treffen uns; adresse:; address:; osoite:; come to; besöker oss på
    """
)
SIGN_OFFS = _phrases(
    """
        mvh; med vänlig; med vänliga; vänliga hälsningar; vänligen; hälsningar; bästa hälsningar; best regards;
        kind regards; regards; br,; br /; cheers; med venlig; med vennlig; vennlig hilsen; venlig hilsen; hilsen;
        mvh.; terveisin; ystävällisin; yt,; mit freundlichen; freundliche grüße; viele grüße; beste grüße; lg,; --;
        with best; sincerely; bästa,; //
    """
)
QUOTED = ("-----original", "från:", "from:", "fra:", "von:", "lähettäjä:", "________", "-----ursprungligt", "> ")

# --- travel ----------------------------------------------------------------------------------------------

TRAVEL_WORDS = _words("""
    resa resor resan restid körning reser åker hemresa utresa tågresa flygresa bilresa tåg tåget flyg flyget
    tågbiljett flight train travel travelling traveling journey driving reise reisetid kjøring kjøretid tog fly
    rejse rejsetid kørsel kørselstid matka matkustus matka-aika ajo juna lento fahrt reisezeit anreise abreise
    anfahrt rückfahrt zug bahnfahrt flug travelling: hotell hotel hotelli incheckning boarding utcheckning
""")
TRAVEL_NAMES = _words(
    """
        sj sas norwegian finnair lufthansa mtrx dsb widerøe ryanair snälltåget öresundståg öresundståget flixbus
        flixtrain arlanda landvetter kastrup gardermoen braathens vasttrafik
    """
)
NOT_TRAVEL = _words(
    """
        reseräkning resebidrag resepolicy resepolicyn reseersättning reserapport expenses expense policy budget
        kundresa kundresan resultat digitala digital customer
    """
)
HOMEWARD = _words(
    """
        hem hemresa hemfärd hemåt home hjem hjemreise hjemrejse kotiin kotimatka heim heimreise heimfahrt retur
        return rückfahrt
    """
)
