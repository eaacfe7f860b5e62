/** The test that keeps the README true. */
package dev.baton.it.readme;
