package dev.baton.codegen;

import static javax.lang.model.element.Modifier.ABSTRACT;
import static javax.lang.model.element.Modifier.FINAL;
import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.PROTECTED;
import static javax.lang.model.element.Modifier.PUBLIC;
import static javax.lang.model.element.Modifier.STATIC;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import java.util.List;

/** The service's half: a base class that answers UNIMPLEMENTED until its methods are overridden, and binds them all to a worker. */
final class ServicePart {
    private final ClassName base;
    private final ServiceDescriptor service;
    private final List<ServiceMethod> methods;

    ServicePart(ClassName type, ServiceDescriptor service, List<ServiceMethod> methods) {
        this.base = type.nestedClass("Service");
        this.service = service;
        this.methods = methods;
    }

    void addTo(TypeSpec.Builder file) {
        TypeSpec.Builder spec = TypeSpec.classBuilder(base)
                .addModifiers(PUBLIC, ABSTRACT, STATIC)
                .addSuperinterface(SdkTypes.SERVICE_BINDING)
                .addJavadoc("""
                        Answers {@code $L}: override its methods, and give it to a worker ({@code builder.service(...)}).
                        A method that is not overridden answers UNIMPLEMENTED. Several threads call at once.
                        """, service.getFullName())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(PROTECTED)
                        .addJavadoc("For subclasses.\n")
                        .build());
        methods.forEach(method -> spec.addMethod(handler(method)));
        spec.addMethod(bindTo());
        if (!methods.isEmpty()) {
            spec.addMethod(unimplemented());
        }
        file.addType(spec.build());
    }

    private MethodSpec handler(ServiceMethod method) {
        MethodSpec.Builder handler = MethodSpec.methodBuilder(method.names().method())
                .addModifiers(PROTECTED)
                .addJavadoc(method.javadoc(tags(method)))
                .addParameter(SdkTypes.REQUEST_CONTEXT, "context")
                .addParameter(method.request(), "request")
                .addException(Exception.class)
                .addStatement("throw unimplemented($L)", method.names().constant());
        if (method.isDeprecated()) {
            handler.addAnnotation(Deprecated.class);
        }
        if (method.isStreaming()) {
            TypeName sink = ParameterizedTypeName.get(SdkTypes.REPLY_SINK, method.reply());
            return handler.addParameter(sink, "replies").build();
        }
        return handler.returns(method.reply()).build();
    }

    private static CodeBlock tags(ServiceMethod method) {
        return CodeBlock.builder()
                .add("@param context what is known of the call\n@param request what is asked\n")
                .add(method.isStreaming() ? "@param replies where the replies go\n" : "@return what is answered\n")
                .add(
                        "@throws $T {@link $T} chooses the call's status, others mean that it failed\n",
                        Exception.class,
                        SdkTypes.STATUS_EXCEPTION)
                .build();
    }

    private MethodSpec bindTo() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("bindTo")
                .addAnnotation(Override.class)
                .addModifiers(PUBLIC, FINAL)
                .addParameter(SdkTypes.WORKER_BUILDER, "worker");
        for (ServiceMethod served : methods) {
            method.addStatement(
                    "worker.$L($L, this::$L)",
                    served.isStreaming() ? "handleStream" : "handle",
                    served.names().constant(),
                    served.names().method());
        }
        return method.build();
    }

    private static MethodSpec unimplemented() {
        TypeName anyMethod = ParameterizedTypeName.get(
                SdkTypes.METHOD_DESCRIPTOR,
                WildcardTypeName.subtypeOf(Object.class),
                WildcardTypeName.subtypeOf(Object.class));
        return MethodSpec.methodBuilder("unimplemented")
                .addModifiers(PRIVATE, STATIC)
                .addParameter(anyMethod, "method")
                .returns(SdkTypes.STATUS_EXCEPTION)
                .addStatement(
                        "return new $T($T.UNIMPLEMENTED, method.fullName() + $S)",
                        SdkTypes.STATUS_EXCEPTION,
                        SdkTypes.STATUS_CODE,
                        " is not implemented by this worker")
                .build();
    }
}
