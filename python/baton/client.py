"""A small client of Baton, to read beside docs/wire-protocol.md. For one thread; many calls may be open at once.

    with Client("tcp://127.0.0.1:5555") as client:
        reply = client.call("demo.Hello/Greet", StringValue(value="world"), StringValue, timeout=2.0)
"""
import random
import time

import zmq
from google.protobuf.message import DecodeError

from baton import wire
from baton.v1 import baton_pb2 as pb

SLACK_SECONDS = 0.2  # the broker's word on a deadline says more than our own


class CallError(Exception):
    """A call that did not end with OK. `executed` NO means: it is safe to call again."""

    def __init__(self, status, message, executed=pb.MAYBE, worker_id=""):
        super().__init__(f"{status}: {message}")
        self.status, self.executed, self.worker_id = status, pb.Executed.Name(executed), worker_id


class Client:
    def __init__(self, broker):
        self._context = zmq.Context()
        self._socket = wire.dealer(self._context, linger_millis=0)
        self._socket.connect(broker)
        self._next_id = random.getrandbits(62)
        self._open = {}  # request id -> [reply header or None, payload, when to give up, type of the reply]

    def call(self, method, request, reply_type, timeout=30.0, **options):
        return self.result(self.send(method, request, reply_type, timeout, **options))

    def send(self, method, request, reply_type, timeout=30.0, **options):
        """Sends a call and returns its request id, for result() or cancel(). Options are fields of the header: idempotency, fail_fast, metadata."""
        give_up = time.monotonic() + timeout
        if not self._socket.poll(timeout * 1000, zmq.POLLOUT):
            raise CallError("UNAVAILABLE", "there is no connection to the broker", pb.NO)
        self._next_id += 1
        header = pb.RequestHeader(
            protocol=wire.PROTOCOL, request_id=self._next_id, method=method,
            remaining_micros=max(1, int((give_up - time.monotonic()) * 1e6)), **options)
        try:
            self._send(wire.content(header, request.SerializeToString()))
        except zmq.Again:
            raise CallError("UNAVAILABLE", "the connection to the broker is lost", pb.NO)
        self._open[self._next_id] = [None, b"", give_up + SLACK_SECONDS, reply_type]
        return self._next_id

    def result(self, request_id):
        """Waits for the reply to one call, and keeps those to others."""
        try:
            call = self._open[request_id]
            while call[0] is None:
                if not self._socket.poll(max(0, call[2] - time.monotonic()) * 1000):
                    raise CallError("DEADLINE_EXCEEDED", "no reply came")
                self._on_reply(self._socket.recv_multipart())
            header, payload, _, reply_type = call
        finally:
            self._open.pop(request_id, None)
        if header.status != pb.OK:
            raise CallError(pb.StatusCode.Name(header.status), header.message, header.executed, header.worker_id)
        return reply_type.FromString(payload)

    def cancel(self, request_id):
        """Takes a call back: result() then tells that it was CANCELLED, unless it had ended before."""
        header = pb.RequestHeader(protocol=wire.PROTOCOL, request_id=request_id, kind=pb.CANCEL)
        try:
            self._send([header.SerializeToString()])
        except zmq.Again:
            pass  # only a kindness to the broker, and there is none: without it the call runs until its deadline

    def _send(self, content):
        self._socket.send_multipart([b""] + content, zmq.DONTWAIT)  # which would wait for a connection otherwise

    def _on_reply(self, frames):
        if len(frames) < 2 or frames[0] or not frames[1].startswith(wire.BATON_1):
            return  # garbage, or of a version that was not asked for
        try:
            header = pb.ReplyHeader.FromString(frames[1])
        except DecodeError:
            return
        if header.request_id in self._open and header.kind == pb.FINAL:  # else it is late
            self._open[header.request_id][:2] = header, wire.payload_of(header, frames[1:])

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._context.destroy()
