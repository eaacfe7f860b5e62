package dev.baton.worker;

/**
 * Where a broker is.
 *
 * @param backend where its workers connect
 * @param control where its control messages come from; empty: nowhere
 */
record BrokerAddress(String backend, String control) {
    BrokerAddress {
        if (!control.isEmpty() && !control.matches("tcp://.+:\\d{1,5}")) {
            throw new IllegalArgumentException("control: " + control + " (expected: tcp://host:port)");
        }
    }
}
