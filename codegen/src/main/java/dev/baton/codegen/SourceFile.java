package dev.baton.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the things of a .proto stand, and what is written above them. */
final class SourceFile {
    private final FileDescriptor file;
    private final Map<List<Integer>, Location> locations = new HashMap<>();

    SourceFile(FileDescriptor file) {
        this.file = file;
        for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
            locations.put(location.getPathList(), location);
        }
    }

    FileDescriptor descriptor() {
        return file;
    }

    /** {@code file:line:column}, counted from 1 as editors do. */
    String position(ServiceDescriptor service) {
        return position(path(service));
    }

    /** {@code file:line:column}, counted from 1 as editors do. */
    String position(MethodDescriptor method) {
        return position(path(method));
    }

    private String position(List<Integer> path) {
        Location location = locations.get(path);
        if (location == null) {
            return file.getFullName();
        }
        return file.getFullName() + ":" + (location.getSpan(0) + 1) + ":" + (location.getSpan(1) + 1);
    }

    /** What is written above it, else what is written behind it; empty if nothing. */
    String comment(ServiceDescriptor service) {
        return comment(path(service));
    }

    /** What is written above it, else what is written behind it; empty if nothing. */
    String comment(MethodDescriptor method) {
        return comment(path(method));
    }

    private String comment(List<Integer> path) {
        Location location = locations.getOrDefault(path, Location.getDefaultInstance());
        return location.hasLeadingComments() ? location.getLeadingComments() : location.getTrailingComments();
    }

    /** The path to a thing, as protoc counts: field number, index, field number, index … */
    private static List<Integer> path(ServiceDescriptor service) {
        return List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex());
    }

    private static List<Integer> path(MethodDescriptor method) {
        return List.of(
                FileDescriptorProto.SERVICE_FIELD_NUMBER,
                method.getService().getIndex(),
                ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                method.getIndex());
    }
}
