package dev.penstock.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that holds JSON is told once for each field, and only where it is JSON. */
class JsonInTextTest {
  @Test
  void eachFieldIsToldOnceWhereverItStands() {
    List<String> hints =
        JsonInText.hints(
            List.of(
                "{\"tags\":\"[1,2]\",\"in\":{\"o\":\" {\\\"a\\\":1}\"},\"l\":[\"[]\"]}",
                "{\"tags\":\"[3]\"}"));

    assertThat(hints).hasSize(3);
    assertThat(hints.get(0)).startsWith("`tags` holds JSON as text.").contains("\"decode\"");
    assertThat(hints.get(1)).startsWith("`in.o` ");
    assertThat(hints.get(2)).startsWith("`l[]` ");
  }

  @Test
  void otherTextIsOnlyText() {
    assertThat(
            JsonInText.hints(
                List.of(
                    "{\"a\":\"[draft]"
                        + " letter\",\"b\":\"{name}\",\"c\":\"12\",\"d\":[1],\"e\":\"[\"}")))
        .isEmpty();
  }
}
