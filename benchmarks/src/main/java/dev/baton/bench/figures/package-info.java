/** Figures: what is measured, their medians and ratios over rounds, tables of them, and the page in docs. */
@NullMarked
package dev.baton.bench.figures;

import org.jspecify.annotations.NullMarked;
