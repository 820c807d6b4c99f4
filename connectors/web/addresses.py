"""Which addresses are on the open internet. What stands for another address (6to4, NAT64, Teredo, mapped) is not.

https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

# Written out beside Python's own is_global, whose table differs from one patch release to the next.
CLOSED = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by carriers; Alibaba's metadata is 100.100.100.200
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure answers its own machines here, of all public addresses
            "169.254.0.0/16",  # metadata nearly everywhere
            "172.16.0.0/12",
            "192.0.0.0/24",  # Oracle's metadata
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",  # the way into 6to4
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast and what is reserved
        ),
    )
)
UNICAST = IPv6Network("2000::/3")
CLOSED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo, ORCHID and other protocols
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)


def is_public(address: Address) -> bool:
    """Whether whoever owns the address is on the open internet, like any calendar that is shared by a link."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in CLOSED)
    return address in UNICAST and address.is_global and not any(address in network for network in CLOSED_6)
