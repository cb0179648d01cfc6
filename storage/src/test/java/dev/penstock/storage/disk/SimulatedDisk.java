package dev.penstock.storage.disk;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that forgets, at a crash, what was not forced: of each file's unforced bytes a
 * random number of the first survive, perhaps with garbage after them, and of each creation, rename
 * and deletion that was not forced either the old or the new is found. Used by one thread.
 */
public final class SimulatedDisk implements Disk {
  private static final class Contents {
    byte[] bytes = new byte[128];
    int size;
    int forced;
  }

  private final Map<String, Contents> now = new TreeMap<>();
  private final Map<String, Contents> durable = new TreeMap<>();
  private long bytesLeft = Long.MAX_VALUE;
  private long stepsLeft = Long.MAX_VALUE;
  private long steps;
  private long appended;
  private int life;

  /** From now on the disk takes this many bytes more. */
  public void fullAfter(long bytes) {
    bytesLeft = bytes;
  }

  /**
   * The step after this many more, of those that change the disk, throws {@link SimulatedCrash}.
   */
  public void crashAfter(long count) {
    stepsLeft = count;
  }

  /** Steps taken so far. */
  public long steps() {
    return steps;
  }

  /** Bytes appended so far. */
  public long appended() {
    return appended;
  }

  /** Ends the life of the process: open files are gone, and so is what was not forced. */
  public void crash(RandomGenerator random) {
    life++;
    stepsLeft = Long.MAX_VALUE;
    bytesLeft = Long.MAX_VALUE;
    Set<String> paths = new HashSet<>(now.keySet());
    paths.addAll(durable.keySet());
    Map<String, Contents> after = new TreeMap<>();
    for (String path : new java.util.TreeSet<>(paths)) {
      Contents found = random.nextBoolean() ? now.get(path) : durable.get(path);
      if (now.get(path) == durable.get(path)) {
        found = now.get(path);
      }
      if (found != null) {
        after.put(path, found);
      }
    }
    for (Contents file : new HashSet<>(after.values())) {
      tear(file, random);
    }
    now.clear();
    now.putAll(after);
    durable.clear();
    durable.putAll(after);
  }

  private static void tear(Contents file, RandomGenerator random) {
    if (file.size == file.forced) {
      return;
    }
    int kept = file.forced + random.nextInt(file.size - file.forced + 1);
    int length = random.nextBoolean() ? kept : file.size;
    for (int i = kept; i < length; i++) {
      file.bytes[i] = (byte) random.nextInt();
    }
    file.size = length;
    file.forced = length;
  }

  /** Every file there is. */
  public List<String> files() {
    return List.copyOf(now.keySet());
  }

  public byte[] bytes(String path) {
    Contents file = existing(path);
    return Arrays.copyOf(file.bytes, file.size);
  }

  /** Damages a file: this byte becomes another. */
  public void flip(String path, int position, int mask) {
    existing(path).bytes[position] ^= (byte) mask;
  }

  private Contents existing(String path) {
    Contents file = now.get(path);
    if (file == null) {
      throw new IllegalStateException("no file " + path);
    }
    return file;
  }

  private void step() {
    if (stepsLeft-- <= 0) {
      stepsLeft = 0;
      throw new SimulatedCrash();
    }
    steps++;
  }

  @Override
  public Appender create(String path) {
    step();
    var file = new Contents();
    now.put(path, file);
    int born = life;
    return new Appender() {
      @Override
      public void append(byte[] bytes, int offset, int length) {
        alive(born);
        step();
        int fits = (int) Math.min(length, bytesLeft);
        if (file.bytes.length - file.size < fits) {
          file.bytes = Arrays.copyOf(file.bytes, Math.max(file.bytes.length * 2, file.size + fits));
        }
        System.arraycopy(bytes, offset, file.bytes, file.size, fits);
        file.size += fits;
        appended += fits;
        bytesLeft -= fits;
        if (fits < length) {
          throw new PenstockException(ErrorCode.DISK_FULL, "File " + path + ": the disk is full.");
        }
      }

      @Override
      public void force() {
        alive(born);
        step();
        file.forced = file.size;
      }

      @Override
      public void close() {}
    };
  }

  private void alive(int born) {
    if (born != life) {
      throw new IllegalStateException("a file of a process that has ended");
    }
  }

  @Override
  public Optional<Reader> open(String path) {
    return Optional.ofNullable(now.get(path)).map(MemoryReader::new);
  }

  private record MemoryReader(Contents file) implements Reader {
    @Override
    public long size() {
      return file.size;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      if (position + length > file.size) {
        throw new IllegalArgumentException("read past the end");
      }
      System.arraycopy(file.bytes, (int) position, into, offset, length);
    }

    @Override
    public void close() {}
  }

  @Override
  public Optional<MemorySegment> map(String path, Arena arena) {
    return Optional.ofNullable(now.get(path))
        .map(file -> MemorySegment.ofArray(file.bytes).asSlice(0, file.size).asReadOnly());
  }

  @Override
  public void rename(String from, String to) {
    step();
    Contents file = existing(from);
    now.remove(from);
    now.put(to, file);
  }

  @Override
  public void delete(String path) {
    step();
    now.remove(path);
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder + "/";
    return now.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("/", 2)[0])
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public void forceFolder(String folder) {
    step();
    durable.keySet().removeIf(path -> isIn(path, folder) && !now.containsKey(path));
    now.forEach(
        (path, file) -> {
          if (isIn(path, folder)) {
            durable.put(path, file);
          }
        });
  }

  private static boolean isIn(String path, String folder) {
    return path.startsWith(folder + "/") && path.indexOf('/', folder.length() + 1) < 0;
  }

  @Override
  public long free() {
    return bytesLeft;
  }
}
