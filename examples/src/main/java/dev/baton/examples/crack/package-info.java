/** A hash cracker: a ventilator, workers that come and go, a sink. */
@NullMarked
package dev.baton.examples.crack;

import org.jspecify.annotations.NullMarked;
