package dev.baton.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.NullMarked;

/** What docs/architecture.md and docs/threads.md say about who may use whom. */
@AnalyzeClasses(packages = "dev.baton", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.baton.broker.queue", "dev.baton.broker.workers", "dev.baton.broker.dispatch"
    };
    private static final String[] EDGES = {"dev.baton.broker.frontend", "dev.baton.broker.backend"};

    // ---- modules

    @ArchTest
    static final ArchRule wireKnowsNobody = onlyUsesOfOurs("dev.baton.wire", "dev.baton.wire", "dev.baton.proto..");

    @ArchTest
    static final ArchRule transportKnowsOnlyWireAndTime =
            onlyUsesOfOurs("dev.baton.transport", "dev.baton.transport", "dev.baton.wire", "dev.baton.time");

    @ArchTest
    static final ArchRule clientKnowsNeitherBrokerNorWorker = noClasses()
            .that()
            .resideInAPackage("dev.baton.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.baton.broker..", "dev.baton.worker..", "dev.baton.cli..");

    @ArchTest
    static final ArchRule workerKnowsNeitherBrokerNorClient = noClasses()
            .that()
            .resideInAPackage("dev.baton.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.baton.broker..", "dev.baton.client..", "dev.baton.cli..");

    /** A protoc plugin that brought a socket library along would be a burden to every build. */
    @ArchTest
    static final ArchRule codegenKnowsTheOptionsOnly =
            onlyUsesOfOurs("dev.baton.codegen", "dev.baton.codegen", "dev.baton.proto.options");

    @ArchTest
    static final ArchRule brokerKnowsNeitherClientNorWorker = noClasses()
            .that()
            .resideInAPackage("dev.baton.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.baton.client..", "dev.baton.worker..", "dev.baton.cli..");

    // ---- libraries

    /** The tail benchmark runs a plain ZeroMQ proxy to compare with, which is not to go through our own code. */
    @ArchTest
    static final ArchRule onlyTransportKnowsJeroMq = noClasses()
            .that()
            .resideOutsideOfPackages("dev.baton.transport", "dev.baton.cli.bench.plain")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.zeromq..", "zmq..");

    @ArchTest
    static final ArchRule onlyWireKnowsTheHeadersMessages = noClasses()
            .that()
            .resideOutsideOfPackages("dev.baton.wire", "dev.baton.proto..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.baton.proto.v1..");

    @ArchTest
    static final ArchRule brokerAndTransportDoNotKnowProtobuf = noClasses()
            .that()
            .resideInAnyPackage("dev.baton.broker..", "dev.baton.transport", "dev.baton.time")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.protobuf..");

    /** The builders take a registry; what is measured, and how, is in the packages called micrometer. */
    @ArchTest
    static final ArchRule micrometerStaysInItsPackages = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..micrometer..", "dev.baton.broker.app", "dev.baton.broker.app.tracing", "dev.baton.cli..")
            .and()
            .doNotHaveFullyQualifiedName("dev.baton.client.BatonClientBuilder")
            .and()
            .doNotHaveFullyQualifiedName("dev.baton.worker.BatonWorkerBuilder")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    /** Nothing of it is to be loaded by a broker that exports no spans. */
    @ArchTest
    static final ArchRule onlyTheExportKnowsOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage("dev.baton.broker.app.tracing")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..", "io.micrometer.tracing..");

    @ArchTest
    static final ArchRule onlyTheServiceKnowsHttpAndConfigurationFiles = noClasses()
            .that()
            .resideOutsideOfPackages("dev.baton.broker.app..", "dev.baton.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.eclipse.jetty..",
                    "io.smallrye..",
                    "org.eclipse.microprofile..",
                    "org.yaml..",
                    "com.fasterxml..",
                    "picocli..",
                    "ch.qos.logback..");

    // ---- rooms of the broker

    @ArchTest
    static final ArchRule coreKnowsWireAndItselfOnly = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage("java..", "dev.baton.wire", "org.agrona..", "org.jspecify..")));

    @ArchTest
    static final ArchRule edgesKnowNeitherTheCoreNorEachOther = classes()
            .that()
            .resideInAnyPackage(EDGES)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "dev.baton.wire",
                            "dev.baton.transport",
                            "dev.baton.broker.observe",
                            "org.jspecify..")
                    .or(resideInAnyPackage(EDGES)));

    @ArchTest
    static final ArchRule frontendAndBackendAreStrangers = noClasses()
            .that()
            .resideInAPackage("dev.baton.broker.frontend")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.baton.broker.backend");

    @ArchTest
    static final ArchRule backendAndFrontendAreStrangers = noClasses()
            .that()
            .resideInAPackage("dev.baton.broker.backend")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.baton.broker.frontend");

    @ArchTest
    static final ArchRule brokerDoesNotKnowTheServiceAroundIt = noClasses()
            .that(resideInAPackage("dev.baton.broker..").and(not(resideInAPackage("dev.baton.broker.app.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.baton.broker.app..");

    @ArchTest
    static final ArchRule observersDoNotKnowWhomTheyObserve = classes()
            .that()
            .resideInAnyPackage("dev.baton.broker.observe", "dev.baton.client.observe", "dev.baton.worker.observe")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.baton.wire", "dev.baton.*.observe", "org.jspecify..");

    /** Leader/Followers is an idea of its own: it knows nothing of sockets, requests or Baton. */
    @ArchTest
    static final ArchRule leaderFollowersKnowsNobody = classes()
            .that()
            .resideInAnyPackage("dev.baton.worker.leader")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.baton.worker.leader", "org.jspecify..");

    /** The command line is left out: its commands and what they share know each other. */
    @ArchTest
    static final ArchRule noPackagesInACircle = slices().matching("dev.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("dev.baton.cli.."), resideInAPackage("dev.baton.cli.."));

    // ---- time, threads, output

    @ArchTest
    static final ArchRule clockTimeIsNotAsked = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.baton.time.WallClock")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callConstructor(Date.class);

    /** Inside the loops time is a parameter; that is why they run in virtual time too. */
    @ArchTest
    static final ArchRule theMonotonicClockIsAskedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("dev.baton.time", "dev.baton.cli..")
            .should()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .resideOutsideOfPackage("dev.baton.cli..")
            .should()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule threadsAreMadeInFewPlaces = noClasses()
            .that()
            .resideOutsideOfPackages("dev.baton.transport", "dev.baton.worker.leader", "dev.baton.cli..")
            .and()
            .doNotHaveFullyQualifiedName("dev.baton.client.LoopLead")
            .and()
            .doNotHaveFullyQualifiedName("dev.baton.worker.ShutdownDrain")
            .should()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executors.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadPoolExecutor.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Timer.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(UncaughtExceptionHandler.class);

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints =
            noClasses().that().resideOutsideOfPackage("dev.baton.cli..").should(ACCESS_STANDARD_STREAMS);

    // ---- hygiene

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().that().resideOutsideOfPackage("dev.baton..proto..").should(beInANullMarkedPackage());

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package with @NullMarked in its package-info.java") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(item, marked, item.getPackageName() + " is not marked"));
            }
        };
    }

    private static ArchRule onlyUsesOfOurs(String user, String... used) {
        return classes()
                .that()
                .resideInAPackage(user)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(used).or(not(resideInAPackage("dev.baton.."))));
    }
}
