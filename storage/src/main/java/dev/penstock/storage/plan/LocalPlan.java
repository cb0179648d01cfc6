package dev.penstock.storage.plan;

import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.row.Columns;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.disk.SealedPart;
import dev.penstock.storage.disk.Unpacker;

/** A sealed plan on disk. Holds no file open; each cursor has its own. Thread-safe. */
public final class LocalPlan implements Plan {
  private final Disk disk;
  private final PlanFiles files;
  private final PlanHeader header;
  private final long dataAt;
  private final long dataEnd;
  private final PlanFooter footer;
  private final Waypoints waypoints = new Waypoints();

  private LocalPlan(
      Disk disk, PlanFiles files, PlanHeader header, long dataAt, long dataEnd, PlanFooter footer) {
    this.disk = disk;
    this.files = files;
    this.header = header;
    this.dataAt = dataAt;
    this.dataEnd = dataEnd;
    this.footer = footer;
  }

  /**
   * Opens the sealed plan in these files.
   *
   * @throws dev.penstock.engine.error.PenstockException STATE_CORRUPT when it is missing, was not
   *     finished or is damaged at either end; blocks are checked when they are read
   */
  public static LocalPlan open(Disk disk, PlanFiles files) {
    String path = files.rows();
    try (Disk.Reader file =
        disk.open(path).orElseThrow(() -> Corruption.in(path, "it is missing"))) {
      long dataEnd = Trailer.footerAt(path, file);
      Unpacker foot = Trailer.footer(path, file, PlanFooter.NAME, PlanFooter.VERSION);
      Unpacker head = SealedPart.open(path, file, 0, dataEnd, PlanHeader.NAME, PlanHeader.VERSION);
      long dataAt = (long) SealedPart.HEAD + head.size();
      PlanHeader header = PlanHeader.unpack(head);
      head.end();
      return new LocalPlan(disk, files, header, dataAt, dataEnd, PlanFooter.unpack(foot));
    }
  }

  /** Whether the plan in these files was finished. */
  public static boolean isSealed(Disk disk, PlanFiles files) {
    var rows = disk.open(files.rows());
    if (rows.isEmpty()) {
      return false;
    }
    try (Disk.Reader file = rows.get()) {
      return Trailer.isSealed(file);
    }
  }

  public PlanHeader header() {
    return header;
  }

  public PlanFiles files() {
    return files;
  }

  @Override
  public PlanSummary summary() {
    return footer.summary();
  }

  @Override
  public String mapping() {
    return header.definition();
  }

  @Override
  public Columns columns() {
    return header.columns();
  }

  @Override
  public long end() {
    return footer.end();
  }

  @Override
  public PlanCursor cursor(long from) {
    String path = files.rows();
    Disk.Reader file = disk.open(path).orElseThrow(() -> Corruption.in(path, "it is missing"));
    return new RowsCursor(path, file, waypoints, dataAt, dataEnd, footer.retracted(), from);
  }

  @Override
  public void close() {
    // Nothing is held open between cursors.
  }
}
