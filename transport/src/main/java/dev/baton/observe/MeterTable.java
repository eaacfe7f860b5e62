package dev.baton.observe;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes meters down as a table in Markdown, as they come. */
public final class MeterTable {
    private static final String HEAD = "| name | kind | unit | tags | what it tells |\n|---|---|---|---|---|\n";

    private MeterTable() {}

    /** One line per meter, under a head. */
    public static String markdown(List<? extends MeterDescription> meters) {
        return meters.stream().map(MeterTable::line).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(MeterDescription meter) {
        String tags = meter.tagKeys().stream().map(key -> '`' + key + '`').collect(Collectors.joining(", "));
        return "| `" + meter.meterName() + "` | " + meter.kind().name().toLowerCase(Locale.ROOT) + " | " + meter.unit()
                + " | " + tags + " | " + meter.description().replace("|", "\\|") + " |\n";
    }
}
