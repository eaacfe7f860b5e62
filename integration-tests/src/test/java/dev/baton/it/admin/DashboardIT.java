package dev.baton.it.admin;

import static dev.baton.it.admin.Deployment.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.cli.chaos.FreePorts;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard in a real browser, before a real broker with real workers and clients. */
@Timeout(180)
@SuppressWarnings("try") // resources that are only there
class DashboardIT {
    private static Browser browser;

    @BeforeAll
    static void startBrowser() {
        Optional<Browser> started = Browser.start();
        assumeTrue(
                started.isPresent(),
                "skipped: chromium and chromium-driver are not installed (apt-get install chromium chromium-driver)");
        browser = started.get();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void leave() {
        browser.resize(1280, "light");
        browser.leave();
    }

    @Test
    void shouldShowThatAllIsWellWithFiguresChartsAndWorkers() {
        try (Deployment it = Deployment.start()) {
            BatonWorker worker = it.worker("shown", 4);
            Deployment.echo(it.client());

            browser.open(it.url("/"));

            browser.awaitText("#connection", text -> assertThat(text).isEqualTo("live"));
            browser.awaitText("#verdict-title", text -> assertThat(text).isEqualTo("All is well"));
            browser.awaitText("#who", text -> assertThat(text).isEqualTo("no keys, this machine only"));
            browser.awaitText("#tiles", text -> assertThat(text).contains("requests/s", "p99", "busy slots"));
            browser.awaitText("#pools", text -> assertThat(text).contains("default", "0 / 4"));
            browser.awaitText("#workers", text -> assertThat(text).contains(worker.id(), "READY"));
            browser.awaitText("#requests", text -> assertThat(text).contains("it.Service/Echo", "OK"));
            await().atMost(Deployment.LONG_ENOUGH).until(() -> browser.count("#charts canvas") == 5);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatIsWrongAndWhatToDoAsItHappens() {
        try (Deployment it = Deployment.start()) {
            browser.open(it.url("/"));
            browser.awaitText("#verdict-title", text -> assertThat(text).isEqualTo("Something needs a look"));
            CompletableFuture<Payload> waiting = it.client().callAsync("it.Service/Echo", Payload.empty(), PATIENT);
            browser.awaitText("#verdict-title", text -> assertThat(text).isEqualTo("Something is wrong"));
            browser.awaitText("#findings", text -> assertThat(text).contains("1 request waiting", "Start a worker"));

            it.worker("rescue", 1);

            browser.awaitText("#verdict-title", text -> assertThat(text).isEqualTo("All is well"));
            assertThat(waiting.join()).isEqualTo(Payload.empty());
        }
    }

    @Test
    void shouldExplainAFailedRequestAndTakeItsMessageAsText() {
        try (Deployment it = Deployment.start()) {
            it.worker("failing", 1);
            BatonClient client = it.client();
            String markup = "<img src=x onerror='document.title=1'><b id=injected>bold</b>";
            assertThatThrownBy(() -> client.call("it.Service/Fail", Payload.utf8(markup), PATIENT))
                    .isInstanceOf(CallException.class);

            browser.open(it.url("/"));
            browser.click("#tab-failed");
            browser.awaitText("#requests", text -> assertThat(text).contains("INVALID_ARGUMENT", markup));
            browser.click("#requests tr.request");

            browser.awaitText(
                    "#requests td.explained",
                    text -> assertThat(text).contains("It ended with INVALID_ARGUMENT", "handler started"));
            assertThat(browser.count("#requests .bar .handler")).isPositive();
            assertThat(browser.count("#injected")).isZero();
            assertThat(browser.count("#requests img")).isZero();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void shouldShowWhatRunsAndWhatWaitsUntilItEnds() {
        try (Deployment it = Deployment.start("pool.window-factor", "1")) {
            BatonWorker worker = it.worker("has-it", 1);
            BatonClient client = it.client();
            CompletableFuture<Payload> first = client.callAsync("it.Service/Wait", Payload.empty(), PATIENT);
            CompletableFuture<Payload> second = client.callAsync("it.Service/Wait", Payload.empty(), PATIENT);

            browser.open(it.url("/"));
            browser.click("#tab-open");
            browser.awaitText(
                    "#requests", text -> assertThat(text).contains("AT_WORKER", worker.id(), "QUEUED", " left"));
            assertThat(browser.count("#requests .bar .queue")).isEqualTo(2);
            browser.click("#requests tr.request");
            browser.awaitText(
                    "#requests td.explained",
                    text -> assertThat(text).contains("has had it for", "according to its last heartbeat"));

            it.open();
            CompletableFuture.allOf(first, second).join();
            browser.awaitText("#no-requests", text -> assertThat(text).isEqualTo("No request waits or runs."));
            assertThat(browser.count("#requests tbody tr")).isZero();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void shouldDrainAWorkerAfterAskingAndShowThatItDoes() {
        try (Deployment it = Deployment.start()) {
            it.worker("steered", 1);
            browser.open(it.url("/"));
            browser.awaitText("#workers", text -> assertThat(text).contains("steered", "READY"));
            browser.element("#workers button:enabled");

            browser.click("#workers button:enabled");
            browser.awaitText("#confirm-title", text -> assertThat(text).startsWith("Drain steered"));
            browser.click("#confirm button[value=no]");
            assertThat(it.json("/workers/steered").at("/state").asText()).isEqualTo("READY");

            browser.click("#workers button:enabled");
            browser.click("#confirm-yes");
            browser.awaitText("#result", text -> assertThat(text).contains("was told to drain"));
            browser.awaitText("#workers .state", text -> assertThat(text).isEqualTo("DRAINING"));
            browser.awaitText("#workers button", text -> assertThat(text).isEqualTo("Resume"));
        }
    }

    @Test
    void shouldDrainTheBrokerAfterAskingAndResumeIt() {
        try (Deployment it = Deployment.start()) {
            it.worker("there", 1);
            browser.open(it.url("/"));
            browser.awaitText("#broker-state", text -> assertThat(text).isEqualTo("SERVING"));

            browser.click("#steer-broker");
            browser.awaitText("#confirm-title", text -> assertThat(text).isEqualTo("Drain this broker?"));
            browser.click("#confirm button[value=no]");
            assertThat(stateOf(it)).isEqualTo("SERVING");

            browser.click("#steer-broker");
            browser.click("#confirm-yes");
            browser.awaitText("#result", text -> assertThat(text).isEqualTo("The broker was told to drain."));
            browser.awaitText("#broker-state", text -> assertThat(text).isEqualTo("DRAINING"));
            assertThat(stateOf(it)).isEqualTo("DRAINING");

            browser.awaitText("#steer-broker", text -> assertThat(text).isEqualTo("Resume"));
            browser.click("#steer-broker");
            browser.click("#confirm-yes");
            browser.awaitText("#broker-state", text -> assertThat(text).isEqualTo("SERVING"));
            assertThat(Deployment.echo(it.client())).isEqualTo(Payload.utf8("hello"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void shouldSayWhyABrokerThatEndsCannotBeResumed() {
        try (Deployment it = Deployment.start("drain-time", "60s")) {
            it.worker("busy", 1);
            CompletableFuture<Payload> open = it.client().callAsync("it.Service/Wait", Payload.empty(), PATIENT);
            await().atMost(Deployment.LONG_ENOUGH)
                    .until(() -> it.json("/status").at("/totals/inFlight").asInt() == 1);
            browser.open(it.url("/"));
            it.post("/broker/drain", "{\"timeoutMillis\": 60000}");

            browser.awaitText("#steer-broker", text -> assertThat(text).isEqualTo("Resume"));
            browser.click("#steer-broker");
            browser.click("#confirm-yes");

            browser.awaitText("#result", text -> assertThat(text).contains("did not work", "about to end"));
            assertThat(open).isNotDone();
        }
    }

    private static String stateOf(Deployment it) {
        return it.json("/status").at("/broker/state").asText();
    }

    @Test
    void shouldSayThatTheBrokerIsGoneAndFindTheNextOneByItself() {
        String admin = "127.0.0.1:" + FreePorts.next(); // which nobody is given while the broker is away
        try (Deployment it = Deployment.start("admin", admin)) {
            browser.open(it.url("/"));
            browser.awaitText("#connection", text -> assertThat(text).isEqualTo("live"));
        }

        browser.awaitText("#connection", text -> assertThat(text).contains("has not answered for", "trying again"));

        try (Deployment it = Deployment.start("admin", admin)) {
            browser.awaitText("#connection", text -> assertThat(text).isEqualTo("live"));
        }
    }

    @Test
    void shouldAskForTheToken() {
        try (Deployment it = Deployment.start("admin-token", "correct-horse")) {
            browser.open(it.url("/"));
            browser.type("#token", "wrong-horse\n");
            browser.awaitText("#access-error", text -> assertThat(text).contains("not the broker's admin-token"));
            browser.element("#token").clear();
            browser.type("#token", "correct-horse\n");

            browser.awaitText("#connection", text -> assertThat(text).isEqualTo("live"));
            assertThat(browser.script("return document.getElementById('access').hidden"))
                    .isEqualTo(true);
        }
    }

    @Test
    void shouldFitTheScreenOfALaptopAndOfAPhoneByDayAndByNight() throws IOException {
        try (Deployment it = Deployment.start()) {
            it.worker("a-worker-with-quite-a-long-name-as-they-are-in-clusters", 4);
            Deployment.echo(it.client());
            for (int width : new int[] {1280, 390}) {
                for (String scheme : new String[] {"light", "dark"}) {
                    assertFits(it, width, scheme);
                }
            }
        }
    }

    private static void assertFits(Deployment it, int width, String scheme) throws IOException {
        browser.resize(width, scheme);
        browser.open(it.url("/"));
        browser.awaitText("#requests", text -> assertThat(text).contains("it.Service/Echo"));
        await().atMost(Deployment.LONG_ENOUGH).until(() -> browser.count("#charts canvas") == 5);

        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                .as("width, %d, %s", width, scheme)
                .isLessThanOrEqualTo(width);
        String back = String.valueOf(browser.script("return getComputedStyle(document.body).backgroundColor"));
        assertThat(back).isEqualTo(scheme.equals("dark") ? "rgb(14, 19, 26)" : "rgb(245, 246, 248)");
        browser.screenshot(Path.of("target", "dashboard-" + width + "-" + scheme + ".png"));
    }

    @Test
    void shouldLoadNothingFromElsewhere() {
        try (Deployment it = Deployment.start()) {
            HttpResponse<String> page = it.send(it.request("/"));

            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe", "http", "*");
            assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
            String script = it.send(it.request("/assets/dashboard.js")).body();
            assertThat(script)
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
            assertThat(it.send(it.request("/assets/uplot-LICENSE.txt")).body()).contains("MIT License", "Leon Sorokin");
        }
    }
}
