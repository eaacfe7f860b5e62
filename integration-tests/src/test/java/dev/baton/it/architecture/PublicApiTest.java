package dev.baton.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see: nothing of the socket library, which may be another one some day, and an example where they begin. */
@AnalyzeClasses(packages = "dev.baton", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicApiTest {
    private static final Pattern INCLUDE = Pattern.compile("<include>(dev\\.baton\\.[\\w.]+)</include>");

    /** Packages whose public types are all promised; not those below them. */
    private static final Set<String> API_PACKAGES = Set.of("dev.baton.client", "dev.baton.worker", "dev.baton.service");

    private static final Set<String> SEEN_OF_LIBRARIES = Set.of(
            "com.google.protobuf.MessageLite",
            "com.google.protobuf.Parser",
            "io.micrometer.core.instrument.MeterRegistry",
            "io.micrometer.observation.ObservationRegistry");

    /** The tail benchmark runs a plain ZeroMQ proxy to compare with. */
    @ArchTest
    static final ArchRule noPublicSignatureNamesJeroMq = classes()
            .that()
            .resideOutsideOfPackages("dev.baton.cli..", "dev.baton.bench..")
            .should(namePublicly("nothing of JeroMQ", type -> !isIn(type, "org.zeromq", "zmq")));

    /** What users of the SDKs must have in mind beside the SDKs. */
    @ArchTest
    static final ArchRule theSdksShowFewLibraries = classes()
            .that()
            .resideInAnyPackage(API_PACKAGES.toArray(String[]::new))
            .should(namePublicly(
                    "only what is promised, Java, protobuf's messages and Micrometer's registries",
                    type -> isIn(type, "java")
                            || API_PACKAGES.contains(type.getPackageName())
                            || promisedTypes().contains(type.getFullName())
                            || SEEN_OF_LIBRARIES.contains(type.getFullName())));

    /** What the pom has compared with the last release. */
    private static Set<String> promisedTypes() {
        try {
            Matcher includes = INCLUDE.matcher(Files.readString(root().resolve("pom.xml")));
            return includes.results().map(found -> found.group(1)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchCondition<JavaClass> namePublicly(String what, Predicate<JavaClass> allowed) {
        return new ArchCondition<>("name publicly " + what) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (isPublic(item)) {
                    item.getMembers().stream()
                            .filter(PublicApiTest::isPublic)
                            .forEach(member -> check(item, member, events));
                }
            }

            private void check(JavaClass item, JavaMember member, ConditionEvents events) {
                types(member)
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !type.isPrimitive())
                        .forEach(type -> events.add(new SimpleConditionEvent(
                                item, allowed.test(type), member.getDescription() + " names " + type.getFullName())));
            }
        };
    }

    private static boolean isIn(JavaClass type, String... packages) {
        return Stream.of(packages)
                .anyMatch(name -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
    }

    private static boolean isPublic(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return field.getType().getAllInvolvedRawTypes().stream();
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        Stream<JavaType> types = Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()));
        return Stream.concat(
                types.map(JavaType::getAllInvolvedRawTypes).flatMap(Set::stream), unit.getExceptionTypes().stream());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-sdk dev.baton.client.BatonClient",
                "client-sdk dev.baton.client.BatonClientBuilder",
                "client-sdk dev.baton.client.CallException",
                "client-sdk dev.baton.client.CallOptions",
                "client-sdk dev.baton.client.BreakerPolicy",
                "client-sdk dev.baton.client.ClientInterceptor",
                "client-sdk dev.baton.client.Gather",
                "client-sdk dev.baton.client.GatherOptions",
                "client-sdk dev.baton.client.HedgingPolicy",
                "client-sdk dev.baton.client.ReplyStream",
                "client-sdk dev.baton.client.RetryPolicy",
                "proto dev.baton.service.MethodDescriptor",
                "proto dev.baton.wire.Payload",
                "testkit dev.baton.testkit.BatonTestkit",
                "transport dev.baton.transport.CurveSecurity",
                "worker-sdk dev.baton.worker.BatonWorker",
                "worker-sdk dev.baton.worker.BatonWorkerBuilder",
                "worker-sdk dev.baton.worker.RequestHandler",
                "worker-sdk dev.baton.worker.AsyncRequestHandler",
                "worker-sdk dev.baton.worker.TypedRequestHandler",
                "worker-sdk dev.baton.worker.AsyncTypedRequestHandler",
                "worker-sdk dev.baton.worker.RequestContext",
                "worker-sdk dev.baton.worker.ServiceBinding",
                "worker-sdk dev.baton.worker.StatusException",
                "worker-sdk dev.baton.worker.StreamingHandler",
                "worker-sdk dev.baton.worker.WorkerHealth",
                "worker-sdk dev.baton.worker.WorkerInterceptor",
            })
    void shouldShowAnExampleWhereUsersBegin(String place) throws IOException {
        String[] moduleAndType = place.split(" ", 2);
        Path source = root().resolve(moduleAndType[0])
                .resolve("src/main/java")
                .resolve(moduleAndType[1].replace('.', '/') + ".java");

        assertThat(Files.readString(source).split("\npublic ", 2)[0]).contains("<pre>{@code");
    }

    /** Tests run in their module's directory, or in the project's when an editor runs them. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
