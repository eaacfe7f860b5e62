package dev.baton.codegen;

import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import dev.baton.proto.options.OptionsProto;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What protoc runs: a request on standard input, a response on standard output. */
public final class ProtocGenBaton {
    private ProtocGenBaton() {}

    /** Takes no arguments: what there is to say is in the request. */
    public static void main(String[] args) throws IOException {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            CodeGeneratorRequest request = CodeGeneratorRequest.parseFrom(System.in, extensions());
            Generator.answer(request).writeTo(out);
        }
    }

    /** Options that are not registered would be unknown fields, and thus be missed. */
    static ExtensionRegistry extensions() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        OptionsProto.registerAllExtensions(registry);
        JavaFeaturesProto.registerAllExtensions(registry);
        return registry;
    }
}
