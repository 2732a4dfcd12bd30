"""What tells languages apart beside the table of common words: letters, scripts, small words.

The small words of languages that the table lacks were chosen by hand among pronouns, prepositions
and auxiliaries; each counts as standing in `SMALL_WORD` of all notes.
"""

from __future__ import annotations

from typing import Final

#: ISO 639-1. The place in this tuple is kept in snapshots: add at the end, move nothing.
LANGUAGES: Final = (
    "en", "pl", "bg", "uk", "ru", "ar", "zh", "ja", "de", "fr", "es", "it", "pt", "nl", "tr", "cs",
    "ko", "el", "he", "hi", "th", "vi", "sv", "no", "fi", "et", "hu", "ro", "sk", "hr", "sl", "lt",
    "lv", "id", "ca", "fa", "ur", "be", "sr", "mk", "kk", "bn", "pa", "gu", "ta", "te", "kn", "ml",
    "si", "lo", "my", "ka", "am", "km", "hy",
)  # fmt: skip

#: Blocks of letters by script (ISO 15924), for a character class; Unicode Standard, code
#: charts. The order is kept in snapshots, too.
SCRIPTS: Final = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arab": "\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe",
    "Hebr": "\u05d0-\u05ea",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e4f",
    "Laoo": "\u0e80-\u0eff",
    "Mymr": "\u1000-\u109f",
    "Geor": "\u10a0-\u10ff",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Ethi": "\u1200-\u139f",
    "Khmr": "\u1780-\u17ff",
    "Armn": "\u0530-\u058f",
    "Kana": "\u3041-\u30ff\uff66-\uff9f",
    "Hani": "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
}

#: Scripts whose character says as much as several letters.
DENSE: Final = {"Hani": 3.0, "Hang": 2.0, "Kana": 1.5}

#: Scripts that (in mail) write one language.
ONLY: Final = {
    "Grek": "el", "Hebr": "he", "Deva": "hi", "Beng": "bn", "Guru": "pa", "Gujr": "gu",
    "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th",
    "Laoo": "lo", "Mymr": "my", "Geor": "ka", "Hang": "ko", "Ethi": "am", "Khmr": "km",
    "Armn": "hy", "Kana": "ja", "Hani": "zh",
}  # fmt: skip

#: The table's three letters to the two that are used here.
TABLE_CODES: Final = {
    "bul": "bg", "ces": "cs", "deu": "de", "eng": "en", "fra": "fr", "ita": "it", "nld": "nl",
    "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "tur": "tr", "ukr": "uk", "vie": "vi",
    "ara": "ar",
}  # fmt: skip

#: The script of each language that shares it with others.
SHARED: Final = {
    "Cyrl": ("bg", "ru", "uk", "be", "sr", "mk", "kk"),
    "Arab": ("ar", "fa", "ur"),
    "Latn": (
        "cs", "de", "en", "fr", "it", "nl", "pl", "pt", "es", "tr", "vi", "sv", "no", "fi", "et",
        "hu", "ro", "sk", "hr", "sl", "lt", "lv", "id", "ca",
    ),
}  # fmt: skip

#: Letters that few languages write: each kind that stands in a note counts as one rare word.
LETTERS: Final = {
    "ґєї": "uk", "і": "uk be kk", "ў": "be", "ыэ": "ru be kk", "ё": "ru be", "ъ": "bg ru",
    "ђћ": "sr", "љњџј": "sr mk", "ѓќѕ": "mk", "әғқңөұү": "kk",
    "پچژگ": "fa ur", "کی": "fa ur", "ٹڈڑںے": "ur", "ةىيك": "ar",
    "ßẞ": "de", "ä": "de sv fi et sk", "öü": "de tr hu et", "ąę": "pl lt", "łśćźńż": "pl",
    "ěřů": "cs", "čšž": "cs sk hr sl lt lv et", "ľĺŕ": "sk", "ğış": "tr", "ñ¿¡": "es",
    "ãõ": "pt", "ç": "fr pt tr ca", "àèù": "fr it ca", "êîœ": "fr", "åø": "no sv", "æø": "no",
    "ő": "hu", "ű": "hu", "țșăâ": "ro vi", "đơư": "vi", "đ": "hr vi", "ėįų": "lt", "āēīūņļķģ": "lv",
}  # fmt: skip

#: How often a small word below stands in a note.
SMALL_WORD: Final = 0.2

#: Languages that the table lacks. "no" stands for Norwegian and Danish, "hr" for Croatian,
#: Bosnian and Serbian in Latin letters, "id" for Indonesian and Malay: near enough to be one here.
SMALL_WORDS: Final = {
    "sv": "och att det som är på för med inte har jag till den ett om vi kan ditt din dig här från"
    " blev efter oss era vårt vår så ni eller när har var",
    "no": "og at det som er på for med ikke har jeg til den et om vi kan din deg deres fra ble"
    " etter oss vår vores så dere eller når var af av du mig meg blev hvis være dit ditt",
    "fi": "ja on ei että se hän ovat mutta kun niin tai sinun voit olet tämä jos voi ole meidän"
    " sinulle kanssa sekä mukaan olla myös teidän joka jotka",
    "et": "ja on ei et see ta oma mis kui või siis teie meie kas mida ning oli ole aga nii palun"
    " saab selle sinu",
    "hu": "a az és hogy nem is egy van ez meg azt ön önnek már csak vagy lesz mint kell volt ha"
    " köszönjük kérjük szerint után még",
    "ro": "și nu să este în cu de la pe care o un ca mai din pentru sunt dumneavoastră vă am ați"
    " fost dacă sau acest contul poate",
    "sk": "a je sa na že to som nie ako ale si sme vám vás pre alebo bol by keď ich vaše vaša tento"
    " ktorý bolo boli ešte",
    "hr": "i je da se na za su ne što od sam ili kao vam vas vaš vaša nije bi iz ako biti ste smo"
    " koji koja može kako samo",
    "sl": "in je da se na za so ne ki od sem ali kot vam vas vaš ni bi iz če biti ste smo lahko"
    " kako samo bo tudi za",
    "lt": "ir yra kad ne tai su į iš jūsų jums mes bet ar ką kaip už apie savo tik buvo jei arba"
    " gali dar",
    "lv": "un ir ka ne tas ar no uz jūsu jums mēs bet vai par kā ja lai savu tikai bija jūs var arī"
    " šo",
    "id": "yang dan di untuk dengan ini itu dari tidak kami anda akan telah pada ke ada adalah bisa"
    " oleh sudah kita dalam atau jika saya kepada",
    "ca": "i el la que de és en per no amb un una els les del al us si hem però vostè seva més"
    " aquest aquesta heu pot som aquí",
    "fa": "و در به از که این را با است برای آن شما یک ما می خود هم تا بر شد کرد ها اگر",
    "ur": "اور کے میں ہے کی کو سے کا یہ ہیں پر نے آپ اس کہ کر نہیں لئے لیے ہم تھا",
    "be": "і у не на што я гэта з да як ён але вы мы для вам ці ад калі па яго быў",
    "sr": "и је да се на за су не што од сам или као вам вас ваш није би из ако ће сте смо који"
    " може",
    "mk": "и на да се во за не од го ја е со што ќе ви ги сум дека оваа овој или ако сте вашата",
    "kk": "және бұл үшін мен бар бір деп сіз біз еді оның болады емес сіздің",
}
