"""A small worker of Baton, to read beside docs/wire-protocol.md, section 8.

    worker = Worker("tcp://127.0.0.1:5556", {"demo.Hello/Greet": (StringValue, greet)}, capacity=4)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()

A handler takes (call, request) and returns a message; what it raises becomes a status. run() reads the socket also while all slots are
taken: requests have to be handed back, heartbeats sent.
"""
import os
import queue
import random
import socket as sockets
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import zmq
from google.protobuf.message import DecodeError
from zmq.utils.monitor import recv_monitor_message

from baton import wire
from baton.v1 import baton_pb2 as pb

HEARTBEAT_SECONDS, MAX_HOPS, CONTROL_PORT_DISTANCE = 0.25, 8, 1000


class StatusError(Exception):
    """Raised by a handler to choose the status of its reply, for instance pb.NOT_FOUND."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Call:
    """A request that this worker holds."""

    def __init__(self, envelope, header, payload):
        self.envelope, self.header, self.payload = envelope, header, payload
        self.token, self.arrived = int.from_bytes(envelope[0], "big"), time.monotonic()
        self.cancelled = threading.Event()  # nobody waits for the reply any more: a long handler looks now and then

    def remaining(self):
        return self.header.remaining_micros / 1e6 - (time.monotonic() - self.arrived)


class Worker:
    def __init__(self, broker, handlers, name="python", capacity=4):
        self.id = f"{name}-{os.getpid()}-{random.getrandbits(32):08x}"
        self._handlers, self._capacity, self._draining, self._leaving = handlers, capacity, False, False
        self._threads = ThreadPoolExecutor(capacity)
        self._held = {}  # token -> (call, its future); more than `capacity` of them wait in the queue of the executor
        self._finished = queue.SimpleQueue()  # what the handlers' threads leave for that of run()
        self._awake, self._wake = sockets.socketpair()
        self._context, (host, port) = zmq.Context(), broker.rsplit(":", 1)
        self._control = self._context.socket(zmq.SUB)
        self._control.subscribe(self.id)
        self._control.subscribe("*")
        self._control.connect(f"{host}:{int(port) + CONTROL_PORT_DISTANCE}")
        self._socket = wire.dealer(self._context, linger_millis=1000)
        self._monitor = self._socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_DISCONNECTED)
        self._socket.connect(broker)

    def stop(self):
        """Makes run() finish what it has and return. For any thread, and for a signal handler."""
        self._leaving = True
        self._wake.send(b".")

    def run(self):
        poller, heartbeat_due = zmq.Poller(), time.monotonic()
        for source in (self._socket, self._control, self._monitor, self._awake):
            poller.register(source, zmq.POLLIN)
        while not (self._leaving and self._draining and not self._held):
            ready = dict(poller.poll(max(0, heartbeat_due - time.monotonic()) * 1000))
            if self._awake.fileno() in ready:
                self._awake.recv(4096)
            self._read(self._monitor, recv_monitor_message, self._on_connection)
            if self._leaving and not self._draining:
                self._drain()
            while not self._finished.empty():
                self._on_finished(*self._finished.get())
            self._read(self._control, zmq.Socket.recv_multipart, self._on_control)
            self._read(self._socket, zmq.Socket.recv_multipart, self._on_message)
            if time.monotonic() >= heartbeat_due:
                self._signal(pb.HEARTBEAT, capacity=self._capacity, busy=min(self._capacity, len(self._held)), held_tokens=list(self._held))
                heartbeat_due = time.monotonic() + HEARTBEAT_SECONDS
        self._signal(pb.GOODBYE)
        self._socket.disable_monitor()
        for socket in (self._socket, self._control, self._monitor):
            socket.close()
        self._context.term()  # or the process might end before the last replies and the goodbye have left

    @staticmethod
    def _read(socket, receive, handle):
        for _ in range(100):  # so that nobody at one socket keeps the others waiting
            try:
                handle(receive(socket, zmq.DONTWAIT))
            except zmq.Again:
                return
            except DecodeError:
                pass  # garbage

    # ---- the connection, and what the broker wants of this worker

    def _on_connection(self, event):
        if event["event"] == zmq.EVENT_DISCONNECTED:
            for call, future in self._held.values():
                call.cancelled.set()
            self._held.clear()  # the broker runs these elsewhere or gives them up; replies to them would come to nothing
            return
        self._signal(pb.REGISTER, capacity=self._capacity, host=sockets.gethostname(), pid=os.getpid(),
                     methods=list(self._handlers), heartbeat_micros=int(HEARTBEAT_SECONDS * 1e6))
        if self._draining:
            self._signal(pb.DRAIN)

    def _on_control(self, frames):
        if len(frames) != 2 or frames[0] not in (b"*", self.id.encode()) or not frames[1].startswith(wire.BATON_1):
            return  # a subscription is a prefix, so it may be for somebody with a longer name
        message = pb.ControlMessage.FromString(frames[1])
        if message.kind == pb.CONTROL_DRAIN and not self._draining:
            self._drain()
        elif message.kind == pb.CONTROL_RESUME and not self._leaving:
            self._draining = False
            self._signal(pb.RESUMED)
        elif message.kind == pb.CONTROL_CANCEL:
            for token in message.tokens:
                if token in self._held:
                    self._held[token][0].cancelled.set()

    def _drain(self):
        self._draining = True
        self._signal(pb.DRAIN)
        for call, future in list(self._held.values()):
            if future.cancel():  # no thread had begun with it
                del self._held[call.token]
                self._hand_back(call, pb.DRAINING)

    # ---- requests in

    def _on_message(self, frames):
        self._read(self._monitor, recv_monitor_message, self._on_connection)  # or its end would take along what came by the next one
        if b"" not in frames[1:-1]:
            return  # no envelope, or nothing behind it
        end = frames.index(b"", 1)
        envelope, frames = frames[:end], frames[end + 1:]
        if not frames[0].startswith(wire.BATON_1):
            return self._refuse(envelope, frames[0], pb.UNIMPLEMENTED, "this worker speaks version 1 of Baton's protocol only")
        try:
            header = pb.RequestHeader.FromString(frames[0])
        except DecodeError:
            return self._refuse(envelope, frames[0], pb.INVALID_ARGUMENT, "the header cannot be read")
        call = Call(envelope, header, wire.payload_of(header, frames))
        limit = self._capacity if header.hops < MAX_HOPS else 2 * self._capacity  # what has seen many workers may wait here
        if self._draining:
            self._hand_back(call, pb.DRAINING)
        elif len(self._held) >= limit:
            self._hand_back(call, pb.BUSY)
        else:
            self._held[call.token] = call, self._threads.submit(self._handle, call)

    def _refuse(self, envelope, frame, status, message):
        known = frame.startswith(wire.BATON) and frame[5:6] == b"\x11"  # in every version the request id is in the same place
        request_id = int.from_bytes(frame[6:14], "little") if known else 0
        self._reply(envelope, pb.ReplyHeader(request_id=request_id, status=status, message=message, executed=pb.NO))

    def _hand_back(self, call, reason):
        self._reply(call.envelope, pb.ReplyHeader(
            request_id=call.header.request_id, kind=pb.HAND_BACK, reason=reason, executed=pb.NO))

    # ---- in a handler's thread

    def _handle(self, call):
        started, payload = time.monotonic(), b""
        header = pb.ReplyHeader(request_id=call.header.request_id, executed=pb.NO)
        try:
            payload = self._result(call, header)
        except StatusError as e:
            header.status, header.message = e.status, str(e)
        except BaseException as e:  # sys.exit() too: a request that is never answered would be held for ever
            header.status, header.message = pb.UNKNOWN, f"{type(e).__name__}: {e}"
        header.worker_wait_micros = int((started - call.arrived) * 1e6)
        header.handler_micros = int((time.monotonic() - started) * 1e6)
        self._finished.put((call, header, payload))
        self._wake.send(b".")

    def _result(self, call, header):
        if call.cancelled.is_set():
            raise StatusError(pb.CANCELLED, "it was cancelled before a handler could start")
        if call.remaining() <= 0:
            raise StatusError(pb.DEADLINE_EXCEEDED, "its deadline passed before a handler could start")
        if call.header.method not in self._handlers:
            raise StatusError(pb.UNIMPLEMENTED, f"this worker has no {call.header.method}")
        request_type, handler = self._handlers[call.header.method]
        try:
            request = request_type.FromString(call.payload)
        except DecodeError:
            raise StatusError(pb.INVALID_ARGUMENT, f"the payload is no {request_type.DESCRIPTOR.full_name}")
        header.executed = pb.YES
        return handler(call, request).SerializeToString()

    # ---- replies and signals out

    def _on_finished(self, call, header, payload):
        if self._held.pop(call.token, (None, None))[0] is call:
            self._reply(call.envelope, header, payload)

    def _reply(self, envelope, header, payload=b""):
        header.protocol, header.worker_id = wire.PROTOCOL, self.id
        self._send(envelope + [b""] + wire.content(header, payload))

    def _signal(self, kind, **fields):
        self._send([pb.WorkerSignal(protocol=wire.PROTOCOL, kind=kind, worker_id=self.id, **fields).SerializeToString()])

    def _send(self, frames):
        try:
            self._socket.send_multipart(frames, zmq.DONTWAIT)
        except zmq.Again:
            pass  # no connection: the broker considers what was sent to us as lost
