package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;

/** A worker's signal is refused or understood, and what was understood can be written again. */
class WorkerSignalFuzzTest {
    @FuzzTest
    void shouldRefuseOrUnderstand(FuzzedDataProvider data) {
        byte[] frame = data.consumeBoolean()
                ? FrameCutter.withMagic(data.consumeRemainingAsBytes())
                : data.consumeRemainingAsBytes();
        WorkerSignal signal;
        try {
            signal = WireCodec.decodeSignal(frame);
        } catch (MalformedMessageException refused) {
            return;
        }
        try {
            assertThat(WireCodec.decodeSignal(WireCodec.encode(signal))).isEqualTo(signal);
        } catch (MalformedMessageException e) {
            throw new AssertionError("does not read what it wrote", e);
        }
    }
}
