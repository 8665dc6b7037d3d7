"""In which language a report is written, by its script and its commonest words."""

import re
from collections import Counter

_WORD = re.compile(r"(?<![\w.@/\\\[-])[^\W\d_]{2,}(?![\w@/\\\[]|\.\w)")
"""Whole words; pieces of hashes and of host names are none."""
_LOOKED_AT = 60_000
_LEAST_WORDS = 20
_COMMONEST = {
    "en": "the of and to in that is was for with as on are by this from be have has which an at were not it their",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus bei",
    "fr": "le la les des et est une du dans que qui pour par sur au avec ce sont plus été aux ces pas ont cette",
    "es": "el la los las del que en una por con para su se como más fue sus han este pero está ser sobre entre",
    "it": "il di che la una per del con sono della le dei nel alla gli anche dal più stato questo come ha delle è",
    "pt": "o que da do em um para com uma os no na por mais dos como foi ao das não se seu pela são",
    "nl": "de het een van en dat die voor op met zijn is niet aan er om ook als bij door naar uit wordt deze",
    "sv": "och att det som en på är av för med den till inte har om ett de från var kan vid så även eller",
    "da": "og at det som en på er af for med den til ikke har om et de fra var kan ved så eller blev også",
    "no": "og at det som en på er av for med den til ikke har om et de fra var kan ved så eller ble også",
    "fi": "ja on ei että se oli mutta ovat myös kun joka tai mukaan sen hän ovat sekä jotka voi",
    "pl": "w i na z się że do nie jest o to przez dla jak od po za co oraz które był są może",
    "cs": "a se na v je že s z o do to k pro jako by za byl po ale jsou který od také jeho",
    "ro": "și în de la cu pe care un o din este pentru au fost că mai sau prin nu al ale",
    "hu": "a az és hogy nem egy is van meg el de csak volt ez mint már vagy azt által",
    "tr": "ve bir bu için ile olarak da de olan daha çok en gibi kadar sonra tarafından ancak",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada oleh telah adalah juga ke",
    "vi": "và của các có là được cho trong không với một những để người này đã khi từ",
    "ru": "и в не на что с по как это из для от при за были также которые его было к",
    "uk": "і в не на що з та як це для від до за були також які його було у про",
    "bg": "и на да се от в за е с не по че са като до при които във това",
    "fa": "و در به از که این را با است برای آن یک شده های تا بر",
    "ar": "في من على أن إلى التي هذا عن مع هذه كان ما لا بين أو الذي",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMONEST.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "pl": "Polish", "cs": "Czech",
    "ro": "Romanian", "hu": "Hungarian", "tr": "Turkish", "id": "Indonesian", "vi": "Vietnamese", "ru": "Russian",
    "uk": "Ukrainian", "bg": "Bulgarian", "fa": "Persian", "ar": "Arabic", "ja": "Japanese", "ko": "Korean",
    "zh": "Chinese", "he": "Hebrew", "el": "Greek", "th": "Thai", "hi": "Hindi", "ka": "Georgian", "hy": "Armenian",
}  # fmt: skip
"""By their ISO 639-1 code."""


def language_of(text: str) -> str:
    """ISO 639-1 of what most of a text is written in; empty where too little of it can be told.

    Beginning, middle and end are looked at, so that an English summary does not stand for the whole.
    """
    third = _LOOKED_AT // 3
    middle = max(0, len(text) // 2 - third // 2)
    sample = text if len(text) <= _LOOKED_AT else text[:third] + text[middle : middle + third] + text[-third:]
    letters = sum(character.isalpha() for character in sample)
    if not letters:
        return ""
    kana = len(_SCRIPTS[0][1].findall(sample))
    for language, script in _SCRIPTS:
        found = len(script.findall(sample))
        if found * 4 >= letters or (language == "ja" and kana * 12 >= letters):
            return language
    words = Counter(word.lower() for word in _WORD.findall(sample))
    total = sum(words.values())
    if total < _LEAST_WORDS:
        return ""
    shares = {language: sum(words[word] for word in known) / total for language, known in _WORDS.items()}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= 0.08 else ""
