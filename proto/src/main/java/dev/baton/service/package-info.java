/**
 * What both SDKs know of a service's methods before any call is made. Code that protoc-gen-baton generates fills it in; it may be written by
 * hand as well. Everything here is immutable.
 */
@NullMarked
package dev.baton.service;

import org.jspecify.annotations.NullMarked;
