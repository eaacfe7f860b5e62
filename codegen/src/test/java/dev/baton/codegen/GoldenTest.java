package dev.baton.codegen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is generated, to the letter. After a change that is wanted, {@code mvn test -pl codegen -am -Dtest=GoldenTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.write=true} writes the files anew; git shows what has become different.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    static List<CodeGeneratorResponse.File> generated() {
        return TestFiles.generate("", TestFiles.in("golden")).getFileList();
    }

    @ParameterizedTest
    @MethodSource("generated")
    void shouldWriteTheCodeThatIsKept(CodeGeneratorResponse.File file) throws IOException {
        Path golden = FOLDER.resolve(file.getName());
        if (WRITE) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, file.getContent());
        }

        assertThat(golden).usingCharset(UTF_8).hasContent(file.getContent());
    }

    @Test
    void shouldWriteAllFilesThatAreKept() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(path -> FOLDER.relativize(path).toString()))
                    .containsExactlyInAnyOrderElementsOf(generated().stream()
                            .map(CodeGeneratorResponse.File::getName)
                            .collect(Collectors.toSet()));
        }
    }
}
