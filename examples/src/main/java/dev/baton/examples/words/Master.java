package dev.baton.examples.words;

import dev.baton.client.BatonClient;
import dev.baton.client.Gather;
import dev.baton.client.GatherOptions;
import dev.baton.examples.proto.CountReply;
import dev.baton.examples.proto.CountRequest;
import dev.baton.examples.proto.WordCounterBaton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** Cuts a file into pieces, has them counted by whoever is there, and adds up what comes back. One thread at a time. */
final class Master {
    /** Two for each worker, so that none waits while the next piece is on its way; also what is in memory at once. */
    private static final int OUTSTANDING_PER_WORKER = 2;

    private final BatonClient client;
    private final int chunkBytes;

    Master(BatonClient client, int chunkBytes) {
        this.client = client;
        this.chunkBytes = chunkBytes;
    }

    WordCounts count(Path file, int workers) throws IOException {
        WordCounts sum = new WordCounts();
        GatherOptions options =
                GatherOptions.outstanding(OUTSTANDING_PER_WORKER * workers).asCompleted();
        try (InputStream in = Files.newInputStream(file);
                Gather<CountReply> replies = client.callAll(WordCounterBaton.COUNT, requests(in), options)) {
            while (replies.hasNext()) {
                sum.addAll(replies.next().reply().getCountsMap());
            }
        }
        return sum;
    }

    /** Read only as fast as they are asked for: the file may be larger than the memory. */
    private Iterator<CountRequest> requests(InputStream in) {
        Chunks chunks = new Chunks(in, chunkBytes);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return chunks.hasNext();
            }

            @Override
            public CountRequest next() {
                return CountRequest.newBuilder().setText(chunks.next()).build();
            }
        };
    }
}
