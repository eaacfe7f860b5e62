/**
 * Whose key may do what. In come keys from the authenticator's thread and names from the broker thread; out goes yes or no. Immutable but for which
 * list of keys holds.
 */
@NullMarked
package dev.baton.broker.access;

import org.jspecify.annotations.NullMarked;
