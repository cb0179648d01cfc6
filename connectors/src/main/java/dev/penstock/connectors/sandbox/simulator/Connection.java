package dev.penstock.connectors.sandbox.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;

/** One TCP connection from accept to close. Its own thread runs it; the watch looks at it. */
final class Connection implements Runnable {
  /** Longer than the idle time of any client's pool, so that the client decides. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final Socket socket;
  private final long number;
  private final Destination destination;
  private final Deadline deadline;

  Connection(Socket socket, long number, Destination destination, Duration readTimeout) {
    this.socket = socket;
    this.number = number;
    this.destination = destination;
    deadline = new Deadline(IDLE, readTimeout);
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      serve();
    } catch (IOException gone) {
      // The peer went away or the simulator closes: both end a connection like any other.
    }
  }

  private void serve() throws IOException {
    var out = socket.getOutputStream();
    var reader = new RequestReader(socket.getInputStream(), out, deadline);
    var writer = new ReplyWriter(socket, out, deadline, destination.pauses());
    var exchange = new Exchange(destination, writer);
    var request = new Request();
    request.connection = number;
    try {
      boolean goesOn = true;
      while (goesOn && reader.next(request)) {
        request.arrivedNanos = destination.world().sinceStart(request.arrivedNanos);
        goesOn = exchange.handle(request);
      }
    } catch (RefusedRequest refused) {
      destination.world().tallies.answered(refused.status());
      writer.refuse(Reply.error(refused.status(), refused.code(), refused.reason()));
    } catch (UncheckedIOException oracleFile) {
      destination.world().tallies.answered(500);
      writer.refuse(Reply.error(500, "simulator.oracle-file", "The oracle file is not writable."));
    }
  }

  /** Called by the watch: ends a connection that has waited too long. */
  void closeWhenDue() {
    if (!deadline.isDue()) {
      return;
    }
    try {
      if (deadline.inWrite()) {
        socket.close();
      } else {
        socket.shutdownInput();
      }
    } catch (IOException alreadyGone) {
      // It is closed, which is what was wanted.
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // It is closed, which is what was wanted.
    }
  }
}
