/** What can be heard of a worker's work. Comes in from all its threads; goes out to whoever counts. Not part of the worker SDK's API. */
@NullMarked
package dev.baton.worker.observe;

import org.jspecify.annotations.NullMarked;
