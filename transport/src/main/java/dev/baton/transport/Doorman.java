package dev.baton.transport;

/** Decides who may come in at which door, a door being a bound socket. Called by the thread of the authenticator and by those that change the rules; must be quick. */
public interface Doorman {
    /** Whether the owner of this key may connect there. */
    boolean admits(String door, CurvePublicKey key);

    /** Someone proved to have this key and was let in, or was not. */
    void onDecision(String door, Peer peer, boolean admitted);

    /** A connection from this address ended, or was ended, without anything having been proven: no CURVE, another broker's key, a port scan. */
    void onStranger(String door, String address);

    /** The connection of somebody who was let in is ended, because he would not be let in any more. */
    void onExpelled(String door, Peer peer);
}
