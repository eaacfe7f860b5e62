/**
 * Everything that reads what others wrote, fed with what nobody would write. Each class with a {@code @FuzzTest} is one target. As a JUnit test it
 * runs the inputs that are kept in {@code src/test/resources}; {@link dev.baton.fuzz.FuzzingTest} lets Jazzer look for new ones.
 */
@NullMarked
package dev.baton.fuzz;

import org.jspecify.annotations.NullMarked;
