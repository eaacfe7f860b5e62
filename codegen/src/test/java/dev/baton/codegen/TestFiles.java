package dev.baton.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of src/test/protobuf, as protoc passes them to its plugins. */
final class TestFiles {
    private static final FileDescriptorSet ALL = read(Path.of("target/test-files.binpb"));

    private TestFiles() {}

    private static FileDescriptorSet read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return FileDescriptorSet.parseFrom(in, ProtocGenBaton.extensions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the files in this folder. */
    static List<String> in(String folder) {
        return ALL.getFileList().stream()
                .map(FileDescriptorProto::getName)
                .filter(name -> name.startsWith(folder + "/"))
                .toList();
    }

    static CodeGeneratorResponse generate(String parameter, List<String> files) {
        return Generator.answer(CodeGeneratorRequest.newBuilder()
                .setParameter(parameter)
                .addAllFileToGenerate(files)
                .addAllProtoFile(ALL.getFileList())
                .build());
    }
}
