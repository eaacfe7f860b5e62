/**
 * A client's meters. The only package of the client, next to its builder, that knows Micrometer. The names of the meters are promised
 * (docs/meters.md), the types here are not API: the builder makes them.
 */
@NullMarked
package dev.baton.client.micrometer;

import org.jspecify.annotations.NullMarked;
