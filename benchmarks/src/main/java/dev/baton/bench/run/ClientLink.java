package dev.baton.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Talks to the client process by lines. For one thread. */
final class ClientLink {
    private static final String END = "the client process has ended; see its client.log";

    private final OutputStream out;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    ClientLink(Process client) {
        this.out = client.getOutputStream();
        Thread reader = new Thread(() -> read(client), "client-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process client) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
        lines.add(END);
    }

    void say(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The lines before this one, which has to come within the time. */
    List<String> await(String last, int seconds) throws IOException {
        List<String> before = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = next(end - System.nanoTime());
            if (line == null || line.equals(END)) {
                throw new IOException(line == null ? "no '" + last + "' within " + seconds + " s" : END);
            } else if (line.equals(last)) {
                return before;
            }
            before.add(line);
        }
    }

    private @Nullable String next(long nanos) throws IOException {
        try {
            return lines.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
