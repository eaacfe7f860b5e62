package dev.baton.codegen;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Answers protoc: one file for each service of the files that it names. */
final class Generator {
    private static final int FEATURES = Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE;

    private final Parts parts;
    private final Map<String, FileDescriptor> files;
    private final JavaTypes types;

    private Generator(CodeGeneratorRequest request) throws RefusedException {
        this.parts = Parts.of(request.getParameter());
        this.files = link(request);
        this.types = new JavaTypes(files.values());
    }

    /** The files, or an error that says what to do. */
    static CodeGeneratorResponse answer(CodeGeneratorRequest request) {
        CodeGeneratorResponse.Builder response = CodeGeneratorResponse.newBuilder()
                .setSupportedFeatures(FEATURES)
                .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
                .setMaximumEdition(Edition.EDITION_2024_VALUE);
        try {
            Generator generator = new Generator(request);
            for (String name : request.getFileToGenerateList()) {
                generator.generate(name, response);
            }
            return response.build();
        } catch (RefusedException e) {
            return response.clearFile().setError(e.getMessage()).build();
        }
    }

    private void generate(String name, CodeGeneratorResponse.Builder response) throws RefusedException {
        SourceFile source = new SourceFile(Objects.requireNonNull(files.get(name), name));
        StreamedRequests.refuse(source);
        for (ServiceDescriptor service : source.descriptor().getServices()) {
            response.addFile(
                    ServiceFile.of(service, types.take(service, source), source).write(parts));
        }
    }

    /** protoc sends each file after those that it imports. */
    private static Map<String, FileDescriptor> link(CodeGeneratorRequest request) throws RefusedException {
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        for (FileDescriptorProto file : request.getProtoFileList()) {
            FileDescriptor[] imports = file.getDependencyList().stream()
                    .map(files::get)
                    .filter(Objects::nonNull)
                    .toArray(FileDescriptor[]::new);
            try {
                files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
            } catch (DescriptorValidationException e) {
                throw new RefusedException(
                        file.getName() + ": " + e.getMessage()
                                + " (protobuf's Java library does not take what protoc does; is this plugin older than protoc?)");
            }
        }
        return files;
    }
}
