/** Leader/Followers, seen. */
@NullMarked
package dev.baton.examples.leaders;

import org.jspecify.annotations.NullMarked;
