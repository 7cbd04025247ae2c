"""Tells a network that is not there from anything else, by what pip or apt-get said in vain."""

import re

# What pip says of an index that it cannot reach, or that sends something else, such as a page to log in at. "None": the lock
# files name versions that the index has, so where it shows not one of a package, it was not the index that answered.
_PIP = re.compile(
    r"from versions: none|connection broken by|Max retries exceeded|ConnectionError|ProxyError|Tunnel connection failed"
    r"|SSLError|CERTIFICATE_VERIFY_FAILED|timed out|IncompleteRead|HTTP error [45]\d\d|name resolution",
    re.IGNORECASE,
)
_APT = re.compile(
    r"Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|Cannot initiate the connection"
    r"|Connection (?:refused|timed out|failed)|Network is unreachable|Failed to fetch|Unable to fetch"
    r"|Unable to locate package|has no installation candidate",
    re.IGNORECASE,
)
_REASONS = {
    r"CERTIFICATE_VERIFY_FAILED|SSLError": "its certificate is not trusted here",
    r"407 |Proxy Authentication Required": "the proxy asks for a name and password",
    r"ProxyError|Tunnel connection failed": "the proxy does not answer",
    r"name resolution|Name or service not known|nodename nor servname|getaddrinfo failed|resolv": "its name is not known here",
    r"timed out": "it does not answer in time",
    r"refused": "it refuses the connection",
}
_ADVICE = (
    "Check that this computer is connected to the network; where it goes out through a proxy, set HTTPS_PROXY to the proxy's "
    "address (and PIP_CERT to its certificate). Then start again."
)


def explain_pip(said: str) -> str:
    """Return a sentence if pip failed because it could not reach its index; nothing if it failed for another reason."""
    if not _PIP.search(said):
        return ""
    return (
        f"The packages that LDN Journal needs could not be downloaded: no package index answers{_why(said)}. {_ADVICE}"
    )


def explain_apt(said: str, by_hand: str) -> str:
    """Return the same of apt-get, with the command for a later try."""
    if not _APT.search(said):
        return ""
    return (
        f"The system packages that LDN Journal needs could not be downloaded: no package server answers{_why(said)}. "
        "Check that this computer is connected to the network; where it goes out through a proxy, set http_proxy to the "
        f"proxy's address. Then start again, or try by hand:\n\n  {by_hand}\n"
    )


def _why(said: str) -> str:
    return next((f" ({why})" for pattern, why in _REASONS.items() if re.search(pattern, said, re.IGNORECASE)), "")
