"""Sends standard input to a port of this machine as it is, prints the answer."""
import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5) as s:
    s.sendall(sys.stdin.buffer.read())
    s.shutdown(socket.SHUT_WR)
    while data := s.recv(65536):
        sys.stdout.buffer.write(data)
