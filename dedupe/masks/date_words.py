"""Names of months and days of the week, one language a line, all in lower case.

Months are read only beside a day or a year, so words that mean something else too may stand here
("mai", "mart"). Days stand by themselves, so words that mean something else too ("segunda",
"Pazar", the Russian "среда") stand in ``DAYS_BESIDE_A_DATE`` and count only beside a date.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dedupe.masks.letters import word_set

MONTHS: Mapping[str, str] = MappingProxyType(
    {
        "en": "january february march april may june july august september october november"
        " december jan feb mar apr jun jul aug sep sept oct nov dec",
        "de": "januar jänner februar feber märz april mai juni juli august september oktober"
        " november dezember mär mrz okt dez",
        "fr": "janvier février fevrier mars avril mai juin juillet août aout septembre octobre"
        " novembre décembre decembre janv févr fév avr juil déc",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre"
        " noviembre diciembre ene abr dic",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
        " dicembre gen mag giu lug ott dic",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
        " dezembro fev dez",
        "nl": "januari februari maart april mei juni juli augustus september oktober november"
        " december mrt",
        "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik"
        " listopad grudzień stycznia lutego marca kwietnia maja czerwca lipca sierpnia września"
        " października listopada grudnia styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu"
        " wrześniu październiku listopadzie grudniu wrz paź",
        "cs": "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec"
        " ledna února března dubna května června července srpna října listopadu prosince lednu"
        " únoru březnu dubnu květnu červnu červenci srpnu říjnu prosinci",
        "bg": "януари февруари март април май юни юли август септември октомври ноември декември"
        " яну фев апр авг сеп окт ное дек",
        "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень"
        " листопад грудень січня лютого березня квітня травня червня липня серпня вересня жовтня"
        " листопада грудня січні лютому березні квітні травні червні липні серпні вересні жовтні"
        " листопаді грудні",
        "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
        " января февраля марта апреля мая июня июля августа сентября октября ноября декабря январе"
        " феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре янв сент сен",
        "ar": "يناير فبراير مارس أبريل ابريل إبريل مايو يونيو يونيه يوليو يوليه أغسطس اغسطس سبتمبر"
        " أكتوبر اكتوبر نوفمبر ديسمبر شباط آذار نيسان أيار حزيران تموز آب أيلول جانفي فيفري أفريل"
        " ماي جوان جويلية أوت غشت شتنبر نونبر دجنبر محرم صفر رجب شعبان رمضان شوال",
        "he": "ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"
        " בינואר בפברואר במרץ במרס באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
        "sv": "januari februari mars april maj juni juli augusti september oktober november"
        " december",
        "da": "januar februar marts april maj juni juli august september oktober november december",
        "no": "januar februar mars april mai juni juli august september oktober november desember",
        "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu"
        " lokakuu marraskuu joulukuu tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta"
        " kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta tammikuussa"
        " helmikuussa maaliskuussa huhtikuussa toukokuussa kesäkuussa heinäkuussa elokuussa"
        " syyskuussa lokakuussa marraskuussa joulukuussa",
        "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "el": "ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος"
        " οκτώβριος νοέμβριος δεκέμβριος ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου μαίου"
        " ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου ιανουάριο"
        " φεβρουάριο μάρτιο απρίλιο μάιο ιούνιο ιούλιο αύγουστο σεπτέμβριο οκτώβριο νοέμβριο"
        " δεκέμβριο",
        "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie"
        " noiembrie decembrie",
        "hu": "január február március április május június július augusztus szeptember október"
        " november december januárban februárban márciusban áprilisban májusban júniusban júliusban"
        " augusztusban szeptemberben októberben novemberben decemberben",
        "hi": "जनवरी फ़रवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर"
        " दिसंबर दिसम्बर",
    }
)

#: English words that are months only with a capital ("you may", "march on").
CAPITAL_MONTHS = frozenset({"may", "march", "mar", "sept", "dec", "mart"})

DAYS: Mapping[str, str] = MappingProxyType(
    {
        "en": "monday tuesday wednesday thursday friday saturday sunday",
        "de": "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
        "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "es": "lunes martes miércoles jueves viernes sábado domingo",
        "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira",
        "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "pl": "poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę"
        " poniedziałku wtorku środy czwartku piątku soboty niedzieli",
        "cs": "pondělí úterý středa středu čtvrtek pátek sobotu neděle neděli úterka středy čtvrtka"
        " čtvrtku pátku soboty",
        "bg": "понеделник вторник сряда четвъртък петък събота",
        "uk": "понеділок вівторок середу четвер п'ятниця п'ятницю п’ятниця п’ятницю пʼятниця"
        " пʼятницю субота суботу неділя неділю понеділка понеділку вівторка вівторку середи"
        " четверга четвергу п'ятниці п’ятниці пʼятниці суботи суботі неділі",
        "ru": "понедельник вторник четверг пятница пятницу суббота субботу воскресенье понедельника"
        " понедельнику вторника вторнику четверга четвергу пятницы пятнице субботы субботе"
        " воскресенья воскресенью",
        "ar": "الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت",
        "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
        "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "fi": "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina"
        " tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
        "tr": "pazartesi çarşamba perşembe cumartesi",
        "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
        "ro": "luni marți miercuri joi vineri sâmbătă duminică",
        "hu": "hétfő kedd szerda csütörtök péntek szombat vasárnap hétfőn kedden szerdán"
        " csütörtökön pénteken szombaton",
        "ko": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
        "hi": "सोमवार मंगलवार बुधवार गुरुवार बृहस्पतिवार शुक्रवार शनिवार रविवार इतवार",
    }
)

#: Days that only a date beside them tells from another word.
DAYS_BESIDE_A_DATE = word_set(
    "mon tue tues wed thu thur thurs fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam"
    " dim mié jue vie sáb dom gio seg ter qua qui sex sáb segunda terça quarta quinta sexta ma"
    " wo vr za zo pon wt śr czw pt sob niedz po út st čt pá ne пн вт ср чт пт сб нд вс среда"
    " среду неделя неделю середа الأحد ראשון שני שלישי רביעי חמישי שישי שבת salı"
    " cuma pazar τρί τετ πέμ παρ σάβ κυρ δευ τρίτη δευτέρα jueves luni joi lun"
)

#: Greek and others name days with words of order ("third", "fifth"): only beside a date.
ORDER_WORDS = word_set("δευτέρα τρίτη τετάρτη πέμπτη luni joi")

#: Days in scripts without spaces.
UNSPACED_DAYS = r"(?:星期|礼拜|禮拜|周|週)[一二三四五六日天](?!年|围|圍)|[月火水木金土日]曜日?"
#: The same in Thai, and its months, written out or cut short.
THAI_DAYS = r"วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)"
THAI_MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    "|ม\\.ค\\.|ก\\.พ\\.|มี\\.ค\\.|เม\\.ย\\.|พ\\.ค\\.|มิ\\.ย\\.|ก\\.ค\\.|ส\\.ค\\.|ก\\.ย\\.|ต\\.ค\\.|พ\\.ย\\.|ธ\\.ค\\."
)
#: Days in Vietnamese: "thứ hai" is "the second" too, so a capital or a word before it must tell.
VIETNAMESE_DAYS = (
    "(?:(?<=vào )|(?<=sáng )|(?<=chiều )|(?<=tối ))[Tt]hứ "
    "(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)(?!\\w)"
    "|Thứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)(?!\\w)|(?<!\\w)[Cc]hủ [Nn]hật(?!\\w)"
)

#: Small words between a day, a month and a year: "12 de mayo de 2024", "5th of May".
DATE_JOINERS = word_set("of de del d di des τον του den")
#: Words that close a year: "2024 г.", "2024 roku".
YEAR_WORDS = word_set("г г. года год году р р. року рік r r. roku rok гг")
