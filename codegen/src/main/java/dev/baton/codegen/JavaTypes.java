package dev.baton.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import com.palantir.javapoet.ClassName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which Java classes protoc makes of the files that it was given. How they are called is protobuf's own to say. */
final class JavaTypes {
    /** What the generated file calls itself, whatever comes from elsewhere. */
    private static final List<String> OUR_NAMES = List.of("Client", "Service", "Stub");

    /** Full name of each top-level class, and the file that it comes from. */
    private final Map<String, String> topLevel = new HashMap<>();

    /** All files that protoc has read: a class may come from any of them. */
    JavaTypes(Iterable<FileDescriptor> files) {
        for (FileDescriptor file : files) {
            String javaPackage = GeneratorNames.getFileJavaPackage(file);
            topLevel.put(join(javaPackage, GeneratorNames.getFileClassName(file)), file.getFullName());
            Stream.concat(
                            file.getMessageTypes().stream().map(GeneratorNames::getBytecodeClassName),
                            file.getEnumTypes().stream().map(GeneratorNames::getBytecodeClassName))
                    .filter(name -> name.indexOf('$') < 0)
                    .forEach(name -> topLevel.put(name, file.getFullName()));
        }
    }

    private static String join(String javaPackage, String name) {
        return javaPackage.isEmpty() ? name : javaPackage + "." + name;
    }

    /** The class of a message. */
    static ClassName of(Descriptor message) {
        String javaPackage = GeneratorNames.getFileJavaPackage(message.getFile());
        String name = GeneratorNames.getBytecodeClassName(message);
        String[] names = name.substring(javaPackage.isEmpty() ? 0 : javaPackage.length() + 1)
                .split("\\$", -1);
        ClassName type = ClassName.get(javaPackage, names[0]);
        for (int i = 1; i < names.length; i++) {
            type = type.nestedClass(names[i]);
        }
        return type;
    }

    /** The class that is written for a service; refused if something else is called so already. From then on the name is taken. */
    ClassName take(ServiceDescriptor service, SourceFile source) throws RefusedException {
        ClassName type =
                ClassName.get(GeneratorNames.getFileJavaPackage(service.getFile()), service.getName() + "Baton");
        String other =
                topLevel.putIfAbsent(type.canonicalName(), service.getFile().getFullName());
        if (other != null) {
            throw new RefusedException(source.position(service) + ": service " + service.getFullName()
                    + " would become the class " + type.canonicalName() + ", which comes from " + other
                    + " already; rename one of them, or give this file another java_package");
        }
        return type;
    }

    /**
     * Java cannot name a class without a package from one that has a package, and where there is no package at all, the names of the
     * generated file would hide it.
     */
    static void requireReachable(ClassName message, ClassName from, String where) throws RefusedException {
        if (!message.packageName().isEmpty()) {
            return;
        }
        if (!from.packageName().isEmpty()
                || OUR_NAMES.contains(message.simpleNames().get(0))) {
            throw new RefusedException(where + ": the message " + message.canonicalName()
                    + " is in no Java package and cannot be named from " + from.canonicalName()
                    + "; give its file a package or the option java_package");
        }
    }

    static boolean isDeprecated(Descriptor message) {
        Descriptor outer = message.getContainingType();
        return message.getOptions().getDeprecated()
                || message.getFile().getOptions().getDeprecated()
                || (outer != null && isDeprecated(outer));
    }
}
