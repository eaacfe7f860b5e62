/**
 * The operator's commands, over the broker's admin API: who works, who waits, why a call took so long, and who is to take nothing new.
 *
 * <p>In come JSON documents over HTTP, out go tables for people or the documents as they are for programs. Everything runs on the main thread;
 * a document that lacks something shows a dash there, so that a broker of another version can be looked at too.
 */
@NullMarked
package dev.baton.cli.admin;

import org.jspecify.annotations.NullMarked;
