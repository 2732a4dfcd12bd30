"""Phrases that close a letter, one language a line. Lower case; ``|`` parts the phrases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CLOSINGS: Mapping[str, str] = MappingProxyType(
    {
        "en": "best | best regards | best wishes | all the best | kind regards | kindest regards |"
        " warm regards | warmest regards | warm wishes | with best regards | with kind regards |"
        " with warm regards | with best wishes | regards | many thanks | thanks | thank you |"
        " thanks again | thank you again | thanks so much | thank you so much | thanks in advance"
        " | thank you in advance | thanks and regards | thanks & regards | cheers | sincerely |"
        " sincerely yours | yours sincerely | yours faithfully | yours truly | yours |"
        " respectfully | respectfully yours | cordially | love | lots of love | with love | with"
        " gratitude | gratefully | with appreciation | with thanks | take care | talk soon | see"
        " you | see you soon | xoxo | br | rgds | brgds | kr | warmly | faithfully | looking"
        " forward | in gratitude | with sincere thanks | with heartfelt thanks | warmest wishes |"
        " happy holidays",
        "de": "mit freundlichen grüßen | mit freundlichen grüssen | mit freundlichem gruß |"
        " freundliche grüße | freundliche grüsse | mit besten grüßen | beste grüße | viele grüße |"
        " viele grüsse | liebe grüße | liebe grüsse | herzliche grüße | herzliche grüsse | mit"
        " herzlichen grüßen | schöne grüße | sonnige grüße | grüße | gruß | lg | vg | mfg |"
        " hochachtungsvoll | herzlichst | ihr | ihre | dein | deine | alles gute | alles liebe |"
        " bis bald | danke | vielen dank | danke und viele grüße | besten dank | einen schönen tag",
        "fr": "cordialement | bien cordialement | très cordialement | bien à vous | bien à toi"
        " | sincères salutations | salutations distinguées | meilleures salutations | amicalement"
        " | respectueusement | sincèrement | bisous | bises | amitiés | à bientôt | merci"
        " | merci beaucoup | merci d'avance | bonne journée | bonne soirée | avec mes remerciements"
        " | chaleureusement | bien amicalement | très amicalement",
        "es": "saludos | saludos cordiales | un saludo | un cordial saludo | un abrazo | abrazos"
        " | un fuerte abrazo | atentamente | muy atentamente | cordialmente | con cariño | besos"
        " | un beso | gracias | muchas gracias | mil gracias | hasta pronto | sinceramente"
        " | reciba un cordial saludo | con mis mejores deseos | afectuosamente | gracias y saludos",
        "it": "cordiali saluti | distinti saluti | cari saluti | un caro saluto | un cordiale"
        " saluto | saluti | tanti saluti | cordialmente | a presto | grazie | grazie mille | con"
        " affetto | un abbraccio | un saluto | buona giornata | buona serata | con stima | in fede",
        "pt": "atenciosamente | cumprimentos | com os melhores cumprimentos | melhores cumprimentos"
        " | cordialmente | saudações | abraços | um abraço | abraço | beijos | um beijo"
        " | obrigado | obrigada | muito obrigado | muito obrigada | até breve | respeitosamente"
        " | com carinho | att | grato | grata | com os meus cumprimentos",
        "nl": "met vriendelijke groet | met vriendelijke groeten | vriendelijke groet"
        " | vriendelijke groeten | met hartelijke groet | hartelijke groet | hartelijke groeten"
        " | groeten | groet | groetjes | hoogachtend | mvg | liefs | bedankt | alvast bedankt"
        " | tot snel | tot ziens | veel liefs | dank | met dank",
        "pl": "pozdrawiam | pozdrawiam serdecznie | serdecznie pozdrawiam | pozdrawiamy"
        " | z poważaniem | z wyrazami szacunku | z szacunkiem | pozdrowienia | serdeczności"
        " | łączę pozdrowienia | łączę wyrazy szacunku | ściskam | ściskam mocno | całuję | buziaki"
        " | dziękuję | dziękujemy | z góry dziękuję | dzięki | do zobaczenia | do usłyszenia | twój"
        " | twoja | z serdecznymi pozdrowieniami | z pozdrowieniami | wszystkiego dobrego"
        " | miłego dnia | pozdrawiam ciepło | ciepło pozdrawiam | dziękuję i pozdrawiam | pzdr",
        "cs": "s pozdravem | se srdečným pozdravem | s přátelským pozdravem | s úctou | zdravím |"
        " hezký den | přeji hezký den | děkuji | děkuji a přeji hezký den | díky | mějte se | měj"
        " se | srdečně | s přáním hezkého dne | na shledanou | pozdravy | s díky",
        "bg": "с уважение | с поздрав | поздрави | сърдечни поздрави | с най-добри пожелания"
        " | с пожелание за хубав ден | искрено ваш | искрено ваша | благодаря | благодаря ви"
        " | много благодаря | до скоро | прегръдки | всичко добро | хубав ден | лек ден | с обич"
        " | с благодарност | с почит | поздрав",
        "uk": "з повагою | з найкращими побажаннями | щиро ваш | щиро ваша | щиро | дякую | дякуємо"
        " | щиро дякую | з вдячністю | всього найкращого | гарного дня | до зустрічі | обіймаю"
        " | з любов'ю | вітання | з щирою повагою | із повагою | бувайте | твій | твоя",
        "ru": "с уважением | с наилучшими пожеланиями | с наилучшими | искренне ваш | искренне"
        " ваша | искренне | спасибо | большое спасибо | заранее спасибо | благодарю | всего"
        " доброго | всего хорошего | до встречи | обнимаю | целую | с любовью | с благодарностью |"
        " с приветом | хорошего дня | удачи | твой | твоя | ваш | ваша | с почтением",
        "ar": "مع تحياتي | مع التحية | مع أطيب التحيات | مع أطيب التمنيات | أطيب التحيات | تحياتي"
        " | مع خالص التحية | مع خالص تحياتي | وتفضلوا بقبول فائق الاحترام | مع فائق الاحترام"
        " | وتفضلوا بقبول فائق الاحترام والتقدير | المخلص | المخلصة | شكرا | شكراً | شكرا لك"
        " | شكرا جزيلا | شكراً جزيلاً | مع الشكر | مع السلامة | والسلام عليكم | مع حبي | مع الود"
        " | مع وافر الاحترام | لك مني كل التقدير | مع الاحترام | دمتم بخير",
        "he": "בברכה | בברכה חמה | בכבוד רב | תודה | תודה רבה | בתודה | תודה מראש | להתראות"
        " | שלך | שלכם | באהבה | בידידות | כל טוב | יום טוב | המשך יום נעים | בהוקרה",
        "sv": "med vänliga hälsningar | vänliga hälsningar | vänlig hälsning | med vänlig hälsning"
        " | hälsningar | bästa hälsningar | hälsar | mvh | kram | kramar | tack | tack på förhand"
        " | vi ses | varma hälsningar | många hälsningar | ha det bra | tack så mycket | allt gott",
        "da": "med venlig hilsen | venlig hilsen | de bedste hilsner | bedste hilsner | hilsen"
        " | kærlig hilsen | mange hilsner | mvh | kh | vh | tak | på forhånd tak | knus | vi ses"
        " | mange tak | hilsner | med venlige hilsner | venlige hilsner",
        "no": "med vennlig hilsen | vennlig hilsen | beste hilsen | hilsen | mvh | klem | takk"
        " | på forhånd takk | tusen takk | ha det bra | kjærlig hilsen | varme hilsener | hilsener"
        " | vennlige hilsener | med vennlige hilsener",
        "fi": "ystävällisin terveisin | ystävällisesti | terveisin | parhain terveisin | terveiset"
        " | lämpimin terveisin | kunnioittavasti | kiitos | kiitos etukäteen | kiittäen | terkuin"
        " | yt | t | nähdään | rakkaudella | kiitoksin | sydämellisin terveisin | halauksin",
        "tr": "saygılarımla | saygılarımızla | sevgilerimle | sevgilerle | sevgiler | selamlar"
        " | iyi günler | iyi çalışmalar | en iyi dileklerimle | teşekkürler | teşekkür ederim"
        " | şimdiden teşekkürler | hoşça kal | hoşçakalın | kolay gelsin | içtenlikle | saygılar"
        " | saygı ve sevgilerimle | görüşmek üzere",
        "ko": "감사합니다 | 고맙습니다 | 안녕히 계세요 | 수고하세요 | 드림 | 올림 | 사랑을 담아"
        " | 진심으로 | 존경을 담아 | 좋은 하루 되세요 | 건강하세요",
        "el": "με εκτίμηση | με φιλικούς χαιρετισμούς | χαιρετισμούς | φιλικά | με αγάπη"
        " | ευχαριστώ | ευχαριστώ πολύ | ευχαριστούμε | με τιμή | με σεβασμό | φιλιά"
        " | τους χαιρετισμούς μου | εις το επανιδείν | με φιλικούς χαιρετισμούς | θερμά",
        "ro": "cu stimă | cu respect | cu drag | cu prietenie | cu considerație | salutări"
        " | numai bine | toate cele bune | mulțumesc | mulțumim | mulțumesc anticipat | o zi bună"
        " | o zi frumoasă | pe curând | al dumneavoastră | cele mai bune urări | cu stima",
        "hu": "üdvözlettel | tisztelettel | szívélyes üdvözlettel | baráti üdvözlettel"
        " | köszönettel | köszönöm | szeretettel | üdv | puszi | minden jót | szép napot"
        " | további szép napot | előre is köszönöm | legjobb kívánságokkal | ölelés",
        "zh": "此致 | 敬礼 | 敬禮 | 祝好 | 顺祝商祺 | 順祝商祺 | 谢谢 | 謝謝 | 祝您生活愉快"
        " | 祝你好运"
        " | 顺颂商祺 | 致礼 | 您的朋友 | 你的朋友 | 祝您工作顺利 | 祝一切顺利 | 此致敬礼 |"
        " 此致 敬礼"
        " | 爱你的 | 祝您愉快 | 祝安好 | 感谢 | 多谢 | 此致 敬禮 | 敬上 | 敬祝",
        "ja": "敬具 | 草々 | かしこ | 敬白 | よろしくお願いします | よろしくお願いいたします"
        " | よろしくお願い致します | 宜しくお願いいたします | 宜しくお願い致します"
        " | どうぞよろしくお願いいたします | どうぞよろしくお願いします | ありがとうございました"
        " | ありがとうございます | 何卒よろしくお願い申し上げます |"
        " 今後ともよろしくお願いいたします"
        " | ではまた | それでは | 以上",
        "vi": "trân trọng | thân mến | thân ái | cảm ơn | xin cảm ơn | kính thư | chân thành cảm"
        " ơn | trân trọng kính chào | trân trọng cảm ơn | kính chào | thân | thương mến"
        " | cảm ơn nhiều | cám ơn | xin chân thành cảm ơn | hẹn gặp lại | tạm biệt | thân chào",
        "hi": "सादर | सादर प्रणाम | भवदीय | भवदीया | धन्यवाद | बहुत धन्यवाद | बहुत-बहुत धन्यवाद | सधन्यवाद"
        " | आपका | आपकी | शुभकामनाओं सहित | शुभकामनाएँ | शुभकामनाएं | सप्रेम | स्नेह सहित | आभार"
        " | आभार सहित | धन्यवाद सहित | आदर सहित | विनीत | प्यार सहित | फिर मिलेंगे",
        "th": "ขอแสดงความนับถือ | ขอแสดงความนับถืออย่างสูง | ด้วยความนับถือ | ด้วยความเคารพ"
        " | ด้วยความเคารพอย่างสูง | ขอบคุณ | ขอบคุณค่ะ | ขอบคุณครับ | ขอบคุณมาก | ขอบคุณมากค่ะ"
        " | ขอบคุณมากครับ | ขอบพระคุณ | ขอบพระคุณค่ะ | ขอบพระคุณครับ | ด้วยรัก | ด้วยความปรารถนาดี"
        " | รักและคิดถึง | สวัสดีค่ะ | สวัสดีครับ | ขอบคุณล่วงหน้า | ด้วยความขอบคุณ",
    }
)

#: Chinese, Japanese and Korean words that follow the writer's name on its own line.
ZH_AFTER_NAME = "敬上 | 谨启 | 謹啟 | 谨上 | 上 | 书 | 敬启 | 拜上"
KO_AFTER_NAME = "드림 | 올림 | 배상"
JA_AFTER_NAME = "より | 拝 | 敬白"
