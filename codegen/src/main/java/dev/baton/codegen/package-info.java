/**
 * The protoc plugin {@code protoc-gen-baton}: one Java file for each service of a .proto, with a typed client and a base for the service.
 *
 * <p>In comes protoc's request on standard input, out goes its response; nothing else is read or written. {@code Generator} is the map:
 * {@code SourceFile} knows positions and comments, {@code ServiceNames} chooses what things are called in Java, {@code ClientPart} and {@code
 * ServicePart} write the two halves, {@code ServiceFile} puts them together.
 */
@NullMarked
package dev.baton.codegen;

import org.jspecify.annotations.NullMarked;
