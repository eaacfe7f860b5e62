package dev.baton.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a screen, one for all tests, because its start takes seconds. */
final class Browser implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/snap/bin"));

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Empty if chromium or its driver is not installed. */
    static Optional<Browser> start() {
        Optional<Path> chromium = find("chromium", "chromium-browser");
        Optional<Path> chromedriver = find("chromedriver", "chromium.chromedriver");
        if (chromium.isEmpty() || chromedriver.isEmpty()) {
            return Optional.empty();
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--window-size=1280,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .usingAnyFreePort()
                .withTimeout(Duration.ofMinutes(2)) // for its start, of which 20 s are too few on a busy machine
                .withSilent(true)
                .build();
        return Optional.of(new Browser(new ChromeDriver(service, options)));
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> PLACES.stream().map(place -> place.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void open(String url) {
        driver.get(url);
    }

    void leave() {
        driver.get("about:blank");
        complaints();
    }

    void resize(int width, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The page replaces what it shows now and then: an element that was found may be gone when it is clicked on. */
    void click(String selector) {
        await().atMost(Deployment.LONG_ENOUGH)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> {
                    WebElement element = visible(selector);
                    if (element != null) {
                        element.click();
                    }
                    return element != null;
                });
    }

    void type(String selector, String text) {
        element(selector).sendKeys(text);
    }

    /** The first visible element, when it is there. */
    WebElement element(String selector) {
        return await().atMost(Deployment.LONG_ENOUGH).until(() -> visible(selector), Objects::nonNull);
    }

    private WebElement visible(String selector) {
        for (WebElement element : driver.findElements(By.cssSelector(selector))) {
            try {
                if (element.isDisplayed()) {
                    return element;
                }
            } catch (StaleElementReferenceException e) {
                // replaced meanwhile; the next look finds the new one
            }
        }
        return null;
    }

    /** Waits until what stands there is as it should be. */
    void awaitText(String selector, ThrowingConsumer<String> expected) {
        await().atMost(Deployment.LONG_ENOUGH)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> {
                    WebElement element = visible(selector);
                    assertThat(element).as(selector).isNotNull();
                    expected.accept(element.getText());
                });
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    Object script(String script) {
        return driver.executeScript(script);
    }

    /** What the browser has complained of since the last call: errors of scripts, and what the page's policy forbade. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void screenshot(Path file) throws IOException {
        Map<String, Object> shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
