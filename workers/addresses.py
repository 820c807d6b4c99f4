"""Addresses of vendors as an operator writes them: https, or on this very machine http."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from workers.engine_settings import Misread


def read_secure(text: str) -> str:
    """Https, whatever the host: secrets go there. Raises Misread."""
    parts = _parts(text)
    if text and (parts.scheme != "https" or not parts.hostname):
        raise Misread("it starts with https://")
    return text.rstrip("/")


def read_address(text: str) -> str:
    """Https, or http on this very machine. Raises Misread."""
    parts = _parts(text)
    if text and parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return text.rstrip("/")
    return read_secure(text)


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port  # 99999 is none
    except ValueError as error:
        raise Misread("it is no address") from error
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise Misread("it is an address without user, ? or #")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
