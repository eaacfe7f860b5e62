"""A worker made of python/. Ends when stdin does, or by SIGTERM."""
import json
import signal
import sys
import threading

from google.protobuf.wrappers_pb2 import Int64Value, StringValue

from baton.v1 import baton_pb2 as pb
from baton.worker import StatusError, Worker

cancelled = threading.Semaphore(0)


def upper(call, text):
    return StringValue(value=text.value.upper())


def sleep(call, millis):
    if call.cancelled.wait(millis.value / 1000):
        cancelled.release()
    return millis


def await_cancelled(call, unused):
    cancelled.acquire()
    return unused


def fail(call, text):
    if text.value == "politely":
        raise StatusError(pb.NOT_FOUND, "it is not here")
    raise ValueError(text.value)


worker = Worker(sys.argv[1], capacity=int(sys.argv[2]), handlers={
    "it.Python/Upper": (StringValue, upper),
    "it.Python/Sleep": (Int64Value, sleep),
    "it.Python/AwaitCancelled": (Int64Value, await_cancelled),
    "it.Python/Fail": (StringValue, fail)})
signal.signal(signal.SIGTERM, lambda *_: worker.stop())
threading.Thread(target=lambda: (sys.stdin.read(), worker.stop()), daemon=True).start()
print(json.dumps({"id": worker.id}), flush=True)
worker.run()
