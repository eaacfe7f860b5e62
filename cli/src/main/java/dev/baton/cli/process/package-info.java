/** Child processes that run a command of this program, and what a child does to end with its parent. */
@NullMarked
package dev.baton.cli.process;

import org.jspecify.annotations.NullMarked;
