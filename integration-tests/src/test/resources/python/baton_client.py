"""Calls handlers through the client of python/, and prints how each call ended as JSON."""
import json
import sys

from google.protobuf.wrappers_pb2 import StringValue

from baton.client import CallError, Client
from baton.v1 import baton_pb2 as pb

ended = []


def note(name, result):
    try:
        ended.append(f"{name}: {result()}")
    except CallError as e:
        executed = "" if name == "cancelled" else " " + e.executed  # a cancel may overtake the call in the broker's queue
        ended.append(f"{name}: {e.status}{executed}")


def text(value):
    return StringValue(value=value)


with Client(sys.argv[1]) as client:
    def upper(value, **options):
        return client.call("it.Java/Upper", text(value), StringValue, timeout=60, **options).value

    note("typed", lambda: upper("größe"))
    note("large", lambda: len(upper("x" * 100_000)))
    note("empty", lambda: repr(upper("")))
    note("metadata", lambda: client.call("it.Java/Metadata", text("color"), StringValue, metadata={"color": "blue"}).value)
    note("refused", lambda: client.call("it.Java/Refuse", text(""), StringValue, timeout=60))
    note("unknown", lambda: client.call("it.Java/Nothing", text(""), StringValue, timeout=60))
    note("deadline", lambda: client.call("it.Java/Hang", text(""), StringValue, timeout=0.5))
    ids = [client.send("it.Java/Upper", text(f"many {i}"), StringValue, 60, idempotency=pb.IDEMPOTENT) for i in range(100)]
    note("many", lambda: all(client.result(id).value == f"MANY {i}" for i, id in reversed(list(enumerate(ids)))))
    hanging = client.send("it.Java/Hang", text(""), StringValue, 60)
    client.cancel(hanging)
    note("cancelled", lambda: client.result(hanging))
with Client("tcp://127.0.0.1:1") as nowhere:
    note("nowhere", lambda: nowhere.call("it.Java/Upper", text(""), StringValue, timeout=0.5))
print(json.dumps({"replies": ended}), flush=True)
