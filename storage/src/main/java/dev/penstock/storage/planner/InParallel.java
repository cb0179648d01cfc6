package dev.penstock.storage.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Does the shares of one piece of work at once. */
final class InParallel {
  private InParallel() {}

  /**
   * Does the first share itself and the others on threads of their own.
   *
   * @return what they gave, in their order, when all have ended
   * @throws RuntimeException or an error: the first share's that failed; the others have ended too
   */
  static <T> List<T> all(List<? extends Callable<T>> shares) {
    List<FutureTask<T>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Callable<T> share : shares) {
      FutureTask<T> task = new FutureTask<>(share);
      if (!tasks.isEmpty()) {
        threads.add(Thread.ofPlatform().name("planner-" + tasks.size()).start(task));
      }
      tasks.add(task);
    }
    tasks.getFirst().run();
    threads.forEach(InParallel::join);
    List<T> results = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      results.add(result(task));
    }
    return results;
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true; // a share cannot be given up: it writes files of ours
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T result(FutureTask<T> task) {
    if (task.state() == Future.State.SUCCESS) {
      return task.resultNow();
    }
    throw switch (task.exceptionNow()) {
      case RuntimeException failure -> failure;
      case Error failure -> throw failure;
      case Throwable failure -> new IllegalStateException(failure);
    };
  }
}
