"""Who is public sector: nobody brings buns to an authority. Domains and words, data and one question asked of them."""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re

TOKENS = re.compile(r"[^\W\d_]+")

SUFFIXES = frozenset(
    """
    gov mil gov.uk ac.uk nhs.uk police.uk mod.uk gov.fi gov.ie gouv.fr gob.es gov.pl gc.ca gov.au europa.eu nato.int
    kommune.no fylkeskommune.no dep.no stat.no mil.no herad.no kommun.se bund.de bundeswehr.org bayern.de nrw.de
    """.split()
)
"""Top-level domains, public suffixes and families: the domain itself and everything under it."""

DOMAINS = frozenset(
    """
    forsvarsmakten.se mil.se fmv.se foi.se fra.se fortifikationsverket.se skatteverket.se trafikverket.se polisen.se
    aklagare.se domstol.se kriminalvarden.se tullverket.se kustbevakningen.se msb.se mcf.se sakerhetspolisen.se
    regeringen.se gov.se riksdagen.se riksbank.se riksgalden.se riksrevisionen.se jo.se jk.se kammarkollegiet.se
    ekonomistyrningsverket.se esv.se statskontoret.se statenssc.se arbetsformedlingen.se forsakringskassan.se
    pensionsmyndigheten.se migrationsverket.se kronofogden.se bolagsverket.se tillvaxtverket.se vinnova.se scb.se
    transportstyrelsen.se sjofartsverket.se luftfartsverket.se lfv.se vti.se trafa.se energimyndigheten.se ei.se
    elsakerhetsverket.se naturvardsverket.se havochvatten.se kemi.se smhi.se sgu.se skogsstyrelsen.se jordbruksverket.se
    livsmedelsverket.se sva.se lantmateriet.se boverket.se socialstyrelsen.se folkhalsomyndigheten.se lakemedelsverket.se
    tlv.se ivo.se ehalsomyndigheten.se sbu.se forte.se vr.se formas.se skolverket.se skolinspektionen.se spsm.se uhr.se
    uka.se csn.se konsumentverket.se konkurrensverket.se upphandlingsmyndigheten.se pts.se fi.se finansinspektionen.se
    imy.se digg.se arn.se swedac.se rymdstyrelsen.se kb.se riksarkivet.se raa.se kulturradet.se sida.se
    arbetsmiljoverket.se av.se do.se mfof.se mucf.se spelinspektionen.se stralsakerhetsmyndigheten.se ssm.se
    lansstyrelsen.se skr.se adda.se inera.se 1177.se sll.se vgregion.se skane.se rjl.se ltblekinge.se regionorebrolan.se
    nll.se vll.se norrbotten.se rvn.se regionvasterbotten.se regiongavleborg.se ltdalarna.se regionhalland.se
    uu.se lu.se gu.se su.se umu.se liu.se ki.se kth.se ltu.se kau.se lnu.se mau.se oru.se miun.se mdu.se hig.se his.se
    hv.se hb.se hkr.se hh.se du.se bth.se sh.se slu.se fhs.se gih.se konstfack.se kmh.se kkh.se uniarts.se
    nav.no skatteetaten.no politiet.no vegvesen.no regjeringen.no stortinget.no forsvaret.no ssb.no helsedir.no
    helse-sorost.no helse-vest.no helse-nord.no helse-midt.no ous-hf.no uio.no uib.no ntnu.no uit.no toll.no udi.no
    skat.dk sktst.dk politi.dk regionh.dk rm.dk rsyd.dk rn.dk regionsjaelland.dk kk.dk aarhus.dk odense.dk aalborg.dk
    forsvaret.dk ku.dk au.dk sdu.dk aau.dk dtu.dk ruc.dk kl.dk regioner.dk ft.dk sundhed.dk
    vero.fi kela.fi poliisi.fi traficom.fi vayla.fi tulli.fi mil.fi eduskunta.fi stat.fi maanmittauslaitos.fi hel.fi
    espoo.fi vantaa.fi tampere.fi turku.fi oulu.fi hus.fi helsinki.fi utu.fi tuni.fi jyu.fi aalto.fi
    berlin.de hamburg.de muenchen.de stuttgart.de koeln.de bundestag.de polizei.de
    """.split()
)

TOWNS = frozenset(
    """
    ale alingsas alvesta aneby arboga arjeplog arvidsjaur arvika askersund avesta bengtsfors berg bjurholm bjuv boden
    bollebygd bollnas borgholm borlange boras botkyrka boxholm bromolla bracke burlov bastad dalsed danderyd degerfors
    dorotea eda ekero eksjo emmaboda enkoping eskilstuna eslov essunga fagersta falkenberg falkoping falun filipstad
    finspang flen forshaga fargelanda gagnef gislaved gnesta gnosjo gotland grums grastorp gullspang gallivare gavle
    goteborg gotene habo hagfors hallsberg hallstahammar halmstad hammaro haninge haparanda heby hedemora helsingborg
    herrljunga hjo hofors huddinge hudiksvall hultsfred hylte hallefors harjedalen harnosand harryda hassleholm
    hoganas hogsby horby hoor jokkmokk jarfalla jonkoping kalix kalmar karlsborg karlshamn karlskoga karlskrona karlstad
    katrineholm kil kinda kiruna klippan knivsta kramfors kristianstad kristinehamn krokom kumla kungsbacka kungsor
    kungalv kavlinge koping laholm landskrona laxa lekeberg leksand lerum lessebo lidingo lidkoping lillaedet lindesberg
    linkoping ljungby ljusdal ljusnarsberg lomma ludvika lulea lund lycksele lysekil malmo mala malungsalen mariestad
    mark markaryd mellerud mjolby mora motala mullsjo munkedal munkfors molndal monsteras morbylanga nacka nora norberg
    nordanstig nordmaling norrkoping norrtalje norsjo nybro nykvarn nykoping nynashamn nassjo ockelbo olofstrom orsa
    orust osby oskarshamn ovanaker oxelosund pajala partille perstorp pitea ragunda robertsfors ronneby rattvik sala
    salem sandviken sigtuna simrishamn sjobo skara skelleftea skinnskatteberg skurup skovde smedjebacken solleftea
    sollentuna solna sorsele sotenas staffanstorp stenungsund stockholm storfors storuman strangnas stromstad stromsund
    sundbyberg sundsvall sunne surahammar svalov svedala svenljunga saffle sater savsjo soderhamn soderkoping sodertalje
    solvesborg tanum tibro tidaholm tierp timra tingsryd tjorn tomelilla torsby torsas tranemo tranas trelleborg
    trollhattan trosa tyreso taby toreboda uddevalla ulricehamn umea upplands-bro upplandsvasby uppsala uppvidinge
    vadstena vaggeryd valdemarsvik vallentuna vansbro vara varberg vaxholm vellinge vetlanda vilhelmina vimmerby vindeln
    vingaker vargarda vanersborg vannas varmdo varnamo vastervik vasteras vaxjo ydre ystad amal ange are arjang asele
    astorp atvidaberg almhult alvdalen alvkarleby alvsbyn angelholm ockero odeshog orebro orkelljunga ornskoldsvik
    ostersund osteraker osthammar ostragoinge overkalix overtornea
    """.split()
)
"""Swedish municipalities under their own name, as `trollhattan.se` is; a company with a town's name loses a bun, no more."""

BEFORE = ("region", "helse-", "stadt-", "landkreis-", "kreis-")
"""How names before the public suffix begin: `regionhalland.se`, `stadt-luebeck.de`."""

WORDS = frozenset(
    """
    kommun kommunen kommuns kommune fylkeskommune region regionen landsting landstinget länsstyrelsen myndighet
    myndigheten universitet universitetet högskola högskolan departementet departement ministerium ministry ministeriet
    domstol domstolen tingsrätten riksdagen regeringskansliet polisen försvarsmakten kaupunki kunta hyvinvointialue
    ministeriö yliopisto virasto stadtverwaltung landkreis landratsamt universität hochschule bundesamt municipality
    skatteverket trafikverket kriminalvården försäkringskassan arbetsförmedlingen
    """.split()
)
ENDINGS = ("myndigheten", "regionen", "kommun", "kommune", "universitet", "verwaltung", "ministeriet")


def is_public_sector(key: str, name: str) -> bool:
    """Whether an account is an authority, a municipality, a region or a university, by its domain or its name."""
    return "@" not in key and (_by_domain(key) or _by_name(name))


def _by_domain(key: str) -> bool:
    labels = key.split(".")
    if any(".".join(labels[at:]) in SUFFIXES for at in range(len(labels))) or key in DOMAINS:
        return True
    stem = labels[0]
    return (key == f"{stem}.se" and stem in TOWNS) or stem.startswith(BEFORE) or stem.endswith(("kommun", "kommune"))


def _by_name(name: str) -> bool:
    tokens = TOKENS.findall(name.casefold())
    return not WORDS.isdisjoint(tokens) or any(token.endswith(ENDINGS) for token in tokens)
