package dev.penstock.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WriteBehindTest {
  private static final int LARGE = 20 << 20;

  @Test
  void a_large_file_is_on_its_way_before_its_end_and_a_small_one_is_not() throws Exception {
    var begun = new CountDownLatch(1);
    var large = new WriteBehind(_ -> begun.countDown());
    large.appended(LARGE);
    begun.await();
    large.rest();

    var forced = new AtomicInteger();
    var small = new WriteBehind(_ -> forced.incrementAndGet());
    small.appended(1000);
    small.rest();
    assertThat(forced).hasValue(0);
    small.force();
    assertThat(forced).hasValue(1);
  }

  @Test
  void what_was_lost_on_the_way_is_told_at_the_end() {
    var behind =
        new WriteBehind(
            metaData -> {
              if (!metaData) {
                throw new IOException("a page is lost");
              }
            });
    behind.appended(LARGE);

    assertThatThrownBy(behind::force).hasMessage("a page is lost");
    assertThatThrownBy(behind::force).hasMessage("a page is lost");
  }
}
