package dev.baton.examples.crack;

import dev.baton.examples.proto.CrackerBaton;
import dev.baton.examples.proto.ScanReply;
import dev.baton.examples.proto.ScanRequest;
import dev.baton.worker.RequestContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The worker's side: scans one range. */
final class CrackerService extends CrackerBaton.Service {
    private static final int LOOK_EVERY = 1 << 12;

    private final String worker;

    CrackerService(String worker) {
        this.worker = worker;
    }

    @Override
    protected ScanReply scan(RequestContext context, ScanRequest request) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        byte[] wanted = request.getSha1().toByteArray();
        Candidates candidates = new Candidates(request.getAlphabet(), request.getFirst());
        for (long tried = 0; tried < request.getCount(); tried++) {
            if (tried % LOOK_EVERY == 0 && context.isCancelled()) {
                return reply(tried).build(); // somebody else has found it: nobody will read this
            }
            if (Arrays.equals(digest.digest(candidates.text()), wanted)) {
                String found = new String(candidates.text(), StandardCharsets.US_ASCII);
                return reply(tried + 1).setFound(found).build();
            }
            candidates.next();
        }
        return reply(request.getCount()).build();
    }

    private ScanReply.Builder reply(long tried) {
        return ScanReply.newBuilder().setTried(tried).setWorker(worker);
    }
}
