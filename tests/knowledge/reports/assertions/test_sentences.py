"""One construction each: who is read to assert what, and what is not read as an assertion."""

import pytest

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences

_READ = [
    # Active verbs of attribution.
    ("Poland attributed the outage to Russia's GRU.", ["attributes|Poland|GRU|"]),
    ("Ottawa on Friday blamed North Korea for the theft of exam papers.", ["attributes|Canada|North Korea|"]),
    ("Ukraine pinned the attack on Sandworm.", ["attributes|Ukraine|Sandworm|"]),
    (
        "France accused hackers working for the FSB of targeting its embassies.",
        ["attributes|France|hackers working for the FSB|"],
    ),
    (
        "Germany and the Netherlands linked the phishing to APT28.",
        ["attributes|Germany|APT28|", "attributes|Netherlands|APT28|"],
    ),
    ("Taiwan traced the intrusions to a group based in China.", ["attributes|Taiwan|a group based in China|"]),
    ("Albania holds Iran responsible for the attack on its ministries.", ["attributes|Albania|Iran|"]),
    ("London laid the blame for the outage on Moscow.", ["attributes|United Kingdom|Moscow|"]),
    ("Australia named Iran as the perpetrator.", ["attributes|Australia|Iran|"]),
    ("Sweden condemned Russia for the leak of athletes' records.", ["attributes|Sweden|Russia|"]),
    (
        "The Czech Republic called out China over an intrusion at its foreign ministry.",
        ["attributes|Czech Republic|China|"],
    ),
    # Passive voice.
    ("The raid was attributed by the FBI to the Lazarus Group.", ["attributes|United States|Lazarus Group|"]),
    ("The break-in was blamed on Russian hackers by Danish officials.", ["attributes|Denmark|Russian hackers|"]),
    ("Turla has been linked by Estonia's intelligence service to the FSB.", ["attributes|Estonia|FSB|"]),
    ("Iran was accused by Israel of tampering with pumps.", ["attributes|Israel|Iran|"]),
    ("The campaign has been attributed to APT33.", ["attributes||APT33|"]),
    # Statements and judgements.
    (
        "The NCSC assesses that the SVR was almost certainly responsible.",
        ["attributes|United Kingdom|SVR|almost certainly"],
    ),
    ("Finland's security police believe APT31 was behind the espionage.", ["attributes|Finland|APT31|believe"]),
    (
        "We judge with moderate confidence that it was carried out by Chinese state-sponsored actors, ESET said.",
        ["attributes|ESET|Chinese state-sponsored actors|moderate confidence"],
    ),
    (
        "South Korea said hackers linked to the Reconnaissance General Bureau stole submarine plans.",
        ["attributes|South Korea|Reconnaissance General Bureau|"],
    ),
    (
        "It is highly likely that the GRU conducted the operation, the Foreign Office said.",
        ["attributes|United Kingdom|GRU|highly likely"],
    ),
    (
        "Symantec suspects that the attackers are affiliated with the Iranian government.",
        ["attributes|Symantec|Iranian government|suspects"],
    ),
    (
        "Volexity tracks the group as UTA0178 and has reason to believe it works for China.",
        ["attributes|Volexity|China|believe"],
    ),
    (
        "According to Mandiant, UNC1151 is linked to the Belarusian government.",
        ["attributes|Mandiant|Belarusian government|"],
    ),
    ("Russia was behind the attack, according to Kyiv.", ["attributes|Ukraine|Russia|"]),
    (
        "The Netherlands is convinced that the campaign was directed by the MSS.",
        ["attributes|Netherlands|MSS|convinced"],
    ),
    ("Japan's view is that Tick hacked the contractor on orders from the PLA.", ["attributes|Japan|Tick|"]),
    (
        "The malicious activity originated from the territory of Russia, Norway said.",
        ["attributes|Norway|territory of Russia|"],
    ),
    ("FireEye analysts have high confidence that APT40 is a state-sponsored group.", []),
    ("The ministry is believed to be sponsored by nobody.", []),
    ("Hafnium is almost certainly affiliated with the Chinese state.", ["attributes||Chinese state|almost certainly"]),
    # Quotations.
    (
        '"This attack was the work of the GRU," Foreign Minister Margus Tsahkna of Estonia said.',
        ["attributes|Estonia|GRU|"],
    ),
    (
        '"We know that Russia ordered the operation," said Jan Lipavsky, the Czech foreign minister.',
        ["attributes|Czech Republic|Russia|"],
    ),
    # Coordinated speakers, joining, supporting, acknowledging.
    (
        "The UK, Estonia and NATO joined Washington in condemning the attack by Russian intelligence.",
        ["supports|United Kingdom||", "supports|Estonia||", "supports|NATO||"],
    ),
    ("Slovakia and Croatia also joined the statement.", ["supports|Slovakia||", "supports|Croatia||"]),
    ("Iceland supports the attribution made by its partners.", ["supports|Iceland||"]),
    ("Ireland stands in solidarity with Germany.", ["supports|Ireland||"]),
    ("The attribution was backed by Spain and Italy.", ["supports|Spain||", "supports|Italy||"]),
    ("New Zealand echoed the findings of the British government.", ["supports|New Zealand||"]),
    ("The North Atlantic Council takes note of the national statements.", ["acknowledges|NATO||"]),
    (
        "India acknowledged the findings of its partners but did not name a culprit.",
        ["acknowledges|India||", "declines|India||"],
    ),
    ("Hungary did not join the declaration.", ["declines|Hungary||"]),
    # Denials.
    ("Moscow denies any role in the hacking.", ["denies|Russia||"]),
    ("Beijing rejected the accusations as groundless.", ["denies|China||"]),
    ("The Iranian foreign ministry dismissed the report.", ["denies|Iran||"]),
    ("China's embassy called the claims a smear.", ["denies|China||"]),
    ('"These accusations are fabricated," a spokesman for the Chinese foreign ministry said.', ["denies|China||"]),
    ("Russia said it had nothing to do with the attack.", ["denies|Russia||"]),
    ("Beijing accused Washington of fabricating evidence.", ["denies|China||"]),
    # Measures.
    ("The United States indicted five PLA officers in 2014.", ["charges|United States|five PLA officers|"]),
    (
        "Six Russian intelligence officers were charged by a US grand jury.",
        ["charges|United States|Six Russian intelligence officers|"],
    ),
    ("Prosecutors in Germany filed charges against a Russian national.", ["charges|Germany|a Russian national|"]),
    ("Britain sanctioned two members of APT31.", ["sanctions|United Kingdom|two members of APT31|"]),
    (
        "The EU has imposed asset freezes on eight Russian officers.",
        ["sanctions|European Union|eight Russian officers|"],
    ),
    ("Norway summoned the Chinese ambassador.", ["acts|Norway||"]),
    ("Bulgaria expelled two Russian diplomats.", ["acts|Bulgaria||"]),
    ("The FBI and CISA published a joint advisory.", ["acts|United States||", "acts|United States||"]),
    ("Washington did not announce sanctions.", ["declines|United States||"]),
    ("The White House stopped short of imposing sanctions on Beijing.", ["declines|United States||"]),
    ("Canada is considering further sanctions.", ["declines|Canada||"]),
    ("Japan announced no penalties.", ["declines|Japan||"]),
    ("Australia has not ruled out further action.", ["declines|Australia||"]),
    ("The EU will impose sanctions next week.", ["declines|European Union||"]),
    ("CISA declined to name the country.", ["declines|United States||"]),
    # Calls.
    (
        "The EU urges China not to allow its territory to be used for malicious cyber activities.",
        ["urges|European Union|China|"],
    ),
    ("The Netherlands calls on Russia to end its interference.", ["urges|Netherlands|Russia|"]),
    ('"Iran must stop this behaviour," Secretary of State Antony Blinken said.', ["urges|United States|Iran|"]),
    # Silence.
    ("The Russian embassy in Paris did not immediately respond to a request for comment.", ["silent|Russia||"]),
    ("Microsoft declined to comment.", ["silent|Microsoft||"]),
    ("China's foreign ministry could not be reached for comment.", ["silent|China||"]),
    ("A spokesman for the Iranian mission was not available for comment.", ["silent|Iran||"]),
    ("There was no immediate response from Pyongyang.", ["silent|North Korea||"]),
    ("Emails to the Russian foreign ministry went unanswered.", ["silent|Russia||"]),
    ("Google had no comment.", ["silent|Google||"]),
    ("Neither the Kremlin nor the GRU could be reached for comment.", ["silent|Russia||", "silent|Russia||"]),
    ("Bloomberg was not able to reach the Iranian embassy.", ["silent|Iran||"]),
    # From texts of other hands: the same turns of phrase in other words.
    (
        "Denmark was joined by Sweden and Iceland in accusing Russia of the sabotage.",
        ["supports|Sweden|Russia|", "supports|Iceland|Russia|", "attributes|Denmark|Russia|"],
    ),
    (
        "Partners – including Spain, Malta and Greece – are joining Cyprus in condemning the hack by Turla.",
        ["supports|Spain||", "supports|Malta||", "supports|Greece||"],
    ),
    (
        "France is attributing with moderate confidence that actors affiliated with the FSB hacked the port.",
        ["attributes|France|actors affiliated with the FSB|moderate confidence"],
    ),
    (
        "The broad group of allies that include Latvia and Estonia, says hackers linked to Iran were behind the leak.",
        ["attributes|Latvia|hackers linked to Iran|", "attributes|Estonia|hackers linked to Iran|"],
    ),
    ("The Dutch government reserves the right to take further action.", ["declines|Netherlands||"]),
    ("Poland said the hack was carried out from Belarus.", ["attributes|Poland|Belarus|"]),
    ("Russia slammed the accusations.", ["denies|Russia||"]),
    (
        "It was the Iranian government that ordered the attack, Albania said.",
        ["attributes|Albania|the Iranian government|"],
    ),
    ("Italy blamed Beijing-backed hackers for the outage.", ["attributes|Italy|Beijing-backed hackers|"]),
    ("Lithuania sanctioned 15 Belarusian nationals.", ["sanctions|Lithuania|15 Belarusian nationals|"]),
    # Findings without a name.
    ("ESET has observed a new backdoor in the networks of three shipyards.", ["observes|ESET||"]),
]

_NOT_READ = [
    "If Russia were behind the attack, NATO would respond.",
    "It is unclear whether China was responsible for the breach.",
    "Officials are investigating whether Iran carried out the attack.",
    "Ukraine would blame Russia for any further outage.",
    "The agency denied the researchers access to the network.",
    "A denial of service attack denied customers entry to the site.",
    "The bank charges customers a fee for each transfer.",
    "The company charged the batteries of its servers.",
    "The regulator sanctioned the use of a backup line.",
    "The vendor supports the import of statements in CSV.",
    "Contact Microsoft support about the update.",
    "The attributes of the object are listed in the statement.",
    "The payload is linked with an old runtime and connects to 192.0.2.7.",
    "The malware was compiled in 2021 and was signed with a stolen certificate.",
    "Traffic was attributed to a misconfigured proxy.",
    "The UK publicly attributes cyber incidents when it is in the national interest.",
    "Chinese companies joined the trade fair in Berlin.",
    "Russia supports the import of grain.",
    "The group joined the company's board.",
    "NATO stands ready to meet next week.",
    "CISA urges administrators to apply the update.",
    "Users should reject requests that they do not know.",
    "Japan condemned the earthquake damage reports as too slow.",
    "The firm blamed a faulty cable for the outage.",
    "The attackers stole passwords and deleted logs.",
    "No one has claimed responsibility for the attack.",
    "The report describes how attackers exploited a flaw in the server.",
    "There is no evidence that Russia was behind the outage.",
    "The mayor said the state of Texas was behind on payments.",
    "The loader is linked to a library of Microsoft.",
    "An analyst called the report a warning to the people behind two Russian groups.",
    "Administrators can use the tool to link a host to a group.",
]


def _read(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (
            one.stance.value,
            one.party,
            one.accused.words if one.accused else "",
            one.confidence.words if one.confidence else "",
        )
        for one in assertions(text, sentences(text))
    ]


@pytest.mark.parametrize(("text", "wanted"), _READ, ids=[text[:50] for text, _ in _READ])
def test_reads_who_asserts_what(text: str, wanted: list[str]) -> None:
    """Stance, party, the words for the accused and those of confidence, one for each speaker."""
    found = _read(text)
    assert [f"{stance}|{party}" for stance, party, _, _ in found] == ["|".join(item.split("|")[:2]) for item in wanted]
    for (_, _, accused, sure), item in zip(found, wanted, strict=True):
        _, _, whom, how_sure = item.split("|")
        assert whom in accused
        assert sure == how_sure


@pytest.mark.parametrize("text", _NOT_READ, ids=[text[:50] for text in _NOT_READ])
def test_reads_no_assertion_where_there_is_none(text: str) -> None:
    """Conditions, other senses of the same words, and technical prose are no assertions."""
    assert _read(text) == []
