/** How broker, worker and client describe what they measure, so that one page can list it. Knows java.* only, no metrics library. Not API. */
@NullMarked
package dev.baton.observe;

import org.jspecify.annotations.NullMarked;
