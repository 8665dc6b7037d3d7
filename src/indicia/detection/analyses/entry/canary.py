"""The ECP canary in an address: one session's token, which joins rows of the front end with rows of the back end."""

import re

_CANARY = re.compile(r"msExchEcpCanary=([^&#;,'\"\s]{4,200})", re.IGNORECASE)


def canaries(*texts: str) -> list[str]:
    """Canaries in these addresses, each once, in order."""
    return list(dict.fromkeys(found for text in texts for found in _CANARY.findall(text)))
