package dev.baton.examples.crack;

import com.google.protobuf.ByteString;
import dev.baton.client.BatonClient;
import dev.baton.client.Gather;
import dev.baton.client.GatherOptions;
import dev.baton.examples.proto.CrackerBaton;
import dev.baton.examples.proto.ScanReply;
import dev.baton.examples.proto.ScanRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Ventilator and sink: hands out ranges of candidates, looks at what comes back, and stops at the first hit. One thread runs it, any may look. */
final class Search {
    /** Enough for the workers that there are and those that may come; the others are not even made yet. */
    private static final int OUTSTANDING = 64;

    private final byte[] sha1;
    private final String alphabet;
    private final long total;
    private final long rangeSize;
    private final AtomicLong tried = new AtomicLong();
    private final Map<String, Integer> rangesByWorker = new ConcurrentSkipListMap<>();

    Search(byte[] sha1, String alphabet, int maxLength, long rangeSize) {
        require(maxLength >= 1 && rangeSize >= 1, "the length and the range have to be 1 or more");
        require(
                !alphabet.isEmpty()
                        && alphabet.length()
                                == alphabet.chars()
                                        .filter(c -> c < 128)
                                        .distinct()
                                        .count(),
                "the alphabet has to be of ASCII letters, each of them once: " + alphabet);
        this.sha1 = sha1;
        this.alphabet = alphabet;
        this.total = Candidates.count(alphabet, maxLength);
        this.rangeSize = rangeSize;
    }

    private static void require(boolean fulfilled, String message) {
        if (!fulfilled) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The text with this hash, if there is one. */
    Optional<String> run(BatonClient client) {
        GatherOptions options = GatherOptions.outstanding(OUTSTANDING).asCompleted();
        try (Gather<ScanReply> replies = client.callAll(CrackerBaton.SCAN, ranges(), options)) {
            while (replies.hasNext()) {
                ScanReply reply = replies.next().reply();
                tried.addAndGet(reply.getTried());
                rangesByWorker.merge(reply.getWorker(), 1, Integer::sum);
                if (reply.hasFound()) {
                    return Optional.of(reply.getFound()); // and closing takes back all others, also those that run
                }
            }
            return Optional.empty();
        }
    }

    private Stream<ScanRequest> ranges() {
        long ranges = (total + rangeSize - 1) / rangeSize;
        return LongStream.range(0, ranges).mapToObj(i -> range(i * rangeSize));
    }

    private ScanRequest range(long first) {
        return ScanRequest.newBuilder()
                .setSha1(ByteString.copyFrom(sha1))
                .setAlphabet(alphabet)
                .setFirst(first)
                .setCount(Math.min(rangeSize, total - first))
                .build();
    }

    /** How many candidates there are. */
    long total() {
        return total;
    }

    /** How many of them are known to be tried. */
    long tried() {
        return tried.get();
    }

    /** How many ranges each worker has scanned. */
    Map<String, Integer> rangesByWorker() {
        return rangesByWorker;
    }
}
