/** Baton seen from a project that has nothing but its jars. */
@NullMarked
package dev.baton.it.outside;

import org.jspecify.annotations.NullMarked;
