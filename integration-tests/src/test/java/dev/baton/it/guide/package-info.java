/** The programs that the guides in docs/ show, run as tests, and the test that keeps the guides true. */
package dev.baton.it.guide;
