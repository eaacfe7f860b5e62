package dev.baton.cli.doctor;

import dev.baton.cli.admin.Document;
import java.util.ArrayList;
import java.util.List;

/** Whether the broker is there and what it says of itself. */
final class BrokerCheck implements Check {
    private static final String NAME = "broker";

    private final RunningBroker broker;
    private final boolean isExpected;

    /** Somebody who names a broker expects it; without that a machine that is being set up has none yet. */
    BrokerCheck(RunningBroker broker, boolean isExpected) {
        this.broker = broker;
        this.isExpected = isExpected;
    }

    @Override
    public List<Finding> look() {
        return broker.status().map(BrokerCheck::verdict).orElseGet(() -> List.of(absence()));
    }

    private Finding absence() {
        String why = broker.failure().orElse("");
        boolean isBad = isExpected || broker.refuses();
        return new Finding(
                NAME,
                isBad ? Level.FAIL : Level.WARN,
                why,
                broker.refuses()
                        ? "look why it refuses"
                        : "start it with ./baton broker, or name its admin address with --admin");
    }

    private static List<Finding> verdict(Document status) {
        Document broker = status.part("broker");
        String what = "version " + broker.text("version") + ", "
                + broker.text("state").toLowerCase(java.util.Locale.ROOT) + ", clients connect to "
                + broker.text("frontend");
        List<Finding> findings = new ArrayList<>(List.of(Finding.ok(NAME, what)));
        status.part("verdict")
                .list("findings")
                .filter(finding -> !finding.text("level").equals("ok"))
                .map(finding -> new Finding(
                        NAME,
                        finding.text("level").equals("critical") ? Level.FAIL : Level.WARN,
                        finding.text("what"),
                        finding.text("todo")))
                .forEach(findings::add);
        return findings;
    }
}
