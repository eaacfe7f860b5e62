/** What operators get ready-made under {@code ops/} and in docs/operations.md: written from the code where it can be, and tried. */
package dev.baton.it.ops;
