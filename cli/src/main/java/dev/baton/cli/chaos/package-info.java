/**
 * {@code ./baton chaos}: a broker and workers as processes, under load, that are killed, frozen and cut off, and the account of what became
 * of every call. {@link dev.baton.cli.chaos.Chaos} is the map; the blows follow from a seed.
 */
@NullMarked
package dev.baton.cli.chaos;

import org.jspecify.annotations.NullMarked;
