/** The programs that the README shows, and the test that keeps the README true. */
package dev.baton.it.readme;
