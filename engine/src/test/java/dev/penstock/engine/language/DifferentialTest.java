package dev.penstock.engine.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import dev.penstock.engine.value.ValueWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compiled language against one written down plainly, on mappings that nobody thought of. */
class DifferentialTest {
  private static final int CASES = Integer.getInteger("mapping.cases", 100_000);

  @Test
  void compiledAndPlainAgree() {
    int objects = 0;
    for (long seed = 0; seed < CASES; seed++) {
      RandomMapping random = new RandomMapping(seed);
      Map<String, Object> mapping = random.mapping();
      Map<String, Object> payload = random.payload();
      String given = PlainJson.text(mapping) + " over " + PlainJson.text(payload);
      Value compiled;
      try {
        compiled =
            Transformation.compile(ValueReader.read(PlainJson.text(mapping)))
                .of(ValueReader.read(PlainJson.text(payload)));
      } catch (MappingException notAnObject) {
        // A step that makes no object ends a transform; the plain one does not look.
        assertThat(notAnObject).as(given).hasMessageStartingWith("data must be an object");
        continue;
      }
      Value plain = ValueReader.read(PlainJson.text(PlainEvaluator.transform(mapping, payload)));
      if (!compiled.equalTo(plain)) {
        assertThat(ValueWriter.text(compiled))
            .as("seed " + seed + ": " + given)
            .isEqualTo(ValueWriter.text(plain));
      }
      objects++;
    }
    assertThat(objects).isGreaterThan(CASES * 9 / 10);
  }
}
