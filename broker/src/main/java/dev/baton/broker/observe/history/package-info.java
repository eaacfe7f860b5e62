/**
 * The last fifteen minutes, second by second: {@code History} is the door. The broker loop counts; what a second came to is a value that any thread
 * may read.
 */
@NullMarked
package dev.baton.broker.observe.history;

import org.jspecify.annotations.NullMarked;
