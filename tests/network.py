"""Shuts the network: a test may reach this machine and nothing else."""

import ipaddress
import socket

import pytest


class NetworkIsShut(Exception):
    """A test tried to reach another machine."""


def _is_here(host: str | bytes | None) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def network_is_shut():
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise NetworkIsShut(f"A test tried to reach {address[0]}")

    def shut_connect(self, address):
        check(self, address)
        return connect(self, address)

    def shut_connect_ex(self, address):
        check(self, address)
        return connect_ex(self, address)

    def shut_look_up(host, *arguments, **named):
        if not _is_here(host):
            raise NetworkIsShut(f"A test tried to look up {host!r}")
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", shut_connect)
        patch.setattr(socket.socket, "connect_ex", shut_connect_ex)
        patch.setattr(socket, "getaddrinfo", shut_look_up)
        yield
