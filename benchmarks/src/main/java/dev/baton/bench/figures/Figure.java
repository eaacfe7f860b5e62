package dev.baton.bench.figures;

/** What is measured in each run. */
public enum Figure {
    /** Replies in the measured time, per second in which the machine ran. */
    REQUESTS("requests/s", Group.SPEED, 0),
    /** The median latency, without the time in which the machine was withheld; so the next two. */
    P50("p50 µs", Group.SPEED, 0),
    /** 99 of 100 are faster. */
    P99("p99 µs", Group.SPEED, 0),
    /** 999 of 1,000 are faster. */
    P999("p99.9 µs", Group.SPEED, 0),
    /** The p99 over that of one ideal queue before all slots. */
    P99_TO_IDEAL("p99 / ideal queue", Group.SPEED, 2),
    /** Calls that failed or were not answered. */
    FAILURES("failures", Group.SPEED, 0),

    /** CPU time of the broker's processes while nothing is asked for, in thousandths of a processor. */
    IDLE_CPU("broker CPU ‰", Group.COST, 1),
    /** Context switches of the broker's threads in each second of such a time. */
    IDLE_SWITCHES("broker switches/s", Group.COST, 0),
    /** CPU time of the broker's processes, per request. */
    BROKER_CPU("broker CPU µs", Group.COST, 1),
    /** CPU time of the worker processes, per request. */
    WORKER_CPU("workers CPU µs", Group.COST, 1),
    /** CPU time of the client process, per request. */
    CLIENT_CPU("client CPU µs", Group.COST, 1),
    /** CPU time of all of these, per request. */
    ALL_CPU("all CPU µs", Group.COST, 1),
    /** Context switches of the broker's threads, per request. */
    BROKER_SWITCHES("broker switches", Group.COST, 2),
    /** Context switches of all processes' threads, per request. */
    ALL_SWITCHES("all switches", Group.COST, 2),
    /** The broker's memory in RAM after the run. */
    BROKER_RSS("broker RSS MiB", Group.COST, 0),
    /** That of all processes. */
    ALL_RSS("all RSS MiB", Group.COST, 0),

    /** How much of the time the hypervisor withheld the machine, in percent. */
    WITHHELD("withheld %", Group.MACHINE, 0),
    /** CPU time that went to processes that take no part, in percent of what all CPUs have. */
    OTHERS_CPU("others' CPU %", Group.MACHINE, 0);

    /** The table that a figure is in. */
    public enum Group {
        /** What a user sees. */
        SPEED("Speed", true),
        /** What it costs. */
        COST("Cost per request, and memory", true),
        /** How much to believe. */
        MACHINE("The machine meanwhile", false);

        private final String title;
        private final boolean compared;

        Group(String title, boolean compared) {
            this.title = title;
            this.compared = compared;
        }

        String title() {
            return title;
        }

        /** Whether ratios mean anything. */
        boolean isCompared() {
            return compared;
        }
    }

    private final String title;
    private final Group group;
    private final int decimals;

    Figure(String title, Group group, int decimals) {
        this.title = title;
        this.group = group;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    Group group() {
        return group;
    }

    int decimals() {
        return decimals;
    }
}
