package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of version 1 are fixed. {@code -Dgolden.write=true} writes the files anew: only ever for messages that are new. */
class GoldenFilesTest {
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    static List<GoldenMessage> all() {
        return GoldenMessage.all();
    }

    private static final Set<String> MISSING = new HashSet<>();

    @BeforeAll
    static void writeWhatIsMissing() {
        for (GoldenMessage message : all()) {
            boolean missing = !Files.exists(GoldenFile.path(message.name()));
            if (missing || WRITE) {
                GoldenFile.write(message.name(), message.comment(), message.frames());
            }
            if (missing && !WRITE) {
                MISSING.add(message.name());
            }
        }
    }

    @Test
    void shouldFindEachGoldenFile() {
        assertThat(MISSING)
                .as("golden files that have just been written: look at them and keep them")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldWriteEachMessageAsItsGoldenFileHasIt(GoldenMessage message) {
        assertThat(GoldenFile.text(message.frames())).isEqualTo(GoldenFile.text(GoldenFile.read(message.name())));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldReadEachGoldenFile(GoldenMessage message) throws MalformedMessageException {
        Frames frames = GoldenFile.read(message.name());

        assertThat(read(message.meaning(), frames, frames.delimiterIndex() + 1)).isEqualTo(message.meaning());
    }

    private static Object read(Object expected, Frames frames, int header) throws MalformedMessageException {
        if (expected instanceof Request) {
            return WireCodec.decodeRequest(frames, header);
        }
        if (expected instanceof Reply) {
            return WireCodec.decodeReply(frames, header);
        }
        return expected instanceof ControlMessage
                ? ControlChannel.decode(frames)
                : WireCodec.decodeSignal(frames.get(0));
    }

    @Test
    void shouldHaveAMessageForEachGoldenFile() throws IOException {
        try (Stream<Path> files = Files.list(GoldenFile.FOLDER)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(all().stream()
                            .map(message -> GoldenFile.path(message.name()))
                            .toList());
        }
    }
}
