"""Names of countries and of their people, as reports in English write them."""


def _named(text: str) -> dict[str, str]:
    """`as written = short name`, or one for both, with semicolons between."""
    pairs = (entry.partition(" = ") for entry in " ".join(text.split()).split("; "))
    return {written: name or written for written, _, name in pairs}


COUNTRIES = _named(
    """
    Afghanistan; Albania; Algeria; Argentina; Armenia; Australia; Austria; Azerbaijan; Bahrain; Bangladesh;
    Belarus; Belgium; Bhutan; Bolivia; Bosnia and Herzegovina; Botswana; Brazil; Brunei; Bulgaria; Cambodia;
    Cameroon; Canada; Chile; China; Colombia; Costa Rica; Croatia; Cyprus; Czech Republic; Denmark; Ecuador;
    Egypt; Estonia; Ethiopia; Fiji; Finland; France; Germany; Ghana; Greece; Guatemala; Honduras; Hong Kong;
    Hungary; Iceland; India; Indonesia; Iran; Iraq; Ireland; Israel; Italy; Jamaica; Japan; Jordan; Kazakhstan;
    Kenya; Kuwait; Kyrgyzstan; Laos; Latvia; Lebanon; Libya; Liechtenstein; Lithuania; Luxembourg; Malaysia;
    Maldives; Malta; Mexico; Moldova; Mongolia; Montenegro; Morocco; Mozambique; Myanmar; Nepal; Netherlands;
    New Zealand; Nigeria; North Korea; North Macedonia; Norway; Oman; Pakistan; Palestine; Panama; Papua New
    Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Qatar; Romania; Russia; Rwanda; Saudi Arabia;
    Senegal; Serbia; Singapore; Slovakia; Slovenia; Somalia; South Africa; South Korea; Spain; Sri Lanka; Sudan;
    Sweden; Switzerland; Syria; Taiwan; Tajikistan; Tanzania; Thailand; Tunisia; Turkey; Turkmenistan; Uganda;
    Ukraine; United Arab Emirates; United Kingdom; United States; Uruguay; Uzbekistan; Venezuela; Vietnam;
    Yemen; Zambia; Zimbabwe; Czechia = Czech Republic; Viet Nam = Vietnam; Burma = Myanmar; Macau = China
    (Macau); Tibet = China (Tibet); UK = United Kingdom; U.K. = United Kingdom; Britain = United Kingdom; Great
    Britain = United Kingdom; US = United States; U.S. = United States; USA = United States; U.S.A. = United
    States; America = United States; UAE = United Arab Emirates; DPRK = North Korea; PRC = China; Türkiye =
    Turkey; European Union = European Union; EU = European Union; Europe = Europe; Southeast Asia = Southeast
    Asia; Central Asia = Central Asia; Middle East = Middle East; Africa = Africa; Latin America = Latin
    America; North America = North America; Asia = Asia
    """
)
"""As written → short name; regions too, because reports name victims by them."""
DEMONYMS = _named(
    """
    American = United States; Australian = Australia; Austrian = Austria; Belgian = Belgium; Brazilian = Brazil;
    British = United Kingdom; Cambodian = Cambodia; Canadian = Canada; Chinese = China; Czech = Czech Republic;
    Danish = Denmark; Dutch = Netherlands; Egyptian = Egypt; Estonian = Estonia; European = Europe; Finnish =
    Finland; French = France; German = Germany; Greek = Greece; Hungarian = Hungary; Indian = India; Indonesian
    = Indonesia; Iranian = Iran; Iraqi = Iraq; Irish = Ireland; Israeli = Israel; Italian = Italy; Japanese =
    Japan; Kazakh = Kazakhstan; Korean = Korea; Latvian = Latvia; Lithuanian = Lithuania; Malaysian = Malaysia;
    Mexican = Mexico; Mongolian = Mongolia; Nepalese = Nepal; Norwegian = Norway; Pakistani = Pakistan;
    Philippine = Philippines; Filipino = Philippines; Polish = Poland; Portuguese = Portugal; Romanian =
    Romania; Russian = Russia; Saudi = Saudi Arabia; Singaporean = Singapore; Slovak = Slovakia; South Korean =
    South Korea; Spanish = Spain; Swedish = Sweden; Swiss = Switzerland; Taiwanese = Taiwan; Thai = Thailand;
    Tibetan = China (Tibet); Turkish = Turkey; Ukrainian = Ukraine; Vietnamese = Vietnam
    """
)
"""People and things of a country → its short name."""
