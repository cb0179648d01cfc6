package dev.penstock.engine.liquid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Liquid beyond the recorded cases; the answers follow LiquidJS' documentation. */
class LiquidTemplateTest {
  private static final Value PAYLOAD =
      ValueReader.read(
          "{\"n\":-4.6,\"s\":\"Ground control to Major Tom.\",\"l\":[3,null,1],\"o\":{\"a\":1},"
              + "\"d\":\"2024-03-05T07:08:09.123Z\",\"f\":false}");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{{ n | abs }} => 4.6",
        "{{ n | at_least: 2 }} => 2",
        "{{ n | at_most: -7 }} => -7",
        "{{ 7 | modulo: 3 }} => 1",
        "{{ 2.5 | round }} {{ -2.5 | round }} => 3 -2",
        "{{ n | times: 'x' }} => 0",
        "{{ s | truncate: 20 }} => Ground control to...",
        "{{ s | truncate: 25, ', and so on' }} => Ground control, and so on",
        "{{ s | truncatewords: 3 }} => Ground control to...",
        "{{ s | truncatewords: 9 }} => Ground control to Major Tom.",
        "{{ s | slice: -4, 3 }} => Tom",
        "{{ s | replace_first: 'o', '0' }} => Gr0und control to Major Tom.",
        "{{ '  a  b ' | normalize_whitespace }} => ` a b `",
        "{{ '--a-' | strip: '-' }}{{ '--a-' | lstrip: '-' }}{{ '--a-' | rstrip: '-' }} => aa---a",
        "{{ 'a,b,,' | split: ',' | size }} => 2",
        "{{ l | compact | push: 9 | unshift: 0 | join: '-' }} => 0-3-1-9",
        "{{ l | pop | shift | size }}{{ l | first }}{{ l | last }} => 131",
        "{{ f | default: 'x' }}{{ f | default: 'x', allow_false: true }} => xfalse",
        "{{ 'a+b%20c' | url_decode }} => a b c",
        "{{ 'Ünïcode & Co' | slugify: 'latin' }} => unicode-co",
        "{{ 'a b' | url_encode }} => a+b",
        "{{ 'k' | hmac_sha256: 'secret' | slice: 0, 8 }} => e395b145",
        "{{ '<style>x</style><!-- > -->a<b>c' | strip_html }} => ac",
        "{{ d | date: '%Y-%m-%d %H:%M:%S.%L' }} => 2024-03-05 07:08:09.123",
        "{{ d | date: '%-d %^b %y, %l%P, day %j, week %U %W, %3N' }} => 5 MAR 24,  7am, day 065,"
            + " week 09 10, 123",
        "{{ d | date: '%H:%M %z', 'Asia/Kolkata' }} => 12:38 +0530",
        "{{ d | date: '%H:%M %:z', 300 }} => 02:08 -05:00",
        "{{ d | date_to_string: 'ordinal', 'US' }} => Mar 5th, 2024",
        "{{ 'Tue, 05 Mar 2024 07:08:09 GMT' | date: '%F%Q' }} => %F%Q",
        "{{ 1709211909 | date: '%Y' }}{{ '1709211909' | date: '%m' }} => 202402",
        "{% if n < 0 and f == false or s == 'x' %}Y{% endif %} => Y",
        "{% if s contains 'Major' and l contains 3 %}Y{% endif %} => Y",
        "{% if not f %}Y{% endif %}{% unless f %}Z{% else %}A{% endunless %} => YZ",
        "{% if nope %}1{% elsif f %}2{% elsif n %}3{% else %}4{% endif %} => 3",
        "{% if nope == nil and nope == blank and s != empty %}Y{% endif %} => Y",
        "{% capture c %}<{{ n }}>{% endcapture %}{{ c }}{{ c }} => <-4.6><-4.6>",
        "{% increment i %}{% increment i %}{{ i }}{% decrement j %} => 012-1",
        "{% raw %}{{ n }}{% endraw %} => {{ n }}",
        "a {%- if n -%} b {%- endif -%} c => abc",
        "{% cycle 'g': 'a', 'b' %}{% cycle 'h': 'a', 'b' %}{% cycle 'g': 'a', 'b' %} => aab",
        "x{% break %}y => x",
        "{{ l[-1] }}{{ l[9] }}{{ o['a'] }}{{ o.size }}{{ s.size }} => 11128",
        "{{ 'a\\'b' }} => a'b",
        "{{ (1..3) }}{{ (3..1) | size }} => 1230",
        "{{ n | nosuch: 1 | plus: 1 }} => -3.5999999999999996"
      })
  void answersAsDocumented(String template, String wanted) {
    assertThat(LiquidTemplate.parse(template).render(PAYLOAD)).isEqualTo(wanted);
  }

  @Test
  void theVariablesThatItReadsAreKnown() {
    assertThat(
            LiquidTemplate.parse(
                    "{% assign a = x.y | append: z %}{{ p[q.r].s }}{% if u %}{{ v['w'][0] }}{%"
                        + " endif %}")
                .variables())
        .containsExactlyInAnyOrder(
            List.of("x", "y"),
            List.of("z"),
            List.of("p"),
            List.of("q", "r"),
            List.of("u"),
            List.of("v", "w", "0"));
  }
}
