"""The benches' own client reads answers as they are framed."""

import socket

import pytest

from bench.live.asking import Connection


@pytest.fixture
def ends():
    """A connection, and the socket at which its server writes."""
    connection = Connection(0)
    connection.socket, server = socket.socketpair()
    connection.socket.settimeout(1)
    yield connection, server
    connection.close()
    server.close()


def test_an_interim_answer_is_passed_over(ends):
    connection, server = ends
    server.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    answer = connection.receive()
    assert (answer.status, answer.body) == (200, b"hi")
