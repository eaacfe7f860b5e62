package dev.baton.codegen;

import com.palantir.javapoet.ClassName;

/** The classes of the SDKs that generated code uses. By name: to depend on the SDKs would bring a socket library into every build. */
final class SdkTypes {
    static final ClassName METHOD_DESCRIPTOR = ClassName.get("dev.baton.service", "MethodDescriptor");
    static final ClassName IDEMPOTENCY = ClassName.get("dev.baton.wire", "Idempotency");
    static final ClassName STATUS_CODE = ClassName.get("dev.baton.wire", "StatusCode");

    static final ClassName BATON_CLIENT = ClassName.get("dev.baton.client", "BatonClient");
    static final ClassName CALL_OPTIONS = ClassName.get("dev.baton.client", "CallOptions");
    static final ClassName CALL_EXCEPTION = ClassName.get("dev.baton.client", "CallException");
    static final ClassName REPLY_STREAM = ClassName.get("dev.baton.client", "ReplyStream");

    static final ClassName WORKER_BUILDER = ClassName.get("dev.baton.worker", "BatonWorkerBuilder");
    static final ClassName SERVICE_BINDING = ClassName.get("dev.baton.worker", "ServiceBinding");
    static final ClassName REQUEST_CONTEXT = ClassName.get("dev.baton.worker", "RequestContext");
    static final ClassName STATUS_EXCEPTION = ClassName.get("dev.baton.worker", "StatusException");
    static final ClassName REPLY_SINK = ClassName.get("dev.baton.worker", "ReplySink");

    private SdkTypes() {}
}
