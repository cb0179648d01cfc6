package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The fault script in force and how far it has got. For any number of threads. */
final class ActiveFaults {
  private final ReentrantLock lock = new ReentrantLock();
  private final long seed;
  private final Courses courses;
  private FaultScript script = FaultScript.none();
  private List<RuleState> states = List.of();
  private long installedNanos;
  private volatile boolean none = true;

  ActiveFaults(long seed, InstantSource clock, Tokens tokens) {
    this.seed = seed;
    courses = new Courses(clock, tokens);
  }

  /** Replaces the script; its times and counts start now. */
  void install(FaultScript next) {
    lock.lock();
    try {
      script = next;
      var fresh = new ArrayList<RuleState>();
      for (FaultRule rule : next.rules()) {
        fresh.add(new RuleState(rule, seed + 7919L * fresh.size()));
      }
      states = fresh;
      installedNanos = System.nanoTime();
      none = fresh.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The same script from its start. */
  void rearm() {
    lock.lock();
    try {
      install(script);
    } finally {
      lock.unlock();
    }
  }

  boolean none() {
    return none;
  }

  Duration sinceInstalled() {
    lock.lock();
    try {
      return Duration.ofNanos(System.nanoTime() - installedNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Decides what the request meets: the first rule that has something to do wins. */
  Course decide(Offer offer) {
    lock.lock();
    try {
      Duration wait = Duration.ZERO;
      Map<String, String> said = Map.of();
      String waited = "";
      for (RuleState state : states) {
        Optional<Course> course = ask(state, offer);
        if (course.isPresent() && course.get().onlySays()) {
          said = course.get().headers();
        } else if (course.isPresent() && !state.rule.goesOn()) {
          Course met = course.get().named(state.rule.name()).after(wait);
          return met.headers().isEmpty() ? met.saying(said) : met;
        } else if (course.isPresent()) {
          wait = wait.plus(course.get().before());
          waited = state.rule.name();
        }
      }
      return Course.NORMAL.named(waited).after(wait).saying(said);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Course> ask(RuleState state, Offer offer) {
    FaultMatch match = state.rule.match();
    if (state.isUsedUp() || !match.fits(offer) || !state.isTurn(match)) {
      return Optional.empty();
    }
    Optional<Course> course = courses.of(state.rule.action(), state, offer);
    course.filter(met -> !met.onlySays()).ifPresent(met -> state.fire());
    return course;
  }
}
