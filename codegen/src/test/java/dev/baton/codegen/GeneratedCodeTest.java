package dev.baton.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that nobody has written by hand should not trouble those who compile it. */
class GeneratedCodeTest {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    @TempDir
    private Path classes;

    @ParameterizedTest
    @ValueSource(strings = {"", "only=client", "only=service"})
    void shouldCompileWithoutAWarning(String parameter) {
        CodeGeneratorResponse generated = TestFiles.generate(parameter, TestFiles.in("golden"));

        assertThat(generated.getError()).isEmpty();
        assertThat(compile(generated.getFileList())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"class Bad { java.util.List raw; }", "/** <b> */ public class Bad {}"})
    void shouldBeHeldToTheCompilersWarnings(String code) {
        assertThat(compile(List.of(CodeGeneratorResponse.File.newBuilder()
                        .setName("Bad.java")
                        .setContent(code)
                        .build())))
                .isNotEmpty();
    }

    private List<String> compile(List<CodeGeneratorResponse.File> files) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-d",
                classes.toString(),
                "-proc:none",
                "-Xlint:all,-classfile",
                "-Xdoclint:all/protected",
                "-Werror",
                "--release",
                "17");
        Stream<JavaFileObject> sources = files.stream().map(Source::new);
        COMPILER.getTask(null, null, found, options, null, sources.toList()).call();
        return found.getDiagnostics().stream().map(GeneratedCodeTest::text).toList();
    }

    private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
        String name =
                diagnostic.getSource() == null ? "" : diagnostic.getSource().getName();
        return name + ":" + diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ROOT);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String content;

        Source(CodeGeneratorResponse.File file) {
            super(URI.create("string:///" + file.getName()), Kind.SOURCE);
            content = file.getContent();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
