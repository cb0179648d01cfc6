package dev.penstock.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.row.Fingerprint;
import org.junit.jupiter.api.Test;

/** The table of protocol §2, row by row. */
class DiffTest {
  private static final Fingerprint OLD = new Fingerprint(1, 1);
  private static final Fingerprint NEW = new Fingerprint(2, 2);
  private static final Held CONFIRMED = new Held(OLD, false, false, false, 0);
  private static final Held DOUBTFUL = new Held(OLD, false, true, false, 0);
  private static final Held NEVER_CONFIRMED = new Held(Fingerprint.ABSENT, true, true, false, 0);
  private static final Held PARKED = new Held(OLD, false, false, true, 0);

  private final Diff mirror = new Diff(Selection.MIRROR, false);
  private final Diff updates = new Diff(new Selection(false, true, false), false);
  private final Diff additions = new Diff(new Selection(true, false, false), false);
  private final Diff deletes = new Diff(new Selection(false, false, true), false);

  @Test
  void an_equal_row_is_unchanged() {
    assertThat(present(mirror, CONFIRMED, OLD)).isEqualTo(Decision.UNCHANGED);
  }

  @Test
  void an_unknown_row_is_added_or_settled() {
    assertThat(present(mirror, Held.NOTHING, NEW)).isEqualTo(Decision.ADDED);
    assertThat(present(updates, Held.NOTHING, NEW)).isEqualTo(Decision.SETTLE);
  }

  @Test
  void a_different_row_is_updated_or_settled() {
    assertThat(present(mirror, CONFIRMED, NEW)).isEqualTo(Decision.UPDATED);
    assertThat(present(additions, CONFIRMED, NEW)).isEqualTo(Decision.SETTLE);
  }

  @Test
  void a_row_in_doubt_is_sent_even_when_it_is_back_to_the_confirmed_value() {
    assertThat(present(mirror, DOUBTFUL, OLD)).isEqualTo(Decision.UNSETTLED_UPDATED);
    assertThat(present(mirror, NEVER_CONFIRMED, NEW)).isEqualTo(Decision.UNSETTLED_ADDED);
    assertThat(present(updates, NEVER_CONFIRMED, NEW)).isEqualTo(Decision.UNSETTLED_ADDED);
    assertThat(present(deletes, DOUBTFUL, OLD)).isEqualTo(Decision.SETTLE);
  }

  @Test
  void a_row_that_is_gone_is_deleted_or_dropped() {
    assertThat(mirror.gone(CONFIRMED, Parked.NONE)).isEqualTo(Decision.DELETED);
    assertThat(mirror.gone(NEVER_CONFIRMED, Parked.NONE)).isEqualTo(Decision.DELETED);
    assertThat(additions.gone(CONFIRMED, Parked.NONE)).isEqualTo(Decision.DROP);
    assertThat(mirror.gone(Held.of(Fingerprint.ABSENT, 1 | 4), Parked.NONE))
        .isEqualTo(Decision.DROP);
  }

  @Test
  void a_refused_row_is_suppressed_until_it_is_due_or_changes() {
    Parked waiting = new Parked(NEW, false, false);
    Parked due = new Parked(NEW, true, false);

    assertThat(mirror.present(PARKED, NEW, false, false, waiting)).isEqualTo(Decision.SUPPRESSED);
    assertThat(mirror.present(PARKED, NEW, false, false, due)).isEqualTo(Decision.UPDATED);
    assertThat(mirror.present(PARKED, new Fingerprint(3, 3), false, false, waiting))
        .isEqualTo(Decision.UPDATED);
  }

  @Test
  void a_refused_row_that_goes_back_closes_its_letter() {
    Parked waiting = new Parked(NEW, false, false);

    assertThat(mirror.present(PARKED, OLD, true, false, waiting))
        .isEqualTo(Decision.UNCHANGED_UNPARK);
  }

  @Test
  void never_for_this_key_holds_for_any_value() {
    Parked never = new Parked(NEW, false, true);

    assertThat(mirror.present(PARKED, new Fingerprint(3, 3), false, false, never))
        .isEqualTo(Decision.SUPPRESSED);
    assertThat(mirror.present(PARKED, OLD, true, false, never)).isEqualTo(Decision.UNCHANGED);
  }

  @Test
  void a_refused_delete_is_suppressed_too() {
    Parked waiting = new Parked(Fingerprint.ABSENT, false, false);

    assertThat(mirror.gone(PARKED, waiting)).isEqualTo(Decision.SUPPRESSED);
  }

  @Test
  void starting_from_now_settles_everything() {
    Diff start = new Diff(Selection.MIRROR, true);

    assertThat(present(start, Held.NOTHING, NEW)).isEqualTo(Decision.SETTLE);
  }

  @Test
  void a_new_mapping_that_gives_the_same_payload_sends_nothing() {
    assertThat(mirror.present(CONFIRMED, NEW, false, true, Parked.NONE)).isEqualTo(Decision.SETTLE);
  }

  private static Decision present(Diff diff, Held held, Fingerprint target) {
    return diff.present(
        held, target, !held.absent() && held.confirmed().equals(target), false, Parked.NONE);
  }
}
