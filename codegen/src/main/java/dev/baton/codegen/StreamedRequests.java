package dev.baton.codegen;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Methods that take a stream of requests: Baton has none, and says so before anybody has written code for them. */
final class StreamedRequests {
    private StreamedRequests() {}

    /** Names all such methods of a file at once. */
    static void refuse(SourceFile source) throws RefusedException {
        List<String> found = new ArrayList<>();
        for (ServiceDescriptor service : source.descriptor().getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                if (method.isClientStreaming()) {
                    found.add(describe(method, source));
                }
            }
        }
        if (!found.isEmpty()) {
            throw new RefusedException(String.join("\n", found));
        }
    }

    private static String describe(MethodDescriptor method, SourceFile source) {
        String instead = method.isServerStreaming()
                ? "take one request and return a stream (\"returns (stream X)\"), and let the client call again for more"
                : "take one message with a repeated field, or let the client make a call for each";
        return source.position(method) + ": method " + method.getName() + " of service "
                + method.getService().getFullName() + " takes a stream of requests, which Baton does not do; "
                + instead;
    }
}
