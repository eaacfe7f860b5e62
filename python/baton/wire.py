"""What client and worker have in common: docs/wire-protocol.md, sections 1 to 3."""
import zmq

PROTOCOL = 0x314E5442
BATON, BATON_1 = b"\x0dBTN", b"\x0dBTN1"  # how each header begins, without and with the version
INLINE_PAYLOAD_MAX_BYTES = 4096


def dealer(context, linger_millis):
    """A DEALER that queues only to live connections, and notices dead ones."""
    socket = context.socket(zmq.DEALER)
    for option, value in [(zmq.IMMEDIATE, 1), (zmq.SNDHWM, 0), (zmq.RCVHWM, 0), (zmq.LINGER, linger_millis),
                          (zmq.RECONNECT_IVL, 100), (zmq.RECONNECT_IVL_MAX, 500),
                          (zmq.HEARTBEAT_IVL, 2000), (zmq.HEARTBEAT_TIMEOUT, 6000), (zmq.HEARTBEAT_TTL, 6000)]:
        socket.setsockopt(option, value)
    return socket


def content(header, payload):
    """The frames behind the empty one: a small payload goes inside the header, a large one behind it."""
    if len(payload) > INLINE_PAYLOAD_MAX_BYTES:
        return [header.SerializeToString(), payload]
    header.payload = payload
    return [header.SerializeToString()]


def payload_of(header, frames):
    """The payload of a message, given its frames from the header on."""
    return header.payload if header.HasField("payload") else b"".join(frames[1:2])
