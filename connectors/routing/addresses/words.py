"""The words that tell what a place text is when it names no town: ours, yours, a room, a screen. Six languages.

Compiled for this program from how people fill in the place of a meeting in Swedish, English, Norwegian, Danish, Finnish
and German. All in small letters; phrases are split by semicolons, words by spaces.
"""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";") if phrase.strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Whole parts of a text.
OWN = _phrases("""
    kontoret; kontor; på kontoret; vårt kontor; på vårt kontor; mitt kontor; huvudkontoret; huvudkontor; hk; hemma;
    hemmakontor; hemmakontoret; hemifrån; jobba hemifrån; hos oss; hos mig; våra lokaler; i våra lokaler; här;
    office; the office; our office; my office; at the office; in the office; in office; at our office; head office;
    headquarters; our headquarters; hq; home; at home; my home; home office; wfh; working from home; work from home;
    our place; at ours; our premises; here; my desk;
    kontoret vårt; hjemme; hjemmekontor; hjemmekontoret; hjemmefra; hos meg; hovedkontoret; hovedkontor; våre lokaler;
    hos os; vores kontor; på vores kontor; vores lokaler;
    toimisto; toimistolla; toimistollamme; meillä; meidän toimisto; meidän toimistolla; kotona; koti; kotitoimisto;
    etätyö; pääkonttori; konttori; konttorilla; meidän tiloissa;
    büro; im büro; unser büro; in unserem büro; bei uns; bei uns im büro; bei uns im haus; bei mir; zuhause; zu hause;
    daheim; homeoffice; home-office; im homeoffice; zentrale; hauptsitz; unsere zentrale; hos oss på kontoret
""")
VAGUE = _phrases("""
    hos er; hos dig; hos dem; hos kund; hos kunden; hos kunder; ute hos kund; ert kontor; era lokaler; i era lokaler; på plats;
    på plats hos er; på plats hos kund; på plats hos kunden; fysiskt; fysiskt möte; besök; kundbesök; studiebesök; på ert kontor;
    tba; tbd; tbc; n/a; ?; ??; lunch; fika; kaffe; middag; frukost; ute; annan plats; okänd; meddelas; meddelas senare; plats meddelas senare;
    se inbjudan; se nedan; enligt överenskommelse; bestäms senare; restaurang; café; hotell; gemensam lunch; promenad;
    your office; at your office; your place; at yours; their office; at their office; your premises; their premises;
    customer site; client site; customer; client; customer's office; client's office; customer office; client office;
    at the customer; at the client; on site; onsite; on-site; on location; in person; in-person; face to face; f2f;
    to be decided; to be determined; to be confirmed; to be announced; coffee; dinner; breakfast; see below; see invite;
    visit; site visit; customer visit; restaurant; hotel; somewhere; outside; offsite; off-site;
    hos dere; hos deg; hos kunde; deres kontor; på deres kontor; på stedet; kundebesøk; besøk; lunsj; fysisk møte; fysisk;
    hos jer; jeres kontor; på jeres kontor; kundebesøg; besøg; frokost; aftales senere; fysisk møde;
    teillä; asiakkaalla; asiakkaan luona; asiakkaan tiloissa; paikan päällä; lounas; kahvi; teidän toimisto;
    teidän toimistolla; asiakaskäynti; vierailu; sovitaan myöhemmin;
    bei ihnen; bei euch; bei dir; beim kunden; vor ort; bei ihnen vor ort; beim kunden vor ort; ihr büro; in ihrem büro;
    euer büro; mittagessen; kaffee; kundenbesuch; kundentermin; besuch; wird noch bekannt gegeben; noch offen; persönlich
""")
ONLINE = _phrases("""
    meet; google meet; via meet; via google meet; länk; via länk; länk i inbjudan; länk kommer; distans; på distans; remote; video; via video; virtual; virtuellt;
    digital; digitalt; digitalt möte; ring; ring mig; jag ringer; jag ringer upp; vi hörs; call; call me; i will call; i'll call;
    dial in; dial-in; mobil; mobilen; tel; via telefon; per telefon; på telefon; by phone; over the phone; web; webb; webben;
    puhelin; puhelimitse; etänä; verkossa; etäkokous; etäpalaveri; fjern; på nett; på nettet; digital møte; digitalt møde; virtuelt;
    virtuelt møde; telefonisch; telefon; am telefon; virtuell; digitales meeting; internet; cyberspace; huddle; audio
""")

# Words that decide wherever they stand in a part.
ONLINE_WORDS = _words("""
    teams teamsmöte teams-möte teamsmötet teams-mötet teamsmøte teams-møte teamsmøde teams-møde teamskokous teams-kokous
    teams-meeting teamslänk teams-länk teams-besprechung zoom zoom-möte zoommöte zoomlänk webex webexmöte skype skypemöte
    gotomeeting hangouts hangout jitsi whereby facetime online onlinemöte online-möte onlinemeeting online-meeting
    online-besprechung telefonmöte telefonmötet telefonsamtal telefonkonferens telefonkonferenz telefonmøte telefonmøde
    phone telephone videomöte videomötet videosamtal videokonferens videokonferenz videokonferanse videomøte videomøde videocall
    videopuhelu puhelinpalaveri webbmöte webmöte webinar webbinarium webinarium distansmöte nätmöte fjernmøte
    verkkokokous etäkokous meetup livestream telefonnummer
""")
PHONE_WORDS = _words("tel tel. telefon phone mobil mobile mob. cell call ring ringer puh. puhelin mobilnr nummer dial")
ROOMS = _words("""
    rum rummet room rooms boardroom meetingroom rom rommet møterom møterommet grupperom konferanserom styrerom lokale lokalet
    mødelokale mødelokalet mødelokaler mødecenter huone huoneet neukkari neuvotteluhuone kokoushuone kokoustila kokoustilat raum zimmer saal
    sal salen sali kabinett kabinet aula aulan auditorium auditoriet hörsal hörsalen hörsaal lounge loungen matsalen matsal
    besprechungsraum besprechungszimmer konferenzraum konferenzzimmer sitzungszimmer sitzungssaal meetingraum
    konferensen konferanse konf konf. konfrum mrum
""")
ROME = "rom"  # a room in Norwegian and Danish, with a number or a name; alone the town in Italy
ROOM_PURPOSES = _words("meeting conference board video team project small large stora lilla")
THE_ROOM = ("rummet", "salen", "lokalet", "lokalen")
AT_SOMEBODYS = _words("bei beim chez")  # as the first word
ROOM_ENDINGS = ("rum", "rummet", "salen", "huone", "raum", "zimmer", "lokale", "lokalet", "rom", "rommet")
NO_ROOMS = tuple(
    "centrum forum zentrum sentrum datum spektrum kvantum serum lerum harum farum elverum mörrum hammerum ørum ankarsrum "
    "överum algutsrum hökerum ringarum murom dundrum komárom drum".split()
)  # that end as rooms do
FLOORS = _words("""
    plan våning våningen vån vån. tr tr. floor fl fl. level etage etasje kerros krs stockwerk og obergeschoss bottenvåningen
    bottenplan markplan entréplan stue sal. th tv
""")
INDOORS = FLOORS | _words("""
    hus byggnad byggnaden building bldg bldg. block suite ste ste. unit apt apt. entré entre entrance ingång ingang eingang
    indgang sisäänkäynti uppgång trappa trapphus port gate dörr door reception receptionen resepsjon resepsjonen receptionist
    vastaanotto empfang lobby lobbyn foajén foajé hallen box postbox pb postboks postfach pl po p.o. p.b. lgh lägenhet
    spår platform perrong gleis c/o co/ att att: attn avd avd. avdelning section bay dock kaj
    parkering parkeringen parking garage garaget kantin kantinen cafeteria cafeterian kaféet fikarummet
""")
SEATS = _words(
    "pers pers. personer person platser plats people persons seats seat pax p ppl plätze personen henkilöä hlö pladser plasser"
)
LEGAL_FORMS = _words("""
    ab aktiebolag asa as a/s aps oy oyj gmbh ag kg kgaa ltd ltd. limited inc inc. llc plc corp corp. corporation hb kb bv b.v.
    n.v. sarl s.p.a. srl ohg mbh e.v. (publ) publ
""")

# Words beside a town's name that make it a place.
BEFORE_TOWN = _words("i in till to til nach nära near utanför outside downtown centrala central nahe")
LANDMARKS = _words("""
    c cst bay quay docks waverley piccadilly temple meads centralstation centralstationen centralen central station stationen stn stn. resecentrum resecentret busstation
    bussterminal airport flygplats flygplatsen lufthavn lufthavnen flyplass lentoasema lentokenttä flughafen hbf hbf.
    hauptbahnhof bahnhof rautatieasema asema banegård hovedbanegård centrum city zentrum sentrum keskusta downtown
    tågstation järnvägsstation hq hk kontoret kontor office kontoor toimisto büro
""")
HEAD_LANDMARKS = LANDMARKS - _words("c cst city") | _words("huvudkontoret huvudkontor hk hq headquarters hovedkontoret")
STOPS = _words("""
    airport flygplats flygplatsen lufthavn lufthavnen flyplass lentoasema lentokenttä flughafen station stationen stn stn.
""")
CROSSINGS = _words("circus street road lane square park cross gate green")  # "Oxford Circus station" is in London
INSTITUTIONS = _words("""
    kommun kommunhus stad tekniska stadshus rådhus universitet högskola lasarett sjukhus universitetssjukhus kommune rådhuset
    kommunhuset stadshuset stadshotell stadshotellet university universität hospital sykehus yliopisto arena mässan mässhall
    saltsjöbad havsbad kurort spa konferens konferensanläggning konferenscenter herrgård nec expo messecenter paviljonki
    messukeskus forum kongress kongresscenter konserthus konserthuset museum mässcenter congress convention
    kaupunki kaupungintalo bibliotek stadsbibliotek rathaus messe domkyrka slott
""")
HOTELS = _words("""
    hotel hotell hotels hotellet stadshotellet stadshotell grand scandic elite clarion radisson blu quality comfort nordic choice
    best western first park inn marriott hilton sheraton ibis novotel mercure holiday hampton motel sokos collection plaza
    nh thon messe mch messecenter messukeskus
    rådhuset stadshuset kommunhuset slottet domkyrkan campus mässan sjukhuset biblioteket stadsbiblioteket konserthuset
""")

# Names of towns that are more often something else when nothing beside them tells of a place.
GIVEN_NAMES = _words("""
    alexandria alice alma anna batman bello aurora austin beatrice bella carson charlotte chester clinton dayton elena elin elizabeth
    eugene florence franca harrison helena irving jackson jasper jena jordan julia kira kristina lara laurel lena leon lima linda logan madison
    maja marion martin martina mason melissa milan medina milton minna mira nancy natal nelson nina nora norman pia roman rosa rosario roy salvador samba santos sara selma
    sofia sten stella toyota troy vera viana victoria viktoria vincent virginia warren wayne
""")
VISITS = _words("""
    besök kundbesök studiebesök möte resa tåg flyg buss lunch middag fika frukost mässa konferens kickoff kick-off workshop visit
    meeting trip train flight dinner besøk kundebesøk reise møte tog besøg kundebesøg rejse møde kundentermin kundenbesuch besuch
    termin reise fahrt zug asiakaskäynti vierailu matka juna kokous werk
""")
ORDINARY = _words("""
    airport annan area as au bar barking bath berg best bilen boom bra bron brygge buy caller center fredrika kristineberg
    lunde solberg
    central change clarion come cork deal der deras detta downtown eden elva essen from före först gata give
    goes google green hall headquarters hem hilton holiday hope hove höra igen inga kort lane lilla länge långa
    lösning made march mark media mer mobile more most much mässa name never nice none normal orange oss page plan port post
    raum reading real rum sale salen same save sedan sina sol split steps street söder them time tour tours union
    university vad vi vik våra vänta ware ways week welcome wells worth öster
""")
SHIRES = _words("""
    lincs lincolnshire kent essex sussex surrey norfolk suffolk devon cornwall dorset somerset cumbria durham merseyside
    lancs yorks hants herts berks bucks beds cambs glos leics northants notts oxon shrops staffs wilts worcs middlesex
""")
