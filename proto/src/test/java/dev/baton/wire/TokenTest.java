package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x0102030405060708L})
    void shouldComeBackFromItsFrame(long token) {
        assertThat(Token.toFrame(token)).hasSize(Token.SIZE_BYTES);
        assertThat(Token.fromFrame(Token.toFrame(token))).isEqualTo(token);
    }

    @Test
    void shouldHaveItsHighestByteFirst() {
        assertThat(Token.toFrame(0x0102030405060708L)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldBeEightBytesAndNothingElse() {
        assertThat(Token.isToken(new byte[8])).isTrue();
        assertThat(Token.isToken(new byte[7])).isFalse();
        assertThat(Token.isToken(new byte[9])).isFalse();
        assertThat(Token.isToken(new byte[0])).isFalse();
    }

    @Test
    void shouldStayTheSameInAList() {
        long[] tokens = {3, 1, 2};
        TokenList list = TokenList.of(tokens);
        tokens[0] = 99;

        List<Long> seen = new ArrayList<>();
        list.forEach(seen::add);

        assertThat(seen).containsExactly(3L, 1L, 2L);
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.get(2)).isEqualTo(2);
        assertThat(list).isEqualTo(TokenList.of(3, 1, 2)).hasSameHashCodeAs(TokenList.of(3, 1, 2));
        assertThat(list).isNotEqualTo(TokenList.of(1, 2, 3)).hasToString("[3, 1, 2]");
        assertThat(TokenList.of()).isSameAs(TokenList.of());
    }
}
