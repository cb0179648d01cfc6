package dev.penstock.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://Example.COM, https://example.com:443/",
    "HTTPS://example.com:443/a/./b/../c, https://example.com:443/a/c",
    "https://example.com./x, https://example.com:443/x",
    "https://example.com/x?token=sk_1234#frag, https://example.com:443/x",
    "http://my_service:8080/in, http://my_service:8080/in",
    "https://[2001:DB8::1]/x, https://[2001:db8::1]:443/x",
  })
  void one_place_has_one_identity_without_its_query(String url, String identity) {
    assertThat(WebAddress.of(url, true).identity()).isEqualTo(identity);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret-token@example.com/",
        "https://example.com:22/",
        "https://example.com:25",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://ex。ample.com/",
        "https://exa mple.com/?secret-token",
        "https://a\r\nHost: secret-token/",
        "jar:https://x/",
      })
  void what_is_no_usable_url_is_refused_without_repeating_it(String url) {
    assertThatThrownBy(() -> WebAddress.of(url, true))
        .isInstanceOfSatisfying(
            PenstockException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
              assertThat(refused).message().doesNotContain("secret-token");
            });
  }

  @Test
  void plain_http_is_refused_unless_allowed() {
    assertThatThrownBy(() -> WebAddress.of("http://example.com/", false))
        .hasMessageContaining("Use https");
  }

  @Test
  void the_query_is_sent_but_not_shown() {
    WebAddress address = WebAddress.of("https://example.com/x?token=sk_1234", false);

    assertThat(address.target()).isEqualTo("/x?token=sk_1234");
    assertThat(address.toString()).doesNotContain("sk_1234");
    assertThat(address.secrets()).contains(new Secret("sk_1234"));
  }
}
