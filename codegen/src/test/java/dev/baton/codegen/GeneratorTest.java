package dev.baton.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What protoc is told: which files there are, what is understood, what is refused. */
class GeneratorTest {
    @Test
    void shouldWriteOneFileForEachService() {
        CodeGeneratorResponse response = TestFiles.generate("", List.of("golden/prices.proto"));

        assertThat(response.getFileList())
                .extracting(CodeGeneratorResponse.File::getName)
                .containsExactly(
                        "golden/shop/api/PricesBaton.java",
                        "golden/shop/api/stock_keepingBaton.java",
                        "golden/shop/api/OldBaton.java",
                        "golden/shop/api/IdleBaton.java");
    }

    @Test
    void shouldSayWhatItUnderstands() {
        CodeGeneratorResponse response = TestFiles.generate("", List.of());

        assertThat(response.getSupportedFeatures() & Feature.FEATURE_PROTO3_OPTIONAL_VALUE)
                .isNotZero();
        assertThat(response.getSupportedFeatures() & Feature.FEATURE_SUPPORTS_EDITIONS_VALUE)
                .isNotZero();
        assertThat(response.getMinimumEdition()).isEqualTo(Edition.EDITION_PROTO2_VALUE);
        assertThat(response.getMaximumEdition()).isEqualTo(Edition.EDITION_2024_VALUE);
    }

    @Test
    void shouldRefuseStreamsOfRequestsAndSayWhereAndWhatInstead() {
        CodeGeneratorResponse response = TestFiles.generate("", List.of("golden/names.proto", "refused/streams.proto"));

        assertThat(response.getFileList()).isEmpty();
        assertThat(response.getError().lines())
                .containsExactly(
                        "refused/streams.proto:10:3: method Upload of service refused.streams.Files takes a stream of requests,"
                                + " which Baton does not do; take one message with a repeated field, or let the client make a"
                                + " call for each",
                        "refused/streams.proto:12:3: method Chat of service refused.streams.Files takes a stream of requests,"
                                + " which Baton does not do; take one request and return a stream (\"returns (stream X)\"),"
                                + " and let the client call again for more");
    }

    @Test
    void shouldRefuseAClassThatIsThereAlready() {
        assertThat(TestFiles.generate("", List.of("refused/taken.proto")).getError())
                .isEqualTo("refused/taken.proto:7:1: service refused.taken.Greeter would become the class"
                        + " refused.taken.GreeterBaton, which comes from refused/taken.proto already; rename one of them, or"
                        + " give this file another java_package");
    }

    @Test
    void shouldRefuseAMessageThatJavaCannotName() {
        FileDescriptorProto file = file("nowhere.proto", "Question", "Question");
        FileDescriptorProto user = FileDescriptorProto.newBuilder()
                .setName("user.proto")
                .setPackage("user")
                .addDependency("nowhere.proto")
                .addService(service("Question"))
                .build();

        assertThat(generate(user, file).getError())
                .isEqualTo("user.proto: the message Nowhere.Question is in no Java package and cannot be named from"
                        + " user.AskBaton; give its file a package or the option java_package");
    }

    @Test
    void shouldRefuseAMessageThatTheGeneratedClassWouldHide() {
        FileDescriptorProto file = file("nowhere.proto", "Client", "Client").toBuilder()
                .setOptions(FileOptions.newBuilder().setJavaMultipleFiles(true))
                .build();

        assertThat(generate(file).getError()).contains("the message Client is in no Java package");
    }

    @Test
    void shouldRefuseAnOptionThatItDoesNotKnow() {
        assertThat(TestFiles.generate("fast", List.of()).getError())
                .isEqualTo(
                        "option: \"fast\" (expected: only=client for callers alone, only=service for the service alone,"
                                + " or none)");
    }

    @Test
    void shouldLeaveOutTheHalfThatIsNotWanted() {
        assertThat(content("only=client")).contains("interface Client").doesNotContain("dev.baton.worker");
        assertThat(content("only=service")).contains("class Service").doesNotContain("dev.baton.client");
    }

    private static String content(String parameter) {
        return TestFiles.generate(parameter, List.of("golden/catalogue.proto"))
                .getFile(0)
                .getContent();
    }

    @Test
    void shouldNotNeedPositions() {
        FileDescriptorProto file = file("bare.proto", "Question", "Question");

        CodeGeneratorResponse response = generate(file);

        assertThat(response.getError()).isEmpty();
        assertThat(response.getFile(0).getName()).isEqualTo("AskBaton.java");
    }

    private static FileDescriptorProto file(String name, String message, String asked) {
        return FileDescriptorProto.newBuilder()
                .setName(name)
                .addMessageType(DescriptorProto.newBuilder().setName(message))
                .addService(service(asked))
                .build();
    }

    private static ServiceDescriptorProto.Builder service(String asked) {
        return ServiceDescriptorProto.newBuilder()
                .setName("Ask")
                .addMethod(MethodDescriptorProto.newBuilder()
                        .setName("Ask")
                        .setInputType("." + asked)
                        .setOutputType("." + asked));
    }

    private static CodeGeneratorResponse generate(FileDescriptorProto file, FileDescriptorProto... imported) {
        return Generator.answer(CodeGeneratorRequest.newBuilder()
                .addFileToGenerate(file.getName())
                .addAllProtoFile(List.of(imported))
                .addProtoFile(file)
                .build());
    }
}
