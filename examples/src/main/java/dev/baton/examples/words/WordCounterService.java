package dev.baton.examples.words;

import dev.baton.examples.proto.CountReply;
import dev.baton.examples.proto.CountRequest;
import dev.baton.examples.proto.WordCounterBaton;
import dev.baton.worker.RequestContext;

/** The worker's side: counts the words of one piece. */
final class WordCounterService extends WordCounterBaton.Service {
    @Override
    protected CountReply count(RequestContext context, CountRequest request) {
        WordCounts counts = new WordCounts().addText(request.getText().toStringUtf8());
        return CountReply.newBuilder().putAllCounts(counts.asMap()).build();
    }
}
