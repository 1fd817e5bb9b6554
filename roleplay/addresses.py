"""Under which addresses this machine can be reached, found out without the network's help.

Used for the join address, the hosts that are answered and the origins whose sockets are opened.
"""

import socket

TOWARDS = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))


def lan_address() -> str:
    """The address that others on the same network can open, or 127.0.0.1 without a network."""
    return next((each for each in own_addresses() if not is_local(each) and ":" not in each), "127.0.0.1")


def own_addresses() -> list[str]:
    """This machine's addresses, the one with the default route first."""
    found = [*route_addresses(), *name_addresses(), "127.0.0.1", "::1"]
    return list(dict.fromkeys(each.partition("%")[0] for each in found))


def route_addresses() -> list[str]:
    """Which source address a packet would carry. Connecting a datagram socket sends nothing."""
    found = []
    for target, family in TOWARDS:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))
                found.append(probe.getsockname()[0])
        except OSError:
            continue
    return found


def name_addresses() -> list[str]:
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)]
    except OSError:
        return []


def is_local(address: str) -> bool:
    return address.startswith("127.") or address in {"::1", "0.0.0.0", "::"}


def host_names() -> list[str]:
    """Names under which this machine may be opened."""
    name = socket.gethostname().lower()
    return list(dict.fromkeys(["localhost", name, f"{name.partition('.')[0]}.local"]))


def in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def origin(host: str, port: int) -> str:
    """As a browser writes it: without the port that is usual for http."""
    return f"http://{host}" if port == 80 else f"http://{host}:{port}"
