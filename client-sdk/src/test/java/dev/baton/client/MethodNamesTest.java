package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"pkg.Service/Method", "Service/Method", "a.b_c.D-1/x9"})
    void shouldTakeAFullName(String method) {
        assertThat(MethodNames.requireValid(method)).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "Method",
                "/Method",
                "pkg.Service/",
                "/pkg.Service/Method",
                "a/b/c",
                "a b/c",
                "a/b\n",
                "ä/b"
            })
    void shouldRefuseAnythingElse(String method) {
        assertThatThrownBy(() -> MethodNames.requireValid(method))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("package.Service/Method");
    }
}
