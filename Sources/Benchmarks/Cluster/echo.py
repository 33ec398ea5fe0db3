#!/usr/bin/env python3
"""Measures the time of a short message over TCP: `echo.py serve ADDRESS`, then `echo.py measure ADDRESS`, which
prints the median time from one end to the other in seconds."""
import socket
import statistics
import sys
import time

PORT, MESSAGES = 47113, 200


def serve(address):
    with socket.create_server((address, PORT)) as server:
        print("ready", flush=True)
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while message := connection.recv(1):
            connection.sendall(message)


def measure(address):
    with socket.create_connection((address, PORT)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = []
        for _ in range(MESSAGES):
            begin = time.perf_counter()
            connection.sendall(b"x")
            connection.recv(1)
            times.append((time.perf_counter() - begin) / 2)
        print(statistics.median(times))


if __name__ == "__main__":
    {"serve": serve, "measure": measure}[sys.argv[1]](sys.argv[2])
