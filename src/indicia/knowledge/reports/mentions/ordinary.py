"""Names of actors and tools that are words of the language too, and what has to stand beside them to be believed."""

import re

ORDINARY = frozenset(
    """agenda aluminum amoeba anchor andromeda anonymous apostle armageddon at aurora avenger axiom backspace basin
    bazar biscuit bitter blackjack blister bookworm boron bottle buckeye butterfly calendar cannon canopy carbon
    cardinal castle chaos charger chimera chopstick cicada cleaver cobalt comet confucius copper covenant crimson
    crutch cuba denis dogfish dragon dragonfish dune dustpan elfin embargo emissary empire epic equation expand
    explosive ferocious flame flamer force frankenstein ghost gold gorilla havoc hawk helium hezb honeybee hunter
    icecap inception india indra iron james kevin knight krypton lead leopard longhorn lotus lowball lucifer lurid
    machete magnesium mango mantis mask maze medusa mercury meteor milan mirage mole monsoon moonlight mosquito
    mythic nebulae net neon nickel night ninja nitro octopus operator oxygen pacemaker packrat page pandora panda
    patchwork periscope photo pickaxe ping pioneer platinum play plead polaris pony popeye prestige proton quick
    quiet rain raindrop rattlesnake reaper reg regin remcos reptile responder rover royal ruler samurai sardonic
    scarab scorpion sea shadow shark sharpshooter siesta silence silicon skid slingshot snake snow sodium solar
    soldier spaceship spark spica spring spider star storm strider sulphur summit superman swallowtail tick tiger
    tor-network transporter triad trident trinity trojan uppercut venom vermin viper vortex voyeur watchdog wave
    will wind wiper wraith zinc inc ups cube hive lockbit-group ragnar rancor ps1 route arp ftp cmd tasklist
    systeminfo netstat whoami dsquery nltest certutil netsh wevtutil schtasks mafia tailor turbo vault silver
    ember karma blind sweet fire hidden north unit team group bureau office""".split()
)
"""In lower case.  They name something only as written by those who named it, and beside a word that says what it is."""
COMMANDS = frozenset(
    """at arp cmd dsquery expand ftp ipconfig net netsh netstat nbtscan nltest nbtstat ping reg route systeminfo
    tasklist     wevtutil certutil schtasks whoami esentutl ftp bitsadmin wmic curl wget sdelete""".split()
)
"""Commands of the system: tools only where the text speaks of the program, not of what the word means otherwise."""
ORGANISATIONS = frozenset(
    """fsb gru svr nsa cia mss pla sbu dprk irgc mois rgb fbi cisa ncsc dhs nato eu un us uk prc israel russia china
    iran     g7 apt mitre microsoft fireeye mandiant eset volexity kaspersky symantec crowdstrike""".split()
)
"""Some catalogues list these as names of groups."""
_KIND = (
    r"(?:threat |cyber |espionage |hacking |ransomware |intrusion |APT |activity )?(?:group|gang|actors?"
    r"|crew|cluster|set|hackers"
    r"|ransomware|malware|backdoor|trojan|RAT|loader|implant|botnet|stealer|infostealer|operators?"
    r"|affiliates?|APT|campaign|spyware"
    r"|rootkit|wiper|web ?shells?|framework|dropper|downloader|keylogger|worm|collective|operations?|tool"
    r"|utility|variant|payloads?"
    r"|samples?|beacons?|C2|agents?)"
)
_AFTER = re.compile(rf"[\"'”’)]?[ \n-]{{1,2}}{_KIND}\b")
_BEFORE = re.compile(
    rf"\b(?:{_KIND}|(?:known|tracked|referred to|identified) as|dubbed|called|named|nicknamed|aka|a\.k\.a\."
    rf"|alias(?:es)?|codenamed"
    r"|tools? (?:such as|like|including)|malware (?:such as|like|including))[,:]?[ \n][\"'“‘(]?\Z",
    re.IGNORECASE,
)
_PROGRAM_AFTER = re.compile(r"\.exe\b|[`\"'”’]?[ \n](?:command|utility|tool|program|binary)\b", re.IGNORECASE)
_PROGRAM_BEFORE = re.compile(r"(?:[`>]|\b(?:command|utility|tool)s?[ \n][`\"'“‘]?)\Z", re.IGNORECASE)


def said_to_be_one(text: str, start: int, end: int) -> bool:
    """Whether a word beside says that this names an actor or a tool (“the Play ransomware group”, “dubbed Tick”)."""
    return _AFTER.match(text, end) is not None or _BEFORE.search(text, max(0, start - 60), start) is not None


def like_a_program(text: str, start: int, end: int) -> bool:
    """Whether the text speaks of a program (`net.exe`, “the `reg` command”), not of the word."""
    return (
        _PROGRAM_AFTER.match(text, end) is not None
        or _PROGRAM_BEFORE.search(text, max(0, start - 30), start) is not None
    )
