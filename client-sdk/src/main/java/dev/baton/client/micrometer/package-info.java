/** A client's meters. The only package of the client, next to its builder, that knows Micrometer. */
@NullMarked
package dev.baton.client.micrometer;

import org.jspecify.annotations.NullMarked;
