"""Headings of tables that hold messages or recipients, per field, in many languages.

As exports of mail programs, customer lists and spreadsheets carry them. Case, underscores and
surrounding marks do not matter.
"""

from __future__ import annotations

from typing import Final

HEADINGS: Final = {
    "id": "id|message id|message-id|messageid|uid|message_id|nachrichten-id",
    "text": (
        "text|body|message|note|content|plain text|body text|message body|email body"
        "|nachricht|nachrichtentext|inhalt|texte|corps|contenu|message texte|texto|mensaje"
        "|cuerpo|contenido|testo|messaggio|corpo|contenuto|mensagem|conteúdo|tekst|bericht"
        "|inhoud|treść|wiadomość|zpráva|obsah|текст|съобщение|съдържание|повідомлення|зміст"
        "|сообщение|содержание|النص|نص|الرسالة|المحتوى|טקסט|הודעה|תוכן|内容|正文|邮件内容"
        "|郵件內容|本文|メッセージ|meddelande|innehåll|besked|indhold|melding|innhold|viesti"
        "|sisältö|teksti|mesaj|metin|içerik|메시지|내용|본문|κείμενο|μήνυμα|szöveg|üzenet"
    ),
    "html": "html|body html|html body|html text",
    "subject": (
        "subject|betreff|objet|sujet|asunto|oggetto|assunto|onderwerp|temat|předmět|predmet"
        "|тема|относно|الموضوع|موضوع|נושא|主题|主題|主旨|件名|ämne|emne|aihe|konu|제목|θέμα"
        "|tárgy|subiect"
    ),
    "sender": (
        "sender|from|from address|sender email|from: (address)|von|absender|expéditeur|de"
        "|remitente|mittente|da|remetente|van|afzender|nadawca|od|odesílatel|от|подател|від"
        "|відправник|от кого|отправитель|من|المرسل|מאת|שולח|发件人|寄件者|寄件人|差出人"
        "|送信者|från|avsändare|fra|afsender|avsender|lähettäjä|gönderen|보낸 사람"
        "|αποστολέας|feladó|expeditor"
    ),
    "sender_name": "sender name|from name|from: (name)|absendername",
    "to": (
        "to|recipients|recipient|an|empfänger|à|destinataire|destinataires|para"
        "|destinatario|destinatarios|a|destinatari|destinatário|aan|ontvanger|do|odbiorca"
        "|komu|příjemce|до|получател|кому|одержувач|получатель|إلى|المستلم|אל|נמען|收件人"
        "|收件者|宛先|受信者|till|mottagare|til|modtager|mottaker|vastaanottaja|alıcı|kime"
        "|받는 사람|παραλήπτης|címzett|destinatar"
    ),
    "to.address": (
        "email|e-mail|mail|address|email address|e-mail address|to address|recipient email"
        "|to: (address)|e-mail-adresse|emailadresse|mailadresse|courriel|adresse e-mail"
        "|adresse mail|correo|correo electrónico|indirizzo email|indirizzo e-mail"
        "|endereço de e-mail|e-mailadres|adres e-mail|adres email|e-mailová adresa|имейл"
        "|електронна поща|эл. почта|электронная почта|електронна пошта|البريد الإلكتروني"
        '|דוא"ל|אימייל|邮箱|电子邮件|電子郵件|メールアドレス|メール|e-post|e-postadress'
        "|epost|sähköposti|e-posta|이메일"
    ),
    "to.id": (
        "recipient id|customer id|contact id|customer number|kundennummer|kunden-id|klient id"
    ),
    "to.name": (
        "name|recipient name|full name|to name|to: (name)|customer name|contact name|kunde"
        "|vollständiger name|nom|nom complet|nombre|nombre completo|nome|nome completo|naam"
        "|volledige naam|imię|imię i nazwisko|jméno|jméno a příjmení|име|ім'я|имя|фио|піб"
        "|الاسم|שם|שם מלא|姓名|名字|名前|氏名|namn|navn|nimi|ad|ad soyad|isim|이름|όνομα|név"
        "|nume"
    ),
    "to.company": (
        "company|organisation|organization|account|company name|firma|unternehmen|société"
        "|entreprise|empresa|compañía|azienda|società|bedrijf|spółka|společnost|компания"
        "|компанія|фирма|фірма|организация|الشركة|חברה|公司|会社|会社名|företag|virksomhed"
        "|bedrift|yritys|şirket|회사"
    ),
    "to.household": (
        "household|haushalt|foyer|hogar|famiglia|agregado familiar|huishouden|gospodarstwo"
        "|domácnost|домакинство|домогосподарство|домохозяйство|hushåll|husstand|kotitalous"
        "|hane|家庭|世帯"
    ),
    "to.postcode": (
        "postcode|post code|zip|zip code|zipcode|postal code|plz|postleitzahl|code postal"
        "|código postal|codigo postal|cp|cap|cep|kod pocztowy|psč|пощенски код"
        "|поштовий індекс|индекс|почтовый индекс|الرمز البريدي|מיקוד|邮编|邮政编码|郵遞區號"
        "|郵便番号|postnummer|postinumero|posta kodu|우편번호|irányítószám|cod poștal"
    ),
    "to.groups": (
        "groups|group|gruppe|gruppen|groupe|groupes|grupo|grupos|gruppo|gruppi|groep|grupa"
        "|skupina|група|группа|المجموعة|קבוצה|组|群组|グループ|grupp|ryhmä|grup|그룹"
    ),
    "sent_at": (
        "sent at|sent_at|sent|date|sent date|date sent|timestamp|datum|gesendet|gesendet am"
        "|date d'envoi|fecha|fecha de envío|data|data invio|data wysłania|дата|дата отправки"
        "|التاريخ|תאריך|日期|发送时间|日付|日時|送信日時|dato|päivämäärä|tarih|날짜"
        "|ημερομηνία|dátum"
    ),
    "thread": "thread|thread id|conversation|conversation id",
    "channel": "channel|kanal|canal|canale|kanaal|kanał|канал",
    "campaign": (
        "campaign|campaign name|kampagne|campagne|campaña|campagna|campanha|kampania|kampaň"
        "|кампания|кампанія|kampanj|kampanje|kampanja|kampanya|캠페인|活动|キャンペーン"
    ),
}
