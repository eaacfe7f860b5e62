package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The broker reads a header for each message that passes: that must not cost garbage. */
class RoutingAllocationTest {
    private static final int READS = 20_000;

    /** Far less than one object per read, and more than measuring itself may cost. */
    private static final long LEAST_THAT_COUNTS_BYTES = READS;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldReadRequestsWithoutAllocating() throws MalformedMessageException {
        RequestRouting routing = new RequestRouting();
        byte[] header = GoldenMessage.named("call-amended").header();

        assertThat(allocated(() -> routing.read(header))).isLessThan(LEAST_THAT_COUNTS_BYTES);
    }

    @Test
    void shouldReadRepliesWithoutAllocating() throws MalformedMessageException {
        ReplyRouting routing = new ReplyRouting();
        byte[] header = GoldenMessage.named("reply-amended").header();

        assertThat(allocated(() -> routing.read(header))).isLessThan(LEAST_THAT_COUNTS_BYTES);
    }

    private interface Read {
        void run() throws MalformedMessageException;
    }

    private long allocated(Read read) throws MalformedMessageException {
        read.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < READS; i++) {
            read.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
