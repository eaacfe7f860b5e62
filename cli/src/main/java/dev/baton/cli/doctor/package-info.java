/**
 * {@code ./baton doctor}: looks at everything around a broker that commonly goes wrong, each in a class of its own, and says what to do about it.
 *
 * <p>In come the configuration, this machine and, if there is one, the running broker; out go findings. Main thread only; nothing is changed.
 */
@NullMarked
package dev.baton.cli.doctor;

import org.jspecify.annotations.NullMarked;
