/** Small programs on top of Baton, one package each. */
@NullMarked
package dev.baton.examples;

import org.jspecify.annotations.NullMarked;
