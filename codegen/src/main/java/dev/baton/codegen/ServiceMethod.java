package dev.baton.codegen;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** All that is written about one method. */
record ServiceMethod(
        MethodDescriptor descriptor,
        ServiceNames.Names names,
        ClassName request,
        ClassName reply,
        List<String> comment) {
    static ServiceMethod of(MethodDescriptor method, ServiceNames names, SourceFile source) {
        return new ServiceMethod(
                method,
                names.of(method),
                JavaTypes.of(method.getInputType()),
                JavaTypes.of(method.getOutputType()),
                Javadocs.paragraphs(source.comment(method)));
    }

    String fullName() {
        return descriptor.getService().getFullName() + "/" + descriptor.getName();
    }

    boolean isStreaming() {
        return descriptor.isServerStreaming();
    }

    boolean isDeprecated() {
        return descriptor.getOptions().getDeprecated();
    }

    /** The method's comment, or its name where there is none, and then something of our own. */
    CodeBlock javadoc(CodeBlock more) {
        List<String> paragraphs = new ArrayList<>(comment);
        if (paragraphs.isEmpty()) {
            paragraphs.add("{@code " + fullName() + "}.");
        }
        CodeBlock.Builder text = CodeBlock.builder().add("$L", Javadocs.text(paragraphs));
        if (isDeprecated()) {
            more = more.toBuilder().add("@deprecated the .proto says so\n").build();
        }
        return text.add(more.isEmpty() ? "\n" : "\n\n").add(more).build();
    }
}
