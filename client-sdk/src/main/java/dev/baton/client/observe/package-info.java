/**
 * What a client tells of itself to whoever measures it. In come events, from the client's thread and from callers; nothing goes back. Not
 * API: the builder chooses the observer.
 */
@NullMarked
package dev.baton.client.observe;

import org.jspecify.annotations.NullMarked;
