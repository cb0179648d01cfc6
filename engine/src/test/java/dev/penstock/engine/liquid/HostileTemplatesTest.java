package dev.penstock.engine.liquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that somebody wrote to stop us, and ones that are merely wrong. */
class HostileTemplatesTest {
  private static final Value LONG =
      ValueReader.read("{\"t\":\"%s\",\"n\":1e300}".formatted("<script ".repeat(16_000)));

  @Test
  void textThatDoublesEndsAtTheLimitOfMemory() {
    String doubling = "{% assign a = 'xxxxxxxxxx' %}" + "{%assign a=a|append:a%}".repeat(40);

    assertThatThrownBy(() -> LiquidTemplate.parse(doubling).render(Members.NONE))
        .isInstanceOf(LiquidException.class)
        .hasMessageStartingWith("memory alloc limit exceeded, line:1, col:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ (1..1000000000) | join: 'x' }}",
        "{{ (1..n) | size }}",
        "{{ '2024-01-01' | date: '%999Y%999Y' | split: '' | join: t | split: '' | join: t }}",
        "{{ t | split: '' | join: t }}",
        "{{ t | replace: '', t }}",
        "{{ t | replace: 's', t }}"
      })
  void whatGrowsInOneStepIsRefusedBeforeItIsMade(String template) {
    assertThatThrownBy(() -> LiquidTemplate.parse(template).render(LONG))
        .isInstanceOf(LiquidException.class)
        .hasMessageStartingWith("memory alloc limit exceeded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ t | strip_html }}",
        "{{ t | slugify }}",
        "{{ t | escape_once | number_of_words }}",
        "{{ t | normalize_whitespace | truncatewords: 3 }}",
        "{{ t | strip: '<' | url_encode | url_decode | size }}"
      })
  void longTextCostsNoMoreThanItsLength(String template) {
    LiquidTemplate parsed = LiquidTemplate.parse(template);
    long began = System.nanoTime();

    assertThat(parsed.render(LONG)).isNotNull();

    // What grows with the square of the length takes minutes here.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void nestingIsBounded() {
    assertThatThrownBy(() -> LiquidTemplate.parse("{%if a%}".repeat(120)))
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ " + "a[".repeat(400) + " }}"))
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ " + "not ".repeat(200) + "a }}"))
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(
            () -> LiquidTemplate.parse("{% if " + "a and ".repeat(150) + "a %}{%endif%}"))
        .hasMessageContaining("nested deeper");
  }

  @Test
  void aTemplateIsAtMostAThousandCharacters() {
    assertThat(LiquidTemplate.parse("x".repeat(1000)).render(Members.NONE)).hasSize(1000);
    assertThatThrownBy(() -> LiquidTemplate.parse("x".repeat(1001)))
        .hasMessage("liquid template values are limited to 1000 characters");
  }

  @Test
  void whatChangesByItselfIsRefused() {
    assertThatThrownBy(() -> render("{{ 'now' | date: '%Y' }}"))
        .hasMessageContaining("use a column");
    assertThat(render("{{ 'abcdef' | sample }}")).isEqualTo(render("{{ 'abcdef' | sample }}"));
  }

  @Test
  void thePlaceOfAFaultIsTold() {
    assertThatThrownBy(() -> LiquidTemplate.parse("a\n  {% nosuch %}"))
        .hasMessage("tag \"nosuch\" not found, line:2, col:3");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ a"))
        .hasMessage("output \"{{ a\" not closed, line:1, col:1");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ a | }}")).hasMessageContaining("filter name");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ a b }}"))
        .hasMessageContaining("expected \"|\"");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ 'a }}")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> LiquidTemplate.parse("{{ (1.2) }}")).hasMessageContaining("range");
    assertThatThrownBy(() -> LiquidTemplate.parse("{% raw %}x")).hasMessageContaining("not closed");
  }

  private static String render(String template) {
    return LiquidTemplate.parse(template).render(Members.NONE);
  }
}
