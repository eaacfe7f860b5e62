package dev.baton.client;

import dev.baton.wire.Payload;

/** Makes a reply of its bytes. */
@FunctionalInterface
interface PayloadDecoder<R> {
    R decode(Payload payload) throws Exception;
}
