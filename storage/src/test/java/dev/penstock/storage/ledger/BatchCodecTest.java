package dev.penstock.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.OpenedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  @Test
  void batches_survive_the_way_into_bytes_and_back() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      List<OpenedBatch> batches = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        long[] sequences =
            random.longs(random.nextInt(50), 0, 1L << random.nextInt(1, 62)).sorted().toArray();
        batches.add(
            new OpenedBatch(random.nextInt(1 << 30), Kind.of(random.nextInt(3)), sequences));
      }

      List<OpenedBatch> back = BatchCodec.decode(BatchCodec.encode(batches));

      assertThat(back).as("seed %d", seed).usingRecursiveComparison().isEqualTo(batches);
    }
  }

  @Test
  void bytes_of_another_form_are_refused_and_not_guessed_at() {
    byte[] right =
        BatchCodec.encode(
            List.of(new OpenedBatch(3, Kind.ADDED, LongStream.range(7, 900).toArray())));
    byte[] ofAnEarlierRelease = {1, 6, 0, 3, 14, 2, 2};

    assertThatThrownBy(() -> BatchCodec.decode(ofAnEarlierRelease))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("another release");
    for (int length = 0; length < right.length; length++) {
      byte[] cut = Arrays.copyOf(right, length);
      assertThatThrownBy(() -> BatchCodec.decode(cut)).isInstanceOf(PenstockException.class);
    }
  }

  @Test
  void records_that_follow_each_other_cost_nothing_each() {
    var batch = new OpenedBatch(3, Kind.ADDED, LongStream.range(1_000_000, 1_008_192).toArray());

    assertThat(BatchCodec.encode(List.of(batch))).hasSizeLessThan(16);
  }

  @Test
  void a_record_that_lies_alone_costs_two_bytes() {
    long[] odd = LongStream.range(0, 8192).map(i -> 2 * i + 1).toArray();

    assertThat(BatchCodec.encode(List.of(new OpenedBatch(3, Kind.UPDATED, odd))))
        .hasSizeLessThan(2 * 8192 + 16);
  }
}
