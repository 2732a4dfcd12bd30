"""Signs, codes and words of money and measure that stand beside a number."""

from __future__ import annotations

from dedupe.masks.letters import word_set

#: Currency signs, before or after the number. Percent and permille count as amounts too.
SIGNS = frozenset("$€£¥₴₽₺₪₩₹₫₱₦₡₲₵₸₼₾฿﷼¢￥￡＄％%‰٪؋៛元円원圆")

#: ISO 4217 codes in use where the languages above are written, and their common short forms.
CODES = word_set(
    "USD EUR GBP PLN CZK BGN UAH RUB RUR JPY CNY RMB CHF SEK DKK NOK HUF RON TRY ILS NIS KRW"
    " INR VND THB AED SAR EGP MAD TND DZD JOD KWD QAR BHD OMR LBP IQD SYP BRL MXN ARS CLP COP"
    " PEN UYU CAD AUD NZD HKD TWD SGD MYR IDR PHP ZAR NGN KES RSD BAM MKD ALL ISK KZT GEL AMD"
    " AZN MDL BYN BTC ETH US$ C$ A$ R$ NT$ HK$ S$ CA$ AU$ NZ$ Kč Fr Ft kr Rs"
)

#: Words and cut words for money, one language a line, lower case.
WORDS = word_set(
    "usd eur gbp pln czk bgn uah rub chf sek dkk nok huf ron try ils dollar dollars euro"
    " euros cent cents pound pounds quid bucks penny pence percent pct prozent pfund franken"
    " cent centimes francs franc livres dollaro dollari sterline franchi dólar dólares libras"
    " pesos peso céntimos reais real reales centavos pesetas procent procenten pourcent"
    " percento porcento cento zł zl złoty złote złotych groszy gr procent procenta kč"
    " korun koruna koruny haléřů procento лв лева лев стотинки евро процента процент грн"
    " гривень гривні гривня гривен коп євро доларів долари долар відсотків відсотки руб рублей"
    " рубля рубль копеек долларов доллара доллар процентов دولار دولارا دولاراً يورو درهم"
    ' دراهم ريال ريالات دينار دنانير جنيه جنيها ليرة بالمئة ש"ח שח שקל שקלים אירו דולר אחוז'
    " אחוזים kr kronor kroner krona krone öre øre prosent prosenttia procent euroa senttiä"
    " markkaa tl lira kuruş euró ευρώ δολάρια λεπτά lei leu bani forint ft százalék đồng vnđ vnd đ"
    " रुपये रुपए रुपया रुपयों रु डॉलर यूरो पैसे प्रतिशत फ़ीसदी फीसदी"
)

#: Unspaced: the unit of money stands right behind the number.
UNSPACED_UNITS = (
    r"(?:百|千|万|萬|亿|億|만|천|억)?(?:元|円|圆|圓|块钱|塊錢|块|美元|欧元|歐元"
    r"|日元|人民币|港币|원|달러|유로|ドル|ユーロ|%)"
    r"|(?:ล้าน|แสน|หมื่น|พัน|ร้อย)?(?:บาท|สตางค์|ดอลลาร์|เหรียญ|ยูโร|เปอร์เซ็นต์)"
)

#: Short words that multiply a number, between it and its currency: "$5 million", "2 mln zł".
MULTIPLIERS = word_set(
    "k m bn million millions billion mio mrd mln mld tys тис тыс млн млрд хил thousand"
    " hundred tausend millionen millones mil milhões milioni milliers مليون ألف مليار miljoner"
    " millioner miljoonaa milyon bin εκατ mii milioane millió ezer nghìn ngàn triệu tỷ tỉ हज़ार"
    " हजार लाख करोड़ करोड"
)
