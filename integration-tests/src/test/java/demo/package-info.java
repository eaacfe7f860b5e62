/** What the README shows, file by file. */
@NullMarked
package demo;

import org.jspecify.annotations.NullMarked;
