package dev.baton.broker.app.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The dashboard: a page with its script, its style and a library for charts, all from the jar. There is nothing in it that is a secret; what it shows
 * comes from the API. The browser is told to load nothing from anywhere else and to run nothing that stands in the page itself. Thread-safe.
 */
public final class DashboardHandler extends Handler.Abstract {
    private static final String CHARTS = "uplot-1.6.32";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, Asset> ASSETS = Map.of(
            "/", new Asset("index.html", "text/html; charset=utf-8"),
            "/assets/dashboard.css", new Asset("dashboard.css", CSS),
            "/assets/dashboard.js", new Asset("dashboard.js", JAVASCRIPT),
            "/assets/icon.svg", new Asset("icon.svg", "image/svg+xml"),
            "/assets/uplot.css", new Asset(CHARTS + ".css", CSS),
            "/assets/uplot.js", new Asset(CHARTS + ".js", JAVASCRIPT),
            "/assets/uplot-LICENSE.txt", new Asset("uplot-LICENSE.txt", "text/plain; charset=utf-8"));

    private record Asset(String file, String type) {
        byte[] read() {
            try (InputStream in =
                    DashboardHandler.class.getResourceAsStream("/dev/baton/broker/app/dashboard/" + file)) {
                if (in == null) {
                    throw new IllegalStateException(file + " is missing in the jar");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Asset asset = ASSETS.get(Request.getPathInContext(request));
        if (asset == null
                || !(request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))) {
            return false;
        }
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, asset.type());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put("Content-Security-Policy", POLICY);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.write(true, ByteBuffer.wrap(asset.read()), callback);
        return true;
    }
}
