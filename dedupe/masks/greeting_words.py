"""Words that open a greeting, one language a line. Lower case; ``|`` parts the phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

OPENERS: Mapping[str, str] = MappingProxyType(
    {
        "en": "dear | dearest | my dear | hi | hello | hey | hiya | howdy | good morning"
        " | good afternoon | good evening | good day | morning | greetings | hi dear | hello dear"
        " | thank you | thanks | many thanks | welcome | congratulations | happy birthday",
        "de": "liebe | lieber | liebes | meine liebe | mein lieber | hallo | hallo liebe"
        " | hallo lieber | hi | hey | guten tag | guten morgen | guten abend | sehr geehrte"
        " | sehr geehrter | sehr geehrtes | geehrte | geehrter | werte | werter | verehrte"
        " | verehrter | sehr verehrte | sehr verehrter | moin | servus | grüß gott | grüß dich"
        " | grüezi | tag | danke | vielen dank",
        "fr": "cher | chère | chers | mon cher | ma chère | très cher | très chère | bonjour"
        " | bonsoir | salut | coucou | bonjour cher | bonjour chère | merci | rebonjour",
        "es": "hola | estimado | estimada | estimados | muy estimado | muy estimada | querido"
        " | querida | mi querido | mi querida | apreciado | apreciada | distinguido | distinguida"
        " | respetado | respetada | buenos días | buen día | buenas tardes | buenas noches | buenas"
        " | hola querida | hola querido | gracias | muchas gracias",
        "it": "caro | cara | cari | carissimo | carissima | mio caro | mia cara | gentile"
        " | gentilissimo | gentilissima | egregio | egregia | ciao | buongiorno | buon giorno"
        " | buonasera | salve | stimato | stimata | spettabile | grazie | ciao caro | ciao cara",
        "pt": "olá | oi | ola | caro | cara | caros | prezado | prezada | prezados | querido"
        " | querida | estimado | estimada | bom dia | boa tarde | boa noite | exmo | exma"
        " | meu caro | minha cara | obrigado | obrigada",
        "nl": "beste | geachte | lieve | hallo | hoi | hey | hai | dag | waarde | goedemorgen"
        " | goedemiddag | goedenavond | goedendag | goede morgen | goede middag | bedankt",
        "pl": "szanowny | szanowna | szanowni | wielce szanowny | wielce szanowna | drogi | droga"
        " | drodzy | mój drogi | moja droga | kochany | kochana | cześć | czesc | witaj | witam |"
        " hej | hejka | siema | dzień dobry | dzien dobry | dobry wieczór | miły | miła | dziękuję",
        "cs": "vážený | vážená | vážení | milý | milá | milí | drahý | drahá | ahoj | čau | nazdar"
        " | zdravím | dobrý den | dobré ráno | dobré odpoledne | dobrý večer | hezký den | děkuji",
        "bg": "здравей | здравейте | здрасти | уважаеми | уважаема | уважаемият | драги | драга"
        " | скъпи | скъпа | мили | мила | добър ден | добро утро | добър вечер | привет | благодаря"
        " | многоуважаеми | многоуважаема",
        "uk": "шановний | шановна | шановні | вельмишановний | вельмишановна | дорогий | дорога"
        " | любий | люба | милий | мила | привіт | вітаю | вітаємо | добрий день | доброго дня"
        " | добридень | добрий ранок | доброго ранку | добрий вечір | доброго вечора"
        " | здрастуйте | дякую | здоровенькі були",
        "ru": "уважаемый | уважаемая | уважаемые | многоуважаемый | многоуважаемая |"
        " глубокоуважаемый | глубокоуважаемая | дорогой | дорогая | милый | милая | здравствуй |"
        " здравствуйте | привет | добрый день | доброе утро | добрый вечер | доброго дня |"
        " приветствую | доброго времени суток | спасибо | приветик",
        "ar": "عزيزي | عزيزتي | عزيزى | العزيز | العزيزة | مرحبا | مرحباً | مرحبًا | مرحبا بك"
        " | أهلا | أهلاً | أهلًا | اهلا | أهلا وسهلا | أهلاً وسهلاً | السلام عليكم"
        " | السلام عليكم ورحمة الله وبركاته | السلام عليكم ورحمة الله | صباح الخير | مساء الخير"
        " | حضرة | سعادة | الأخ | الأخت | الأخ العزيز | الأخت العزيزة | السيد | السيدة | الآنسة"
        " | تحية طيبة | شكرا | شكراً",
        "he": "שלום | שלום רב | שלום לך | היי | הי | הי שם | אהלן | בוקר טוב | צהריים טובים"
        " | ערב טוב | לכבוד | יקירי | יקירתי | תודה",
        "sv": "hej | hejsan | hallå | tjena | tja | kära | käre | bästa | bäste | god morgon"
        " | god dag | god eftermiddag | god kväll | hej kära | tack",
        "da": "hej | hejsa | kære | bedste | goddag | god dag | godmorgen | god morgen | god aften"
        " | godaften | hallo | tak",
        "no": "hei | heisann | hallo | kjære | god dag | god morgen | god kveld | god ettermiddag"
        " | takk | hei på deg",
        "fi": "hei | moi | moikka | terve | rakas | hyvä | arvoisa | hyvää päivää | hyvää huomenta"
        " | huomenta | päivää | hyvää iltaa | tervehdys | kiitos",
        "tr": "sayın | merhaba | merhabalar | selam | selamlar | sevgili | değerli | kıymetli"
        " | günaydın | iyi günler | iyi akşamlar | iyi sabahlar | çok değerli | teşekkürler",
        "ko": "안녕하세요 | 안녕하십니까 | 안녕 | 친애하는 | 존경하는 | 사랑하는",
        "el": "αγαπητέ | αγαπητή | αγαπητοί | αγαπητε | αγαπητη | αγαπημένε | αγαπημένη | γεια"
        " | γεια σου | γεια σας | καλημέρα | καλησπέρα | καλημέρα σας | καλησπέρα σας | χαίρετε"
        " | αξιότιμε | αξιότιμη | φίλε | φίλη | ευχαριστώ",
        "ro": "dragă | draga | dragul | dragi | stimate | stimată | stimata | mult stimate"
        " | mult stimată | bună | buna | bună ziua | buna ziua | bună dimineața | bună seara"
        " | salut | salutare | mulțumesc",
        "hu": "kedves | tisztelt | drága | szia | sziasztok | helló | hello | szervusz | üdv"
        " | jó napot | jó reggelt | jó estét | üdvözlöm | köszönöm",
        "vi": "chào | xin chào | kính gửi | kính chào | thân gửi | gửi | thân mến | thưa"
        " | kính thưa | cảm ơn | chào buổi sáng",
        "hi": "नमस्ते | नमस्कार | प्रिय | आदरणीय | माननीय | प्यारे | प्यारी | मेरे प्रिय | मेरी प्रिय | सुप्रभात"
        " | शुभ संध्या | प्रणाम | सादर प्रणाम | हैलो | हेलो | हाय | धन्यवाद",
    }
)

#: Chinese: what stands before the name, what follows it, and names of no one.
ZH_OPENERS = (
    "亲爱的 | 尊敬的 | 敬爱的 | 親愛的 | 尊敬的 | 敬愛的 | 你好 | 您好 | 嗨 | 哈喽"
    " | 早上好 | 下午好 | 晚上好 | 致"
)
ZH_TITLES = (
    "先生 | 女士 | 小姐 | 老师 | 老師 | 教授 | 博士 | 经理 | 經理 | 总监 | 总经理 | 总 |"
    " 主任 | 医生 | 醫生"
    " | 太太 | 夫人 | 同学 | 同學 | 阿姨 | 叔叔 | 姐 | 哥"
)
ZH_GENERIC = (
    "客户 | 客戶 | 顾客 | 顧客 | 朋友 | 用户 | 用戶 | 各位 | 大家 | 同事 | 同学 | 同學 |"
    " 读者 | 讀者 | 家长"
    " | 家長 | 老师 | 老師 | 会员 | 會員 | 伙伴 | 夥伴 | 领导 | 合作 | 们 | 們 | 你 | 您 |"
    " 我 | 先生女士 | 女士们"
    " | 旅客 | 乘客 | 业主 | 居民 | 买家 | 卖家 | 商家 | 公司 | 团队 | 所有 | 全体 | 贵 |"
    " 女士/先生 | 先生/女士"
)

#: Japanese: what follows the name, and addressees that are no one in particular.
JA_TITLES = "様 | さま | さん | 先生 | 殿 | くん | ちゃん | 君 | 部長 | 課長 | 社長"
JA_GENERIC = (
    "お客 | お客様 | 皆 | みな | 各位 | 会員 | 担当 | 保護者 | お得意 | お取引先 | 関係者 |"
    " 御一同 | ご担当"
    " | 生徒 | 奥 | 王 | 神 | お父 | お母 | お子 | 読者 | たく | お疲れ | 貴 | 何 | 多 | 同"
    " | 仕 | 有"
)

#: Korean: what follows the name.
KO_TITLES = "님께 | 님 | 씨께 | 씨 | 귀하 | 선생님 | 선생님께 | 고객님"
KO_GENERIC = (
    "고객 | 여러분 | 회원 | 선생 | 모두 | 담당자 | 독자 | 친구 | 팀 | 사용자 | 학부모 | 부모"
)


def phrases(table: str) -> tuple[str, ...]:
    """Return the phrases of one line of a table."""
    return tuple(part.strip() for part in table.split("|"))


def beginnings(spoken: Iterable[str]) -> frozenset[str]:
    """Return the first word, the first two words ... of each phrase, up to the whole phrase."""
    return frozenset(
        " ".join(words[:stop])
        for words in map(str.split, spoken)
        for stop in range(1, len(words) + 1)
    )
