"""Words that stand beside names or look like them, one language a line. All in lower case."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dedupe.masks.letters import word_set

#: Titles: part of a name's mask, never a name by themselves.
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "any": "dr dr. prof prof. mr mr. mrs mrs. ms ms. mx mx. st. ing. mgr. dott. dott.ssa d. dª",
        "en": "miss sir madam professor doctor father sister brother rev rev. reverend lady lord"
        " captain capt. uncle aunt auntie grandma grandpa",
        "de": "herr herrn frau fräulein familie doktor tante onkel",
        "fr": "monsieur madame mademoiselle m. mme mme. mlle mlle. docteur professeur maître me",
        "es": "señor señora señorita sr sr. sra sra. srta srta. don doña dña. doctor doctora"
        " profesor profesora ing. lic.",
        "it": "signor signore signora signorina sig sig. sig.ra sig.na sigra dottor dottore"
        " dottoressa ingegner avvocato avv. professore professoressa prof.ssa",
        "pt": "senhor senhora sr. sra. dona doutor doutora professor professora engenheiro dom",
        "nl": "heer mevrouw dhr dhr. mevr mevr. mw mw. meneer familie fam. drs. ir.",
        "pl": "pan pani panie panu panią pana panna mgr inż inż. doktor doktorze profesorze"
        " profesor redaktor ksiądz księże dyrektorze ciociu wujku",
        "cs": "pane paní pan pana panu slečno slečna doktore profesore inženýre ing. mgr. mudr.",
        "bg": "господин госпожо госпожа госпожице госпожица г-н г-жо г-жа д-р проф. инж.",
        "uk": "пан пане пані пану панно добродію добродійко докторе професоре лікарю др. проф.",
        "ru": "господин госпожа г-н г-жа доктор профессор гражданин товарищ д-р тётя дядя",
        "ar": "السيد السيدة الآنسة الدكتور الدكتورة الأستاذ الأستاذة د. أ. م. المهندس المهندسة"
        " الأخ الأخت أخي أختي الحاج الشيخ سيد سيدة أستاذ أستاذة دكتور دكتورة يا",
        "he": "מר גברת גב' ד\"ר פרופ' פרופסור מרת אדון הרב",
        "sv": "herr fru fröken doktor",
        "da": "hr hr. fr. fru frøken",
        "no": "herr fru frøken",
        "fi": "herra rouva neiti tohtori",
        "tr": "bey hanım beyefendi hanımefendi hocam hoca efendi abi abla",
        "el": "κύριε κυρία κύριος κυρίες κε κα κ. δρ. δρ δεσποινίς γιατρέ καθηγητά",
        "ro": "domnule domn doamnă doamna domnul domnișoară dl. dna. dle. d-na d-nul d-le",
        "hu": "úr asszony úrnő hölgy dr. doktor doktornő tanár professzor",
        "vi": "anh chị ông bà cô bạn thầy em chú bác quý",
        "hi": "श्री श्रीमती सुश्री कुमारी डॉ डॉ. प्रो प्रो. प्रोफेसर जी साहब सर मैडम पंडित",
    }
)

#: Addressees that are no one in particular, and nouns that stand where a name would.
GENERIC: Mapping[str, str] = MappingProxyType(
    {
        "en": "all everyone everybody team teams friend friends customer customers client clients"
        " guest guests member members subscriber subscribers colleague colleagues sirs madams"
        " folks guys gang people there again world valued sir/madam neighbor neighbors neighbour"
        " neighbours parent parents student students teacher teachers family families reader"
        " readers user users hiring manager managers recruiter committee department support staff"
        " board committee editor editors partner partners supporter supporters donor donors"
        " resident residents tenant tenants landlord owner owners shopper shoppers buyer seller"
        " applicant candidate candidates participant participants attendee attendees investor"
        " investors fellow fellows ladies gentlemen gentleman mom mum mother dad daddy mommy mummy"
        " santa god lord heart love honey darling sweetheart hr sales service recipient sender"
        " human resources maintainer maintainers developers contributors list professor doctor"
        " both two y'all yall ya you to from the a our your my his her their this that friday"
        " monday tuesday wednesday thursday saturday sunday christmas new",
        "de": "alle allerseits leute team zusammen kunde kunden kundin kundinnen freund freunde"
        " freundin freundinnen damen herren kollege kollegen kollegin kolleginnen mitglieder"
        " mitglied leser leserin leserinnen eltern familie familien nachbarn nachbarinnen nachbar"
        " gäste gast partner mitarbeiter mitarbeiterin mitarbeiterinnen schüler schülerinnen"
        " studierende teilnehmer teilnehmerin teilnehmerinnen grüße grüsse gruß interessenten"
        " interessentin bewerber bewerberin spender spenderin unterstützer vereinsmitglieder"
        " bürger bürgerinnen mama papa oma opa mutter vater welt genossen kinder gemeinde kunst"
        " patient patienten patientin patientinnen ihr sie frau/herr besteller nutzer nutzerin"
        " abonnenten fans community auftraggeber geschäftspartner sportsfreunde ehrenamtliche",
        "fr": "client clients cliente clientes ami amis amie amies tous toutes équipe collègue"
        " collègues adhérent adhérents abonné abonnés lecteur lecteurs partenaire partenaires"
        " parents voisins membres monde messieurs mesdames madame,monsieur le la les à papa maman"
        " beaucoup pour invité vous",
        "es": "cliente clientes amigo amigos amiga amigas todos todas equipo colega colegas socio"
        " socios usuario usuarios lector lectores señores señoras mundo compañeros compañeras papá"
        " mamá vecino vecinos familia público a por lectora suscriptor suscriptores",
        "it": "cliente clienti amico amici amica amiche tutti tutte team collega colleghi"
        " collaboratori socio soci lettore lettori signori signore,signora utente utenti mamma"
        " papà mondo ragazzi ditta famiglia genitori ospite",
        "pt": "cliente clientes amigo amigos amiga amigas todos todas equipe equipa colega colegas"
        " senhores senhoras pessoal galera associado associados leitor leitores usuário utilizador"
        " mundo sócio sócios família pai mãe pais",
        "nl": "allemaal iedereen klant klanten vriend vrienden vriendin collega collega's team"
        " leden lid lezer lezers heren dames ouders buren mensen relatie relaties gast gasten"
        " bezoeker wereld mama papa donateur",
        "pl": "państwo państwa wszyscy wszystkich klient kliencie klienci klientka klientko"
        " przyjacielu przyjaciele przyjaciółko zespół zespole koledzy koleżanki koleżanko kolego"
        " czytelnik czytelnicy czytelniku rodzice rodzicu sąsiedzi użytkownik użytkowniku"
        " użytkownicy partnerze partnerzy gościu goście uczestnicy uczestniku członkowie świecie"
        " mamo tato babciu dziadku panowie panie,panowie za bardzo",
        "cs": "všichni všem zákazník zákazníku zákazníci zákaznice přátelé příteli kolegové"
        " kolegyně týme čtenáři rodiče sousedé klienti kliente světe pánové dámy uživateli vám",
        "bg": "всички колеги колега клиенти клиент клиенте приятели приятелю екип дами господа"
        " читатели родители съседи партньори партньор потребител потребители свят членове гости на"
        " за ви",
        "uk": "всі всім усі колеги колего клієнти клієнте друзі друже подруго команда команда пани"
        " панове читачі батьки сусіди партнери партнере користувачу світе пані та панове за",
        "ru": "все всем коллеги коллега клиенты клиент друзья друг подруга команда дамы господа"
        " читатели родители соседи партнёры партнеры партнёр пользователь пользователи мир"
        " покупатель мама папа сэр мадам подписчики участники гости за вам",
        "ar": "العميل العملاء الزملاء الزميل الزميلة الأصدقاء الصديق الجميع جميعا جميعاً الفريق"
        " عملائنا القارئ القراء السادة سيدي سيدتي العملاء، المستخدم العضو الأعضاء الأعزاء بك بكم"
        " لك لكم عليكم وبعد العالم يا صديقي صديقتي زملائي على وبركاته ورحمة وسهلا",
        "he": "לכולם כולם לקוח לקוחות לקוחה חברים חבר חברה צוות עמיתים קוראים הורים לכם לך רב"
        " עולם שותפים מכובדים נכבדים אורחים יקרים לקוחותינו",
        "sv": "alla allihop kund kunder vän vänner kollega kollegor team medlem medlemmar läsare"
        " föräldrar grannar världen för du er",
        "da": "alle kunde kunder ven venner kollega kolleger team medlem medlemmer læser læsere"
        " forældre naboer verden igen du for",
        "no": "alle kunde kunder venn venner kollega kolleger team medlem medlemmer leser lesere"
        " foreldre naboer verden igjen for",
        "fi": "kaikki kaikille asiakas asiakkaat asiakkaamme ystävä ystävät kollega kollegat tiimi"
        " jäsen jäsenet lukija vanhemmat naapurit vastaanottaja maailma taas",
        "tr": "müşterimiz müşteri müşteriler müşterilerimiz herkese herkes arkadaşlar arkadaşım"
        " arkadaşlarım ekip meslektaşlarım meslektaşım üyemiz üyelerimiz okuyucu yetkili ilgili"
        " dünya veli dostlar dostum takım",
        "el": "πελάτη πελάτες πελάτισσα φίλοι φίλε φίλη φίλες όλοι όλες όλους ομάδα συνάδελφοι"
        " συνάδελφε συνεργάτες συνεργάτη κύριοι κυρίες κόσμε μέλη γονείς πολύ",
        "ro": "client clienți clientă clientule prieten prieteni prietene tuturor toți toată echipă"
        " colegi coleg colegă cititor cititori domni doamnelor domnilor lume membri părinți pentru"
        " partener parteneri",
        "hu": "mindenki mindenkinek ügyfelünk ügyfél ügyfelek ügyfeleink barátom barátaim kolléga"
        " kollégák kollegák csapat vásárlónk vásárló partnerünk olvasó olvasók szülők szomszédok"
        " világ hölgyem uram tag tagok címzett mind",
        "ko": "여러분 고객 모두 세요",
        "vi": "các mọi cả quý khách hàng người tất vị toàn thể đội nhóm thành viên đồng nghiệp phụ"
        " huynh",
        "hi": "सभी आप सब दोस्तों मित्रों मित्र दोस्त ग्राहक ग्राहकों साथियों साथी टीम महोदय महोदया अभिभावक"
        " अभिभावकों सदस्य सदस्यों पाठक पाठकों छात्र छात्रों भाइयों बहनों सहकर्मियों परिवार",
    }
)

#: Capitalised words that open a sentence or a line where a name could stand.
NEVER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en": "i i'm i've i'll we we're it it's this that these those the a an you your he she"
        " they thank thanks hope how what when where why who just as if in on at for please yes no"
        " ok okay sure great good nice well sorry unfortunately however also finally actually so"
        " but and or not is are was here there now today tomorrow yesterday first second third"
        " next last hello hi hey dear subject note reminder question welcome congratulations"
        " congrats happy merry best kind warm regards sincerely cheers yours love with cordially"
        " respectfully sent ps p.s re fwd fw from to date cc attached see let do don't can could"
        " would will may might should more about after before once while until every each any some"
        " none other another enjoy",
        "de": "ich wir es das die der den dem ein eine danke vielen bitte ja nein leider heute"
        " morgen gestern wie was wenn wann wo mit und oder aber auf in im am zu zum zur ihr ihre"
        " ihnen sie er hier viel viele beste grüße grüsse herzliche herzlich freundliche frohe"
        " schöne alles vor nach",
        "fr": "je nous vous il elle ils elles le la les un merci ceci cela c'est oui non bien très"
        " si pour avec et ou mais aujourd'hui demain comme suite en au aux voici bonne bon joyeux",
        "es": "yo nosotros usted ustedes él ella el la los las un gracias esto sí no muy si para"
        " con y o hoy mañana como en al feliz espero le te les soy somos adjunto",
        "it": "io noi voi il la lo i gli le un grazie questo sì no molto se con e o ma oggi"
        " domani come in al buon buona spero la ti le vi sono siamo",
        "pt": "eu nós você vocês o a os as um uma obrigado obrigada isto sim não muito se para com"
        " e ou mas hoje amanhã como em ao feliz espero sou somos",
        "nl": "ik wij we u jij je het de een dank bedankt dit dat ja nee met en of maar vandaag"
        " morgen hoe wat als in op aan voor hierbij graag",
        "pl": "ja my pan pani państwo to ten ta te dziękuję dziękujemy proszę tak nie dzisiaj"
        " jutro jak co gdy z ze w we na do dla i a oraz ale pozdrawiam w sprawie mam",
        "cs": "já my vy to ten ta děkuji děkujeme prosím ano ne dnes zítra jak co když s se v ve"
        " na do pro",
        "bg": "аз ние вие това този тази благодаря благодарим моля да не днес утре как какво"
        " когато с със в във на до за и но",
        "uk": "я ми ви це цей ця дякую дякуємо прошу так ні сьогодні завтра як що коли з у в на до"
        " для і та але",
        "ru": "я мы вы это этот эта спасибо благодарю пожалуйста да нет сегодня завтра как что"
        " когда с со в во на до для и но",
        "sv": "jag vi ni du det den tack ja nej idag imorgon hur vad när med och eller men här",
        "da": "jeg vi i du det den tak ja nej i dag hvordan hvad når med og eller men her",
        "no": "jeg vi dere du det den takk ja nei hvordan hva når med og eller men her",
        "fi": "minä me te sinä se tämä kiitos kyllä ei tänään huomenna miten mitä kun ja tai mutta",
        "tr": "biz siz bu şu o teşekkürler teşekkür evet hayır bugün yarın nasıl ne ve veya ama",
        "el": "εγώ εμείς εσείς αυτό ευχαριστώ ευχαριστούμε ναι όχι σήμερα αύριο πώς τι όταν με και"
        " ή",
        "ro": "eu noi voi dumneavoastră acest mulțumesc mulțumim da nu azi mâine cum ce când cu și"
        " sau vă",
        "hu": "én mi ön önök ez az köszönöm köszönjük igen nem ma holnap hogyan mit ha és vagy de",
        "hi": "मैं हम आप यह वह ये वे धन्यवाद कृपया हाँ नहीं आज कल कैसे क्या कब कहाँ क्यों और या पर में से को का"
        " की के है हैं था थी आशा",
        "vi": "tôi chúng cảm ơn xin vui lòng vâng không hôm nay ngày mai như thế nào và hoặc"
        " nhưng rất",
    }
)

#: Small words that may stand inside a name: "van der Berg", "de la Cruz", "bin Salman".
PARTICLES = word_set(
    "de da do dos das di del della dei van von der den ter ten te la le el al bin ibn bint zu"
    " zum af av d' dal du des y san"
)

#: Words that join two addressees: "Dear Anna and Tom".
JOINERS = word_set("and & und et y e i и та й og och ja ve și és και a oraz en or/and و with mit")

#: Given names and family names that are everyday words. In running text a capital inside a
#: sentence tells them from the word; at the start of a sentence nothing does, so no mask there.
ALSO_WORDS = word_set(
    "will mark bill grace hope rose art frank joy faith charity dawn drew grant chase rich"
    " rob pat sue jack bob gene ray rusty sandy christian robin crystal ivy lily daisy iris"
    " violet heather holly amber ruby pearl jade olive ginger sky star penny melody harmony"
    " miles max rex young long short brown black white green gray grey field day love price"
    " best good wood woods stone hill rivers banks page case church park parks ford bush ball"
    " bell cook baker mason miller smith taylor carter hunter fisher shepherd constant petit"
    " grand blanc noir claire victoire fleur marguerite luz sol mar cruz paz dolores mercedes"
    " rosario pilar ángel amor blanco rubio moreno rojo bianca chiara gioia letizia vita pace"
    " rosa sereno wiśnia róża zima lato dąb wilk zając kot lis baran gołąb роза вера надежда"
    " любовь мир слава роман лев вяра любов здраве божидар воля віра надія орест deniz barış"
    " umut sevgi gül güneş yıldız su can savaş ömür aşk ışık mutlu kaya toprak onur özgür"
    " zafer bahar lumi tuuli taimi armas toivo ilo onni rauha sulo björn liv saga"
)
#: The same where a capital tells nothing: months and days, German nouns, scripts without capitals.
#: They are masked in a greeting or closing or beside another part of the name, never alone.
NEVER_ALONE = word_set(
    "may april june august summer an in ng so do le he she you to wu hai im on no ha mai van"
    " sun see don loan west north east south king sommer winter herbst koch richter könig"
    " kaiser engel vogel stern berg wald ernst wolf klein gross lang kurz weiss weiß schwarz"
    " braun grün bauer fischer schneider weber müller' zimmermann maj kwiecień sobota май אור"
    " טל שמש גל חן עדי נועם שלום חיים אביב כרים كريم جميل سعيد أمل نور سلام هدى إيمان خير صالح"
    " حسن عادل ماجد فرح محمد'"
)


def words_of(table: Mapping[str, str]) -> frozenset[str]:
    """Return every word of a table, of all languages."""
    return frozenset(word for line in table.values() for word in line.split())
