"""Endings of host names and of file names, and what both can be."""

TOP_LEVEL = frozenset(
    # Countries and territories.
    """ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd
    cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf
    gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km
    kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz
    na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg
    sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc
    ve vg vi vn vu wf ws ye yt za zm zw"""
    # The others, those that host names in reports end in.
    """ com net org edu gov mil int info biz name pro mobi tel asia cat jobs museum coop aero travel post xxx arpa
    academy africa agency apartments app art associates audio auction band bank bar beer bet bid bio black blog blue
    boutique build builders business buzz cab cafe cam camp capital cards care careers cash center ceo charity chat
    cheap church city claims click clinic clothing cloud club codes coffee community company computer consulting
    contact contractors cool coupons credit cyou date dating deals degree delivery design dev diet digital direct
    directory domains download earth education email energy engineer engineering enterprises equipment estate events
    exchange expert express faith fail farm finance financial fish fit flights fund fun fyi gallery game games gdn
    gift gives glass global gold golf graphics gratis green group guide guru haus health help hiphop holdings homes
    host hosting house icu immo industries ink institute insure international investments kim kitchen land lat lawyer
    life lighting limited limo link live llc loan loans lol love ltd luxe maison management market marketing mba media
    men menu moe money monster mortgage movie network news ninja observer one onion onl online ooo page partners parts
    party pet photo photography photos pics pictures pink place plus poker porn press productions promo properties
    property pub quest realty red rehab reisen ren rent rentals repair report republican rest restaurant review
    reviews rip rocks rodeo run sale school science security services sexy shop shopping show singles site ski sky
    social software solar solutions space sport storage store stream studio style sucks supply support surf surgery
    systems tax taxi team tech technology tennis theater tips tires today tools top tours town toys trade training
    tube university vacations ventures vet viajes video villas vin vip vision vote voyage wang watch webcam website
    wedding wiki win wine work works world wtf xin xyz yoga zip zone example test invalid localhost""".split()
)
"""Top-level domains; others are believed only where the author wrote them so that nobody clicks."""
WORDS = frozenset("as at be by do in is it me my no so to us am an or one".split()) & TOP_LEVEL
"""Top-level domains that are English words: a blank may be missing after a full stop."""
FILES = frozenset(
    """exe dll sys scr bat cmd com ps1 psm1 psd1 vbs vbe js jse wsf wsh hta aspx asp ashx asmx ascx asax php phtml jsp
    jspx jspf cfm cgi jar war class zip rar 7z tar tgz gz bz2 cab msi msp lnk url doc docx docm dot dotm xls xlsx xlsm
    xlsb xlam ppt pptx pptm rtf txt log tmp dat bin cfg ini xml json html htm config compiled dmp dump kirbi pfx cer key
    bak old sh py pyc pl rb elf so dylib apk iso img vhd vhdx one chm hlp cpl ocx drv inf reg db sqlite pst ost eml msg
    evtx edb dit swp conf plist dmg pkg deb rpm go rs ko yar rules axd svc ecp""".split()
)
"""Endings of files that reports name."""
NOTABLE = FILES - frozenset("com json html htm xml key url go rs conf config rules db one svc ecp yar reg".split())
"""Names without a folder that end in these are indicators; the others are so only with their folder."""
BOTH = frozenset({"sh", "py", "pl", "zip", "cab", "so", "rs", "one", "com"})
"""A name of two parts that ends so is a file, unless written so that nobody clicks; `com` is a host."""
CODE = frozenset(
    """asp.net vb.net ado.net node.js vue.js react.js next.js express.js angular.js d3.js backbone.js system.net
    microsoft.net system.io socket.io unit.works paint.net github.io""".split()
)
"""Products and parts of programs that look like host names or files."""
