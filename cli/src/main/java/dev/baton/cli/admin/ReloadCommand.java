package dev.baton.cli.admin;

import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code ./baton reload}: the broker reads its configuration again. */
@Command(
        name = "reload",
        description = {
            "Has the broker read its configuration again: file and environment. What can change while it runs holds from now on; what cannot is named,"
                    + " and keeps its old value until a restart. If anything in it is wrong, nothing changes.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was read",
            "1:it cannot be used, and nothing has changed, or the broker has stopped",
            "2:the command line is wrong",
            "3:no broker answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton reload",
            "  ./baton reload --config /srv/baton.yaml                    the broker whose admin address is in there",
            "  ./baton reload --output json | jq .needRestart"
        })
public final class ReloadCommand extends AdminCommand {
    @Override
    Document ask(AdminApi api) {
        return api.post("/config/reload", Map.of());
    }

    @Override
    void show(Document answer) {
        String changed = keys(answer, "changed");
        String waiting = keys(answer, "needRestart");
        if (!changed.isEmpty()) {
            printStyled("", "These have new values: " + changed);
        } else {
            print("Nothing has changed.");
        }
        if (!waiting.isEmpty()) {
            printStyled("yellow", "These have new values only after a restart: " + waiting);
        }
    }

    private static String keys(Document answer, String list) {
        return answer.texts(list).collect(Collectors.joining(", "));
    }
}
