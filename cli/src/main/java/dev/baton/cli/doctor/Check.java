package dev.baton.cli.doctor;

import java.util.List;

/** Looks at one thing. */
@FunctionalInterface
interface Check {
    /** What there is to say; nothing is changed. */
    List<Finding> look();
}
