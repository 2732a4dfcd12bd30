"""Domains at which anybody may have a mailbox: to share one is not to share a company.

Kept by hand, not complete. Sub-domains of a listed domain count too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Raised whenever the list changes, because exposure and company masks depend on it.
VERSION = 1

_BY_LANGUAGE: Mapping[str, str] = MappingProxyType(
    {
        "world": "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com"
        " windowslive.com passport.com yahoo.com ymail.com rocketmail.com myyahoo.com icloud.com"
        " me.com mac.com aol.com aim.com proton.me protonmail.com protonmail.ch pm.me tutanota.com"
        " tutanota.de tuta.io tutamail.com tuta.com fastmail.com fastmail.fm hushmail.com zoho.com"
        " zohomail.com zohomail.eu mail.com email.com usa.com post.com inbox.com gmx.com gmx.net"
        " gmx.us hey.com duck.com mailbox.org posteo.net runbox.com disroot.org riseup.net"
        " mailfence.com startmail.com mailinator.com guerrillamail.com yopmail.com lycos.com"
        " excite.com juno.com",
        "en": "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net"
        " earthlink.net optonline.net roadrunner.com rr.com frontier.com netzero.net windstream.net"
        " btinternet.com btopenworld.com virginmedia.com blueyonder.co.uk ntlworld.com talktalk.net"
        " sky.com tiscali.co.uk plusnet.com yahoo.co.uk hotmail.co.uk live.co.uk outlook.co.uk"
        " googlemail.co.uk yahoo.ca hotmail.ca live.ca rogers.com sympatico.ca shaw.ca telus.net"
        " bell.net videotron.ca yahoo.com.au hotmail.com.au live.com.au bigpond.com bigpond.net.au"
        " optusnet.com.au iinet.net.au xtra.co.nz eircom.net eir.ie yahoo.ie",
        "de": "web.de gmx.de gmx.at gmx.ch t-online.de freenet.de arcor.de mail.de email.de"
        " online.de 1und1.de posteo.de mailbox.de vodafone.de yahoo.de hotmail.de live.de"
        " outlook.de aol.de bluewin.ch hispeed.ch sunrise.ch aon.at chello.at a1.net unitybox.de"
        " kabelmail.de",
        "fr": "orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr club-internet.fr bbox.fr"
        " numericable.fr aliceadsl.fr yahoo.fr hotmail.fr live.fr outlook.fr gmx.fr skynet.be"
        " proximus.be telenet.be voila.fr cegetel.net",
        "es": "yahoo.es hotmail.es live.es outlook.es telefonica.net terra.es ono.com movistar.es"
        " ya.com yahoo.com.mx hotmail.com.mx live.com.mx prodigy.net.mx yahoo.com.ar hotmail.com.ar"
        " fibertel.com.ar arnet.com.ar yahoo.com.co yahoo.cl outlook.cl terra.com",
        "it": "libero.it virgilio.it tiscali.it alice.it tin.it tim.it inwind.it iol.it blu.it"
        " fastwebnet.it email.it yahoo.it hotmail.it live.it outlook.it vodafone.it poste.it"
        " aruba.it pec.it legalmail.it",
        "pt": "uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com oi.com.br"
        " r7.com yahoo.com.br hotmail.com.br outlook.com.br live.com.br zipmail.com.br sapo.pt"
        " iol.pt clix.pt netcabo.pt mail.telepac.pt outlook.pt live.com.pt",
        "nl": "ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl casema.nl upcmail.nl"
        " chello.nl quicknet.nl zeelandnet.nl online.nl live.nl hotmail.nl outlook.nl yahoo.nl"
        " caiway.nl telfort.nl tele2.nl kpnplanet.nl",
        "pl": "wp.pl onet.pl onet.eu o2.pl interia.pl interia.eu gazeta.pl op.pl poczta.onet.pl"
        " poczta.fm tlen.pl vp.pl go2.pl autograf.pl buziaczek.pl int.pl spoko.pl amorki.pl"
        " poczta.pl neostrada.pl hotmail.pl yahoo.pl outlook.pl",
        "cs": "seznam.cz email.cz centrum.cz atlas.cz volny.cz post.cz tiscali.cz quick.cz"
        " yahoo.cz hotmail.cz outlook.cz azet.sk centrum.sk zoznam.sk post.sk pobox.sk",
        "bg": "abv.bg mail.bg dir.bg gbg.bg gyuvetch.bg data.bg yahoo.bg abv.com",
        "uk": "ukr.net i.ua meta.ua bigmir.net online.ua email.ua ua.fm gmail.ua mail.ua rambler.ua"
        " ex.ua",
        "ru": "mail.ru yandex.ru yandex.com ya.ru yandex.ua yandex.by yandex.kz rambler.ru bk.ru"
        " inbox.ru list.ru internet.ru lenta.ru autorambler.ru myrambler.ru ro.ru pochta.ru"
        " hotmail.ru narod.ru qip.ru nm.ru vk.com xmail.ru tut.by mail.kz inbox.lv inbox.lt",
        "ar": "maktoob.com yahoo.com.eg hotmail.com.eg arabia.com ayna.com masrawy.com nesma.net.sa"
        " saudi.net.sa emirates.net.ae eim.ae link.net tedata.net.eg menara.ma gawab.com"
        " batelco.com.bh qatar.net.qa",
        "he": "walla.co.il walla.com netvision.net.il bezeqint.net 012.net.il 013.net zahav.net.il"
        " hotmail.co.il yahoo.co.il nana10.co.il smile.net.il inter.net.il nana.co.il",
        "zh": "qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net vip.163.com 188.com sina.com"
        " sina.cn vip.sina.com sohu.com tom.com 21cn.com 139.com 189.cn wo.cn aliyun.com 263.net"
        " yahoo.com.cn yahoo.cn yahoo.com.tw yahoo.com.hk hinet.net pchome.com.tw seed.net.tw"
        " netvigator.com",
        "ja": "yahoo.co.jp ybb.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp"
        " vodafone.ne.jp nifty.com nifty.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp"
        " hotmail.co.jp live.jp outlook.jp infoseek.jp excite.co.jp goo.jp dion.ne.jp rakuten.jp"
        " ymobile.ne.jp asahi-net.or.jp eonet.ne.jp",
        "ko": "naver.com daum.net hanmail.net kakao.com nate.com korea.com empal.com paran.com"
        " hanmir.com dreamwiz.com lycos.co.kr yahoo.co.kr hotmail.co.kr",
        "sv": "telia.com home.se spray.se bredband.net comhem.se tele2.se swipnet.se live.se"
        " hotmail.se yahoo.se outlook.se passagen.se",
        "da": "mail.dk tdcadsl.dk stofanet.dk jubii.dk ofir.dk mail.tele.dk tdc.dk live.dk"
        " hotmail.dk yahoo.dk outlook.dk youmail.dk",
        "no": "online.no broadpark.no c2i.net start.no getmail.no lyse.net frisurf.no live.no"
        " hotmail.no yahoo.no altibox.no",
        "fi": "luukku.com kolumbus.fi elisanet.fi suomi24.fi saunalahti.fi pp.inet.fi"
        " dnainternet.net welho.com sci.fi hotmail.fi live.fi netti.fi jippii.fi",
        "tr": "mynet.com superonline.com ttmail.com turk.net hotmail.com.tr yahoo.com.tr"
        " outlook.com.tr windowslive.com.tr e-kolay.net yandex.com.tr ttnet.net.tr",
        "el": "otenet.gr forthnet.gr hol.gr in.gr freemail.gr pathfinder.gr mailbox.gr"
        " windowslive.gr hotmail.gr yahoo.gr cytanet.com.cy",
        "ro": "yahoo.ro hotmail.ro k.ro email.ro rdslink.ro clicknet.ro romtelecom.ro home.ro"
        " zappmobile.ro",
        "hu": "freemail.hu citromail.hu t-online.hu t-email.hu indamail.hu vipmail.hu invitel.hu"
        " chello.hu upcmail.hu mailbox.hu hotmail.hu digikabel.hu",
        "hi": "rediffmail.com rediff.com yahoo.co.in yahoo.in hotmail.co.in sify.com indiatimes.com"
        " bsnl.in outlook.in live.in",
        "vi": "yahoo.com.vn vnn.vn hcm.vnn.vn fpt.vn outlook.com.vn",
        "th": "hotmail.co.th yahoo.co.th thaimail.com outlook.co.th windowslive.co.th",
    }
)

#: Every listed domain, in lower case.
PUBLIC_DOMAINS = frozenset(domain for line in _BY_LANGUAGE.values() for domain in line.split())


def is_public_domain(domain: str) -> bool:
    """Say whether anybody may have a mailbox at the domain; letter case and a final dot are free.

    A sub-domain of a listed domain is public too ("poczta.wp.pl").
    """
    rest = domain.strip().rstrip(".").casefold()
    while rest:
        if rest in PUBLIC_DOMAINS:
            return True
        _, dot, rest = rest.partition(".")
        if not dot:
            return False
    return False
