"""Which addresses are on the open internet, and what is a link."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.causes import Cause
from connectors.web.addresses import is_public
from connectors.web.link import read_link

CLOSED = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.8.8.8",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2001:20::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
OPEN = ("8.8.8.8", "193.10.37.1", "172.32.0.1", "100.128.0.1", "2001:6b0:7::14", "2a00:1450:400f:80c::200e")


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_on_the_open_internet_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_what_anybody_can_reach_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
def test_nothing_python_calls_private_is_public(address: object) -> None:
    assert not is_public(address) or (address.is_global and not address.is_multicast)  # type: ignore[arg-type,attr-defined]


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        (" https://kalender.example/a.ics\n", "https://kalender.example/a.ics"),
        ("webcal://kalender.example/a.ics", "https://kalender.example/a.ics"),
        ("WEBCAL://Kalender.Example:8443/a.ics?k=1&l=2", "https://kalender.example:8443/a.ics?k=1&l=2"),
        ("http://kalender.example", "http://kalender.example/"),
        ("https://bokföring.example/min kalender.ics", "https://xn--bokfring-q4a.example/min%20kalender.ics"),
    ],
)
def test_a_link_is_read_as_people_paste_it(pasted: str, asked: str) -> None:
    assert read_link(pasted).url == asked


NONE = (
    *("", "kalender.example/a.ics", "file:///etc/passwd", "ftp://a.example/a.ics", "data:,a", "javascript://a"),
    *("https://", "https:///a.ics", "https://a.example:99999/", "https://[::1/", "https://*.example/", "https://."),
    *("https://a.example\\@b.example/", "https://a.example/\r\nHost: b"),
)


@pytest.mark.parametrize("pasted", NONE)
def test_what_is_no_link_is_refused(pasted: str) -> None:
    with pytest.raises(Cause, match="no address of a calendar"):
        read_link(pasted)


@pytest.mark.parametrize("pasted", ["https://me:pass@a.example/", "https://a.example@127.0.0.1/", "http://a@[::1]/"])
def test_a_link_with_a_name_in_it_is_refused(pasted: str) -> None:
    with pytest.raises(Cause, match="user name or a password"):
        read_link(pasted)


@given(st.text(max_size=60), st.sampled_from(["", "https://", "webcal://", "http://a.example/"]))
def test_any_text_is_a_link_or_refused(text: str, before: str) -> None:
    try:
        link = read_link(before + text)
    except Cause:
        return
    assert link.url.startswith(("https://", "http://"))
    assert link.url not in repr(link)
