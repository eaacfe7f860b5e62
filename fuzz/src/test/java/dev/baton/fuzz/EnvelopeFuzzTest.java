package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.broker.backend.Backend;
import dev.baton.broker.backend.BackendListener;
import dev.baton.broker.frontend.Frontend;
import dev.baton.broker.frontend.FrontendListener;
import dev.baton.broker.observe.DropReason;
import dev.baton.wire.Frames;
import dev.baton.wire.Identity;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.WorkerSignal;

/** Whole messages at the broker's two doors: each is told to the listener exactly once, as what it is or as dropped. */
class EnvelopeFuzzTest {
    /** The ROUTER gives it, not the peer. */
    private static final byte[] IDENTITY = {0, 1, 2, 3, 4};

    private int told;

    @FuzzTest
    void shouldTellOfEachMessageOnce(FuzzedDataProvider data) {
        told = 0;
        int messages = 0;
        CannedSocket socket = new CannedSocket();
        Frontend frontend = new Frontend(socket, reason -> told++, 1, 100);
        FrontendEar ear = new FrontendEar();
        Backend backend = new Backend(socket, new BackendEar());
        while (data.remainingBytes() > 0 && messages < 20) {
            boolean toFrontend = data.consumeBoolean();
            Frames message = FrameCutter.message(data);
            if (toFrontend) {
                socket.next = Frames.of(IDENTITY).addAll(message.slice(0, message.count()), 0, message.count());
                frontend.receive(ear, 10);
            } else {
                socket.next = message;
                backend.receive(10);
            }
            messages++;
        }
        assertThat(told).isEqualTo(messages);
    }

    private final class FrontendEar implements FrontendListener {
        @Override
        public void onRequest(byte[][] envelope, byte[][] content, RequestRouting routing) {
            assertThat(envelope.length).isPositive();
            assertThat(content.length).isPositive();
            told++;
        }

        @Override
        public void onForeignRequest(byte[][] envelope, byte[][] content) {
            assertThat(envelope.length).isPositive();
            assertThat(content.length).isPositive();
            told++;
        }

        @Override
        public void onOtherVersion(byte[][] envelope, byte[][] content) {
            told++;
        }

        @Override
        public void onClientGone(Identity client) {
            told++;
        }
    }

    private final class BackendEar implements BackendListener {
        @Override
        public void onReply(long token, byte[][] content, ReplyRouting routing) {
            routing.message();
            routing.workerId();
            told++;
        }

        @Override
        public void onForeignReply(long token, byte[][] content) {
            told++;
        }

        @Override
        public void onSignal(WorkerSignal signal, String peerAddress) {
            told++;
        }

        @Override
        public void onDropped(DropReason reason) {
            told++;
        }
    }
}
