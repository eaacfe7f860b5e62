package dev.baton.cli.chaos;

/** Is told what happens in a seat, on threads of the processes' reports. */
interface SeatListener {
    /** A process has ended that was neither struck nor told to. */
    void onSurprisingEnd(Seat seat, String how);

    /** A later process than the first has reported. */
    void onBack(Seat seat);
}
