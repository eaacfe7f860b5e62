/** Words counted by a master and its workers. */
@NullMarked
package dev.baton.examples.words;

import org.jspecify.annotations.NullMarked;
