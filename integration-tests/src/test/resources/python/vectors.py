"""Holds this language's protobuf, and what python/ makes of the first bytes, against the test vectors. Prints what is wrong as JSON."""
import json
import sys

import google.protobuf.wrappers_pb2  # so that details of these types can be told
from google.protobuf import json_format
from google.protobuf.message import DecodeError

from baton import wire
from baton.v1 import baton_pb2 as pb


def recognise(kind, frame):
    if not frame.startswith(wire.BATON) or len(frame) < 5:
        return "FOREIGN"
    if not frame.startswith(wire.BATON_1):
        return "OTHER_VERSION"
    try:
        kind.FromString(frame)
        return "MESSAGE"
    except DecodeError:
        return "MALFORMED"


def check(vector):
    kind, frame = getattr(pb, vector["type"]), bytes.fromhex(vector["frames"][vector["header"]])
    if recognise(kind, frame) != vector["expect"]:
        return f"taken for {recognise(kind, frame)}"
    if vector["expect"] != "MESSAGE":
        return None
    told, read = json_format.ParseDict(vector["fields"], kind()), kind.FromString(frame)
    if vector["canonical"] and told.SerializeToString() != frame:
        return "written differently"
    read.DiscardUnknownFields()
    return None if told == read else f"read as {read}"


with open(sys.argv[1], encoding="utf-8") as file:
    vectors = json.load(file)
wrong = [f"{vector['name']}: {check(vector)}" for vector in vectors if check(vector)]
print(json.dumps({"replies": [str(len(vectors)), pb.DESCRIPTOR.serialized_pb.hex()] + wrong}), flush=True)
