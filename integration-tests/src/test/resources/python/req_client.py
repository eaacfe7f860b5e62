"""A plain REQ client: sends so many different texts one after the other, and prints the replies as JSON."""
import json
import sys

import zmq

socket = zmq.Context().socket(zmq.REQ)
socket.linger = 0
socket.rcvtimeo = 60_000
socket.connect(sys.argv[1])
replies = []
for i in range(int(sys.argv[2])):
    socket.send(b"text %d" % i)
    replies.append(socket.recv().decode())
print(json.dumps({"replies": replies}), flush=True)
