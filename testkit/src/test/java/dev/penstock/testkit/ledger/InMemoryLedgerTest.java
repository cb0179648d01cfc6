package dev.penstock.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InMemoryLedgerTest extends LedgerContract implements AccountsContract {
  private final InMemoryLedger store = new InMemoryLedger(clock, new SplittableRandom(1));

  @Override
  protected Ledger process(String name, Optional<String> dataFolder) {
    return store.process(name, dataFolder);
  }

  @Override
  public Accounts accounts() {
    return store.accounts();
  }

  @Override
  protected History history() {
    return store;
  }

  @Override
  protected void expireLeases() {
    store.expireLeases();
  }

  @Override
  protected Decisions decisions() {
    return store.decisions();
  }

  @Override
  protected List<String> notices() {
    return store.notices();
  }

  @Test
  void a_crashed_process_finds_its_run_unfinished_and_need_not_wait() {
    Lease dead = store.claim(CONTACTS).lease();
    String run = deliver(store, dead, 3);

    store.crash();
    dead.close();

    assertThat(dead.covers(Duration.ZERO)).isFalse();
    assertCode(ErrorCode.LEASE_LOST, () -> store.open(dead, run, List.of(batch(0, 0))));
    Claim claim = store.claim(CONTACTS);
    assertThat(claim.quiet()).isZero();
    assertThat(claim.unfinished().orElseThrow().run().id()).isEqualTo(run);
  }

  @Test
  void failing_writes_are_sometimes_applied_and_sometimes_not() {
    Lease lease = store.claim(CONTACTS).lease();
    String run = deliver(store, lease, 3);
    int applied = 0;
    for (int i = 0; i < 100; i++) {
      int number = i;
      store.failNext(1);
      assertThatExceptionOfType(PenstockException.class)
          .isThrownBy(() -> store.open(lease, run, List.of(batch(number, number))))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE));
      applied = store.journal(lease, run).opened().size();
    }

    assertThat(applied).isBetween(30, 70);
    store.open(lease, run, List.of(batch(100, 100)));
    store.end(lease, run, anEnd(RunStatus.SUCCEEDED).done());
  }
}
