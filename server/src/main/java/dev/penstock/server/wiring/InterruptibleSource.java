package dev.penstock.server.wiring;

import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.extract.TestStep;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A source whose newest reading can be cancelled by someone else. */
record InterruptibleSource(Source source, AtomicReference<@Nullable Extraction> reading)
    implements Source {
  @Override
  public Extraction extract(ExtractRequest request) {
    Extraction rows = source.extract(request);
    reading.set(rows);
    return rows;
  }

  @Override
  public List<TestStep> test() {
    return source.test();
  }

  @Override
  public void close() {
    reading.set(null);
    source.close();
  }
}
