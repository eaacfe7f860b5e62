/** Who has no key gets nothing, and those who have one do not notice him. */
@NullMarked
package dev.baton.it.security;

import org.jspecify.annotations.NullMarked;
