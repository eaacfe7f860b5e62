package dev.baton.cli.admin;

import dev.baton.cli.CommandException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./baton explain}: why a request took so long, or failed. */
@Command(
        name = "explain",
        description = {
            "Tells what became of a request and why: where its time went, step by step. Of one that has not ended it tells who has it, or what it"
                    + " waits for. Of those that have ended the broker remembers the last ones only.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the broker knows it",
            "1:it does not, or not any more",
            "2:the command line is wrong",
            "3:no broker answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton explain 7f3a90c1d2e4b586",
            "  ./baton explain $(./baton ps --limit 1 --output json | jq -r '.requests[0].id')",
            "  ./baton explain $(./baton slow --limit 1 --output json | jq -r '.requests[0].id')"
        })
public final class ExplainCommand extends AdminCommand {
    @Parameters(
            index = "0",
            paramLabel = "REQUEST-ID",
            description =
                    "As the client's exception, the logs, ./baton call --output json and ./baton slow name it: hexadecimal or decimal.")
    private String id;

    @Override
    Document ask(AdminApi api) {
        Document answer = api.get("/requests/" + AdminApi.segment(id), Map.of());
        if (answer.list("requests").findAny().isEmpty()) {
            throw CommandException.failed("no request " + id + ": the broker remembers the last ones only");
        }
        return answer;
    }

    @Override
    void show(Document answer) {
        List<Document> requests = answer.list("requests").toList();
        if (requests.size() > 1) {
            print(requests.size() + " requests, of several clients, have this id.");
            print("");
        }
        for (int i = 0; i < requests.size(); i++) {
            if (i > 0) {
                print("");
            }
            showOne(requests.get(i));
        }
    }

    private void showOne(Document request) {
        printStyled("bold", "request " + request.text("id") + ": " + request.text("method"));
        boolean hasEnded = !request.text("status", "").isEmpty();
        if (hasEnded) {
            showOutcome(request);
        } else {
            showState(request);
        }
        printStyled(
                "",
                "arrived " + request.text("arrivedAt") + " from client " + request.text("client") + key(request)
                        + ", pool "
                        + request.text("pool") + ", worker " + request.text("worker") + ", attempt "
                        + request.count("attempt") + ", hops " + request.count("hops"));
        printStyled("", hasEnded ? parts(request) : partsSoFar(request));
        showWhy(request);
    }

    private static String key(Document request) {
        String caller = request.text("caller", "");
        return caller.isEmpty() ? "" : " with the key of " + caller;
    }

    private void showOutcome(Document request) {
        String outcome = request.text("status");
        boolean goesOn = request.text("state").equals("OVERRUN");
        printStyled(
                outcome.equals("OK") ? "green" : "yellow",
                outcome + " after " + request.millis("totalMillis") + " ms"
                        + (goesOn ? ", and a worker goes on with it" : "")
                        + (request.text("message", "").isEmpty() ? "" : ": " + request.text("message")));
    }

    private void showState(Document request) {
        String state = request.text("state");
        printStyled(
                Tables.styleOfRequest(state),
                state + ", " + request.millis("totalMillis") + " ms after it came, " + request.millis("remainingMillis")
                        + " ms before its deadline");
    }

    private static String parts(Document request) {
        return "queue " + request.millis("queueMillis") + " ms, worker wait " + request.millis("workerWaitMillis")
                + " ms, handler " + request.millis("handlerMillis") + " ms, network " + request.millis("networkMillis")
                + " ms";
    }

    private static String partsSoFar(Document request) {
        return "queue " + request.millis("queueMillis") + " ms, at the worker " + request.millis("atWorkerMillis")
                + " ms so far";
    }

    private void showWhy(Document request) {
        List<String> sentences = request.texts("explanation").toList();
        if (!sentences.isEmpty()) {
            print("");
            sentences.forEach(sentence -> printStyled("", "- " + sentence));
        }
        List<Document> steps = request.list("timeline").toList();
        if (!steps.isEmpty()) {
            print("");
            print(Tables.timeline(steps));
        }
    }
}
