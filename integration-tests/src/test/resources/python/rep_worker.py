"""A plain REP worker: answers "python: " and what it was sent. Ends when stdin does."""
import sys

import zmq

socket = zmq.Context().socket(zmq.REP)
socket.linger = 0
socket.connect(sys.argv[1])
print("{}", flush=True)
poller = zmq.Poller()
poller.register(socket, zmq.POLLIN)
poller.register(sys.stdin.fileno(), zmq.POLLIN)
while True:
    ready = dict(poller.poll())
    if sys.stdin.fileno() in ready:
        sys.exit(0)
    socket.send(b"python: " + b"".join(socket.recv_multipart()))
