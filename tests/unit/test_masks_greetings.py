"""Names in greetings and closings, in every language, and the words there that are no names."""

from __future__ import annotations

import pytest

from dedupe.masks import MaskKind, MaskSource, find_masks

BODY = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen."


def names(text: str) -> list[str]:
    return [
        text[m.start : m.stop]
        for m in find_masks(text, [(0, len(text))])
        if m.kind is MaskKind.NAME
    ]


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        ("Dear Maria,", ["Maria"]),
        ("Hi Anna Nowak!", ["Anna Nowak"]),
        ("Dear Mr. Smith,", ["Mr. Smith"]),
        ("Dear Dr O'Brien-Jones:", ["Dr O'Brien-Jones"]),
        ("Hello Jean-Luc, thanks for your visit.", ["Jean-Luc"]),
        ("Dear Anna and Tom,", ["Anna", "Tom"]),
        ("Hi Maria thanks for coming", ["Maria"]),
        ("Dear Will,", ["Will"]),
        ("Dear May,", ["May"]),
        ("Hey J. R. Tolkien,", ["J. R. Tolkien"]),
        ("Good morning Ms van der Berg,", ["Ms van der Berg"]),
        ("Maria,", ["Maria"]),
        ("MARIA,", ["MARIA"]),
        ("Szanowna Pani Anno,", ["Pani Anno"]),
        ("เรียน คุณวิชัย", ["คุณวิชัย"]),
        ("สวัสดีค่ะ คุณมาลี", ["คุณมาลี"]),
        ("สวัสดีครับคุณสมชาย", ["คุณสมชาย"]),
        ("ถึงคุณนภาค่ะ", ["คุณนภา"]),
        ("เรียน อาจารย์สมศักดิ์ ใจดีมาก", ["สมศักดิ์", "ใจดีมาก"]),
        ("คุณสุดาคะ,", ["คุณสุดา"]),
        ("“Dear Maria,", ["Maria"]),
        ("«เรียน คุณมานะ", ["คุณมานะ"]),
        ("प्रिय मीना,", ["मीना"]),
        ("नमस्ते राजेश जी,", ["राजेश जी"]),
        ("आदरणीय श्रीमती अनीता वर्मा,", ["श्रीमती अनीता वर्मा"]),
        ("Kính gửi Hương,", ["Hương"]),
        ("Chào anh Hùng,", ["anh Hùng"]),
        ("Lan thân mến,", ["Lan"]),
        ("Dzień dobry, Panie Marku,", ["Panie Marku"]),
        ("Cześć Łukasz!", ["Łukasz"]),
        ("Здравейте, Иване", ["Иване"]),
        ("Уважаема г-жо Петрова,", ["г-жо Петрова"]),
        ("Шановна пані Олено!", ["пані Олено"]),
        ("Здравствуйте, Ольга Петровна!", ["Ольга Петровна"]),
        ("عزيزي أحمد،", ["أحمد"]),
        ("السلام عليكم ورحمة الله وبركاته أحمد،", ["أحمد"]),
        ("亲爱的王女士：", ["王女士"]),
        ("尊敬的李先生，您好！", ["李先生"]),
        ("張小姐：", ["張小姐"]),
        ("田中様", ["田中"]),
        ("株式会社サクラ 鈴木様", ["鈴木"]),
        ("佐藤さん、こんにちは。", ["佐藤"]),
        ("김민수 님께,", ["김민수"]),
        ("안녕하세요 박지영님,", ["박지영"]),
        ("Hola María:", ["María"]),
        ("Estimado Sr. Núñez:", ["Sr. Núñez"]),
        ("Lieber Herr Müller,", ["Herr Müller"]),
        ("Sehr geehrte Frau Dr. von der Heide,", ["Dr. von der Heide"]),
        ("Bonjour Mme Dupont,", ["Mme Dupont"]),
        ("Gentile Dott.ssa Bianchi,", ["Dott.ssa Bianchi"]),
        ("Olá Conceição,", ["Conceição"]),
        ("Vážená paní Nováková,", ["paní Nováková"]),
        ("Beste Joost,", ["Joost"]),
        ("Kära Åsa,", ["Åsa"]),
        ("Kære Søren", ["Søren"]),
        ("Hei Øyvind!", ["Øyvind"]),
        ("Hyvä Päivi,", ["Päivi"]),
        ("Sayın İbrahim Bey,", ["İbrahim Bey"]),
        ("Αγαπητέ Γιώργο,", ["Γιώργο"]),
        ("Dragă Ioana,", ["Ioana"]),
        ("Kedves Ágnes!", ["Ágnes"]),
        ("שלום דני,", ["דני"]),
        ("דנה היקרה,", ["דנה"]),
    ],
)
def test_a_greeting_names_its_addressee(greeting: str, expected: list[str]) -> None:
    assert names(f"{greeting}\n\n{BODY}") == expected


@pytest.mark.parametrize(
    "greeting",
    [
        "Dear all,",
        "เรียน ลูกค้าทุกท่าน",
        "สวัสดีครับ",
        "คุณชื่ออะไร",
        "कृपया ध्यान दें,",
        "प्रिय ग्राहक,",
        "नमस्ते दोस्तों,",
        "Kính gửi Quý khách hàng,",
        "Chào mọi người,",
        "Hi all,",
        "Hi there,",
        "Hello World!",
        "Dear Friends,",
        "Dear Customer,",
        "Dear valued customer,",
        "Dear Valued Customer,",
        "Dear Sir or Madam,",
        "Dear Sir,",
        "Dear Hiring Manager,",
        "Dear Acme Team,",
        "Hello, thank you for your visit.",
        "Hello again,",
        "Good Morning,",
        "Thank you,",
        "Thank You for coming to see us last week.",
        "Congratulations,",
        "Hi, May I ask you something?",
        "Hi May I ask you something?",
        "May I ask you something?",
        "Liebe Kundinnen und Kunden,",
        "Liebe Leserin, lieber Leser,",
        "Liebe Nachbarn,",
        "Liebe Grüße aus Berlin,",
        "Sehr geehrte Damen und Herren,",
        "Hallo zusammen,",
        "Dzień dobry,",
        "Szanowni Państwo,",
        "Droga Klientko,",
        "Dobrý den,",
        "Vážení zákazníci,",
        "Здравейте,",
        "Уважаеми колеги,",
        "Шановні колеги!",
        "Добрий день!",
        "Здравствуйте!",
        "Уважаемые коллеги,",
        "عزيزي العميل،",
        "السلام عليكم،",
        "السلام عليكم ورحمة الله وبركاته،",
        "亲爱的客户：",
        "尊敬的各位家长：",
        "各位老师，",
        "您好！",
        "お客様各位",
        "皆さん、",
        "皆様",
        "고객님,",
        "안녕하세요,",
        "안녕하세요 여러분,",
        "Hola a todos:",
        "Estimado Cliente:",
        "Buenos Días,",
        "Bonjour Madame,",
        "Bonjour à tous,",
        "Cher client,",
        "Caro cliente,",
        "Buongiorno a tutti,",
        "Prezado Cliente,",
        "Bom dia,",
        "Beste klant,",
        "Hej alla,",
        "Kære alle,",
        "Hei alle sammen,",
        "Hyvä asiakkaamme,",
        "Değerli Müşterimiz,",
        "Αγαπητοί φίλοι,",
        "Dragi prieteni,",
        "Tisztelt Ügyfelünk!",
        "שלום לכולם,",
        "שלום רב,",
    ],
)
def test_a_general_greeting_names_nobody(greeting: str) -> None:
    assert names(f"{greeting}\n\n{BODY}") == []


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("Best regards,\nTom", ["Tom"]),
        ("Best regards,\n\nTom Baker\nSales Manager", ["Tom Baker"]),
        ("Best regards,\nTom Baker, CEO", ["Tom Baker"]),
        ("Kind regards from Berlin\nTom", ["Tom"]),
        ("Thanks, Tom", ["Tom"]),
        ("Thanks,\nWill", ["Will"]),
        ("Thanks!\n-Tom", ["Tom"]),
        ("See you.\n\n— Maria", ["Maria"]),
        ("See you.\n\nMaria", ["Maria"]),
        ("Yours truly,\nvan den Berg", ["van den Berg"]),
        ("With all my gratitude,\nMaria", ["Maria"]),
        ("Pozdrawiam,\nMarek", ["Marek"]),
        ("Z poważaniem\nAnna Kowalska", ["Anna Kowalska"]),
        ("С уважение,\nПетър Стоянов", ["Петър Стоянов"]),
        ("З повагою,\nТарас", ["Тарас"]),
        ("С уважением, Ольга", ["Ольга"]),
        ("مع تحياتي\nسمير", ["سمير"]),
        ("此致\n敬礼\n李明", ["李明"]),
        ("祝好\n王芳 敬上", ["王芳"]),
        ("敬具\n山田太郎", ["山田太郎"]),
        ("감사합니다\n박지영 드림", ["박지영"]),
        ("Mit freundlichen Grüßen\nJens Weber", ["Jens Weber"]),
        ("Cordialement,\nÉlodie", ["Élodie"]),
        ("Un saludo,\nJosé Luis", ["José Luis"]),
        ("Cordiali saluti\nMatteo Ricci", ["Matteo Ricci"]),
        ("Um abraço,\nTiago", ["Tiago"]),
        ("Groetjes,\nSanne", ["Sanne"]),
        ("S pozdravem\nJiří", ["Jiří"]),
        ("Med vänliga hälsningar\nSven", ["Sven"]),
        ("Med venlig hilsen\nMette", ["Mette"]),
        ("Vennlig hilsen\nKjell", ["Kjell"]),
        ("Ystävällisin terveisin\nJukka", ["Jukka"]),
        ("Saygılarımla,\nŞule", ["Şule"]),
        ("Με εκτίμηση,\nΕλένη", ["Ελένη"]),
        ("Cu stimă,\nAndrei", ["Andrei"]),
        ("Üdvözlettel,\nZoltán", ["Zoltán"]),
        ("בברכה,\nרותי", ["רותי"]),
        ("ขอแสดงความนับถือ\nมาลี ศรีสุข", ["มาลี ศรีสุข"]),
        ("ขอบคุณครับ\nนายสมชาย", ["นายสมชาย"]),
        ("ด้วยความเคารพ\nพรทิพย์", ["พรทิพย์"]),
        ("ขอบคุณค่ะ มาลี", ["มาลี"]),
        ("ขอแสด\u200bงความนับถือ\nมาลี 😊", ["มาลี"]),
        ("ขอบคุณค่ะ\nมาลี»", ["มาลี"]),
        ("सादर,\nअनीता वर्मा", ["अनीता वर्मा"]),
        ("भवदीय\nडॉ. राजेश शर्मा", ["डॉ. राजेश शर्मा"]),
        ("Trân trọng,\nNguyễn Thị Mai", ["Nguyễn Thị Mai"]),
        ("Thân ái, Tuấn", ["Tuấn"]),
    ],
)
def test_a_closing_is_signed(closing: str, expected: list[str]) -> None:
    assert names(f"{BODY} {BODY}\n{closing}\n") == expected


@pytest.mark.parametrize(
    "ending",
    [
        "Best regards,\nThe Acme Team",
        "Best regards",
        "Thanks for your help.\nWe will be in touch about the rest of it soon.",
        "We sell apples,\npears and plums",
        "Cheers",
        "Thank you\nBest regards",
        "That was all.\n\nThanks",
        "- Bring your own cup",
        "Happy Birthday",
        "ขอบคุณค่ะ\nคุณชื่ออะไร",
        "धन्यवाद",
        "It was Monday.\nUnfortunately.",
        "תודה, חבר.\nאני בדיוק נזכרת במשהו.",
    ],
)
def test_an_ending_without_a_name_has_none(ending: str) -> None:
    assert names(f"{BODY} {BODY}\n{ending}") == []


def test_a_greeted_name_is_masked_wherever_it_stands_again() -> None:
    text = f"Szanowna Pani Anno,\n\n{BODY} Pani Annie i Annę, Anna. Annopol i anonim nie.\n{BODY}"
    assert names(text) == ["Pani Anno", "Annie", "Annę", "Anna"]


def test_a_name_that_is_a_word_is_masked_inside_a_sentence_only() -> None:
    text = f"Dear Mark,\n\n{BODY} Mark the date, said Mark, and mark it well. {BODY}"
    assert names(text) == ["Mark", "Mark"]
    assert text.index(", and mark") == find_masks(text, [(0, len(text))])[-1].stop


def test_a_month_for_a_name_is_masked_in_the_greeting_only() -> None:
    assert names(f"Dear May,\n\nWe met in May. May we call? {BODY}") == ["May"]


def test_a_capital_in_mid_sentence_is_no_name() -> None:
    assert names(f"Dear Maria,\n\nwe met John Carter in Paris at the Louvre. {BODY}") == ["Maria"]


def test_recognised_names_say_so() -> None:
    text = f"Dear Maria,\n\n{BODY}"
    assert {m.source for m in find_masks(text, [(0, len(text))])} == {MaskSource.RECOGNISED}


def test_a_greeting_below_quoted_text_counts_after_an_empty_line() -> None:
    text = f"{BODY}\n{BODY}\n{BODY}\n\nDear Maria,\n{BODY}"
    assert names(text) == ["Maria"]


def test_windows_line_ends_do_not_hide_names() -> None:
    text = f"Dear Maria,\r\n\r\n{BODY}\r\n\r\nBest regards,\r\nTom\r\n"
    assert names(text) == ["Maria", "Tom"]
