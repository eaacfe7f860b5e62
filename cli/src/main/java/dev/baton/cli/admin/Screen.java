package dev.baton.cli.admin;

import dev.baton.cli.process.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The whole terminal, on its second screen, until this is closed: what was on the first one is there again afterwards, also if the process is ended by
 * a signal meanwhile. Main thread only.
 */
final class Screen implements AutoCloseable {
    private static final int READ_NOTHING = -2;
    private static final long SLICE_MILLIS = 100;
    private static final long HAND_OVER_MILLIS = 1_000;

    private final Terminal terminal;
    private final Display display;
    private final Attributes before;
    private final Runnable removeHook;

    /** JLine sets the terminal up anew for each reading, so nothing may be read any more once it is restored. */
    private final ReentrantLock use = new ReentrantLock(true);

    private volatile boolean restored;
    private Size size = new Size(
            0, 0); // asked for when it changes only: without JLine's native library that is a process each time
    private volatile boolean interrupted;
    private volatile boolean resized;

    /** What the person at the terminal does. */
    enum Event {
        /** Nothing, for as long as was waited. */
        NONE,
        /** Made the window larger or smaller. */
        RESIZED,
        /** Wants to see how it is now. */
        REFRESH,
        /** Wants to leave. */
        QUIT
    }

    private Screen(Terminal terminal) {
        this.terminal = terminal;
        terminal.handle(Terminal.Signal.INT, signal -> interrupted = true);
        terminal.handle(Terminal.Signal.WINCH, signal -> resized = true);
        use.lock();
        try {
            removeHook = Threads.atExit("restore terminal", this::restore);
            before = readKeys(terminal);
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            terminal.flush();
        } finally {
            use.unlock();
        }
        display = new Display(terminal, true);
        takeSize();
    }

    /**
     * Has keys arrive one by one, Ctrl-C among them: as a signal it would also go to whoever else belongs to this terminal, and to nobody where signals
     * are ignored (nohup). Returns how it was.
     */
    private static Attributes readKeys(Terminal terminal) {
        Attributes before = terminal.enterRawMode();
        Attributes raw = new Attributes(terminal.getAttributes());
        raw.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        return before;
    }

    /** Takes the terminal over; empty if stdin or stdout is none. */
    static Optional<Screen> open() {
        try {
            Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build();
            boolean isReal = !terminal.getType().startsWith(Terminal.TYPE_DUMB)
                    && terminal.getWidth() > 0
                    && terminal.getHeight() > 0;
            if (isReal) {
                return Optional.of(new Screen(terminal));
            }
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // As good as none.
        }
        return Optional.empty();
    }

    /** How many lines fit. */
    int rows() {
        return size.getRows();
    }

    /** Shows these lines, from the top; what does not fit is not seen. */
    void draw(List<String> ansiLines) {
        use.lock();
        try {
            if (!restored) {
                update(ansiLines);
            }
        } finally {
            use.unlock();
        }
    }

    private void update(List<String> ansiLines) {
        int columns = size.getColumns();
        display.update(
                ansiLines.stream()
                        .limit(rows())
                        .map(AttributedString::fromAnsi)
                        .map(line -> line.columnSubSequence(0, columns))
                        .collect(Collectors.toCollection(
                                ArrayList::new)), // which Display fills up to the screen's height
                0);
        terminal.flush();
    }

    /** Waits for something to happen, but not longer than this. */
    Event await(Duration limit) {
        if (interrupted) {
            return Event.QUIT;
        }
        if (resized) {
            resized = false;
            takeSize();
            return Event.RESIZED;
        }
        Event event = Event.NONE;
        for (long leftMillis = Math.max(1, limit.toMillis());
                leftMillis > 0 && event == Event.NONE && !resized;
                leftMillis -= SLICE_MILLIS) {
            event = read(Math.min(leftMillis, SLICE_MILLIS));
        }
        return event;
    }

    private Event read(long limitMillis) {
        use.lock();
        try {
            int key = restored ? READ_NOTHING : terminal.reader().read(limitMillis);
            return interrupted || restored ? Event.QUIT : eventOf(key);
        } catch (IOException e) {
            return Event.QUIT; // the terminal is gone
        } finally {
            use.unlock();
        }
    }

    private static Event eventOf(int key) {
        return switch (key) {
            case READ_NOTHING -> Event.NONE;
            case 'q', 'Q', 3, 4, -1 -> Event.QUIT; // Ctrl-C and Ctrl-D as characters, and the terminal's end
            case ' ', '\r', '\n', 'r' -> Event.REFRESH;
            default -> Event.NONE;
        };
    }

    private void takeSize() {
        size = terminal.getSize();
        display.resize(size.getRows(), size.getColumns());
        display.clear();
    }

    @Override
    public void close() {
        restore();
        removeHook.run();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore() {
        boolean isMine = awaitUse();
        try {
            if (!restored) {
                restored = true;
                terminal.puts(Capability.cursor_normal);
                terminal.puts(Capability.exit_ca_mode);
                terminal.flush();
                terminal.setAttributes(before);
            }
        } finally {
            if (isMine) {
                use.unlock();
            }
        }
    }

    /** Not for ever: when the process ends, somebody may be reading a terminal that JLine has restored already. */
    private boolean awaitUse() {
        try {
            return use.tryLock(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
