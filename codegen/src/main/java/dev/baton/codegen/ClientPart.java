package dev.baton.codegen;

import static javax.lang.model.element.Modifier.ABSTRACT;
import static javax.lang.model.element.Modifier.DEFAULT;
import static javax.lang.model.element.Modifier.FINAL;
import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.PUBLIC;
import static javax.lang.model.element.Modifier.STATIC;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The callers' half: an interface, so that tests can put something else in its place, and what stands behind it. Whoever implements the
 * interface writes one method for each way to call; those without options are there already.
 */
final class ClientPart {
    private final ClassName client;
    private final ClassName stub;
    private final ServiceDescriptor service;
    private final List<ServiceMethod> methods;

    ClientPart(ClassName type, ServiceDescriptor service, List<ServiceMethod> methods) {
        this.client = type.nestedClass("Client");
        this.stub = type.nestedClass("Stub");
        this.service = service;
        this.methods = methods;
    }

    void addTo(TypeSpec.Builder file) {
        file.addMethod(factory());
        file.addType(clientInterface());
        file.addType(stubClass());
    }

    private MethodSpec factory() {
        return MethodSpec.methodBuilder("client")
                .addModifiers(PUBLIC, STATIC)
                .addJavadoc("""
                        Calls the service through this client, with the options that the methods have.

                        @param client stays the caller's to close
                        @return calls of the service, for any thread
                        """)
                .addParameter(SdkTypes.BATON_CLIENT, "client")
                .returns(client)
                .addStatement("return new $T(client, $T.defaults())", stub, SdkTypes.CALL_OPTIONS)
                .build();
    }

    private TypeSpec clientInterface() {
        TypeSpec.Builder spec = TypeSpec.interfaceBuilder(client)
                .addModifiers(PUBLIC, STATIC)
                .addJavadoc("Calls {@code $L}. Thread-safe.\n", service.getFullName())
                .addMethod(MethodSpec.methodBuilder("options")
                        .addModifiers(PUBLIC, ABSTRACT)
                        .addJavadoc("""
                                What holds for calls that are made without options of their own.

                                @return the options
                                """)
                        .returns(SdkTypes.CALL_OPTIONS)
                        .build())
                .addMethod(MethodSpec.methodBuilder("withOptions")
                        .addModifiers(PUBLIC, ABSTRACT)
                        .addJavadoc("""
                                The same with other options.

                                @param options for calls that are made without options of their own
                                @return another client
                                """)
                        .addParameter(SdkTypes.CALL_OPTIONS, "options")
                        .returns(client)
                        .build());
        for (ServiceMethod method : methods) {
            for (Call call : Call.of(method)) {
                spec.addMethod(call.withDefaultOptions());
                spec.addMethod(call.declaration());
            }
        }
        return spec.build();
    }

    private TypeSpec stubClass() {
        TypeSpec.Builder spec = TypeSpec.classBuilder(stub)
                .addModifiers(PRIVATE, STATIC, FINAL)
                .addSuperinterface(client)
                .addField(SdkTypes.BATON_CLIENT, "client", PRIVATE, FINAL)
                .addField(SdkTypes.CALL_OPTIONS, "options", PRIVATE, FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(SdkTypes.BATON_CLIENT, "client")
                        .addParameter(SdkTypes.CALL_OPTIONS, "options")
                        .addStatement("this.client = $T.requireNonNull(client, $S)", Objects.class, "client")
                        .addStatement("this.options = $T.requireNonNull(options, $S)", Objects.class, "options")
                        .build())
                .addMethod(MethodSpec.methodBuilder("options")
                        .addAnnotation(Override.class)
                        .addModifiers(PUBLIC)
                        .returns(SdkTypes.CALL_OPTIONS)
                        .addStatement("return options")
                        .build())
                .addMethod(MethodSpec.methodBuilder("withOptions")
                        .addAnnotation(Override.class)
                        .addModifiers(PUBLIC)
                        .addParameter(SdkTypes.CALL_OPTIONS, "options")
                        .returns(client)
                        .addStatement("return new $T(client, options)", stub)
                        .build());
        for (ServiceMethod method : methods) {
            for (Call call : Call.of(method)) {
                spec.addMethod(call.implementation());
            }
        }
        return spec.build();
    }

    /** One way to call a method. */
    private record Call(
            ServiceMethod method, String name, TypeName result, String delegate, String returns, boolean waits) {
        static List<Call> of(ServiceMethod method) {
            ServiceNames.Names names = method.names();
            if (method.isStreaming()) {
                TypeName stream = ParameterizedTypeName.get(SdkTypes.REPLY_STREAM, method.reply());
                TypeName publisher = ParameterizedTypeName.get(ClassName.get(Flow.Publisher.class), method.reply());
                return List.of(
                        new Call(
                                method,
                                names.method(),
                                stream,
                                "stream",
                                "the replies as they come; to be closed",
                                false),
                        new Call(
                                method,
                                names.asyncMethod(),
                                publisher,
                                "streamAsync",
                                "the replies for a subscriber; each subscription is a call",
                                false));
            }
            TypeName future = ParameterizedTypeName.get(ClassName.get(CompletableFuture.class), method.reply());
            return List.of(
                    new Call(method, names.method(), method.reply(), "call", "the reply", true),
                    new Call(
                            method,
                            names.asyncMethod(),
                            future,
                            "callAsync",
                            "ends with the reply; to cancel it takes the call back",
                            false));
        }

        MethodSpec withDefaultOptions() {
            return head().addModifiers(PUBLIC, DEFAULT)
                    .addJavadoc(javadoc(CodeBlock.of("@param request what is asked\n")))
                    .addStatement("return $L(request, options())", name)
                    .build();
        }

        MethodSpec declaration() {
            return head().addModifiers(PUBLIC, ABSTRACT)
                    .addJavadoc(
                            javadoc(
                                    CodeBlock.of(
                                            "@param request what is asked\n@param options for this call alone, in place of {@link #options}\n")))
                    .addParameter(SdkTypes.CALL_OPTIONS, "options")
                    .build();
        }

        MethodSpec implementation() {
            return MethodSpec.methodBuilder(name)
                    .addAnnotation(Override.class)
                    .addModifiers(PUBLIC)
                    .returns(result)
                    .addParameter(method.request(), "request")
                    .addParameter(SdkTypes.CALL_OPTIONS, "options")
                    .addStatement(
                            "return client.$L($L, request, options)",
                            delegate,
                            method.names().constant())
                    .build();
        }

        private MethodSpec.Builder head() {
            MethodSpec.Builder head =
                    MethodSpec.methodBuilder(name).returns(result).addParameter(method.request(), "request");
            if (method.isDeprecated()) {
                head.addAnnotation(Deprecated.class);
            }
            return head;
        }

        private CodeBlock javadoc(CodeBlock parameters) {
            CodeBlock.Builder tags = parameters.toBuilder().add("@return $L\n", returns);
            if (waits) {
                tags.add("@throws $T if the call does not end well\n", SdkTypes.CALL_EXCEPTION);
            }
            return method.javadoc(tags.build());
        }
    }
}
