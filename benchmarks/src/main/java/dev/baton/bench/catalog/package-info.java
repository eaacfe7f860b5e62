/** The one list of all peers. */
@NullMarked
package dev.baton.bench.catalog;

import org.jspecify.annotations.NullMarked;
