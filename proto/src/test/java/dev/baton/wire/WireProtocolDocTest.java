package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.baton.proto.v1.Baton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md says what the code does. */
class WireProtocolDocTest {
    private static final Path DOC = Path.of("../docs/wire-protocol.md");
    private static final Pattern EXAMPLE = Pattern.compile("<!-- golden: (\\S+) -->\n```\n(.*?)```\n", Pattern.DOTALL);

    private static String doc = "";

    @BeforeAll
    static void readDoc() throws IOException {
        doc = Files.readString(DOC);
    }

    @Test
    void shouldShowTheBytesOfTheGoldenFiles() {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Matcher example = EXAMPLE.matcher(doc); example.find(); ) {
            List<String> lines = example.group(2).lines().toList();
            shown.put(example.group(1), GoldenFile.text(GoldenFile.parse(lines)));
        }

        assertThat(shown).hasSizeGreaterThanOrEqualTo(10);
        assertThat(doc.split("<!-- golden:", -1)).hasSize(shown.size() + 1);
        shown.forEach((name, frames) -> assertThat(frames).as(name).isEqualTo(GoldenFile.text(GoldenFile.read(name))));
    }

    @Test
    void shouldListEveryFieldWithItsNumberAndType() {
        for (Descriptor message : Baton.getDescriptor().getMessageTypes()) {
            for (FieldDescriptor field : message.getFields()) {
                assertThat(doc)
                        .as(field.getFullName())
                        .contains("| " + field.getNumber() + " | `" + field.getName() + "` | " + type(field) + " |");
            }
        }
    }

    @Test
    void shouldListEveryValueOfEveryEnumWithItsNumber() {
        for (EnumDescriptor type : Baton.getDescriptor().getEnumTypes()) {
            for (EnumValueDescriptor value : type.getValues()) {
                assertThat(doc)
                        .as(value.getFullName())
                        .containsAnyOf(
                                "`" + value.getName() + "` (" + value.getNumber() + ")",
                                "| " + value.getNumber() + " | `" + value.getName() + "` |");
            }
        }
    }

    @Test
    void shouldNameTheSizeUpToWhichPayloadsTravelInside() {
        assertThat(doc).contains("payloads of up to " + WireCodec.INLINE_PAYLOAD_MAX_BYTES + " bytes");
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map<string, string>";
        }
        String type = switch (field.getJavaType()) {
            case ENUM -> field.getEnumType().getName();
            case MESSAGE -> field.getMessageType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
        boolean optional = field.hasPresence() && field.getRealContainingOneof() == null;
        return (field.isRepeated() ? "repeated " : optional ? "optional " : "") + type;
    }
}
