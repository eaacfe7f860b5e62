/**
 * The broker's metrics in Micrometer. {@link dev.baton.broker.observe.micrometer.BrokerMeter} lists them; {@link
 * dev.baton.broker.observe.micrometer.MicrometerBrokerObserver} hears the broker and keeps them. The broker itself knows nothing of it.
 */
@NullMarked
package dev.baton.broker.observe.micrometer;

import org.jspecify.annotations.NullMarked;
