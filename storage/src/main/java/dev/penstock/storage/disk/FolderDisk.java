package dev.penstock.storage.disk;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of the file system; its files can be read by their owner only. */
public final class FolderDisk implements Disk {
  private static final Set<StandardOpenOption> CREATE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final Path root;
  private final FileAttribute<?>[] privateFile;
  private final FileAttribute<?>[] privateFolder;

  /** Takes this folder, which is made when the first file is. */
  public FolderDisk(Path root) {
    this.root = root.toAbsolutePath().normalize();
    boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    privateFile = posix ? permissions("rw-------") : new FileAttribute<?>[0];
    privateFolder = posix ? permissions("rwx------") : new FileAttribute<?>[0];
  }

  private static FileAttribute<?>[] permissions(String text) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
    };
  }

  @Override
  public Appender create(String path) {
    Path file = resolve(path);
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder, privateFolder);
      }
      return new ChannelAppender(path, FileChannel.open(file, CREATE, privateFile));
    } catch (IOException e) {
      throw failed("created", path, e);
    }
  }

  @Override
  public Optional<Reader> open(String path) {
    try {
      var channel = FileChannel.open(resolve(path), StandardOpenOption.READ);
      return Optional.of(new ChannelReader(path, channel, channel.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("opened", path, e);
    }
  }

  @Override
  public Optional<MemorySegment> map(String path, Arena arena) {
    try (var channel = FileChannel.open(resolve(path), StandardOpenOption.READ)) {
      return Optional.of(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("mapped", path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    try {
      Files.move(
          resolve(from),
          resolve(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("renamed", from, e);
    }
  }

  @Override
  public void delete(String path) {
    try {
      Files.deleteIfExists(resolve(path));
    } catch (IOException e) {
      throw failed("deleted", path, e);
    }
  }

  @Override
  public List<String> list(String folder) {
    Path path = resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(path)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw failed("listed", folder, e);
    }
  }

  @Override
  public void forceFolder(String folder) {
    Path path = resolve(folder);
    // A new folder is an entry of its parent, so the way up to the root's own parent counts too.
    Path last = root.getParent();
    while (path != null) {
      try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        throw failed("forced to disk", folder, e);
      }
      if (path.equals(last) || (last == null && path.equals(root))) {
        return;
      }
      path = path.getParent();
    }
  }

  @Override
  public long free() {
    Path existing = root;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      throw failed("measured", ".", e);
    }
  }

  private Path resolve(String path) {
    Path resolved = root.resolve(path).normalize();
    if (!resolved.startsWith(root)) {
      throw new IllegalArgumentException("a path that leaves its folder: " + path);
    }
    return resolved;
  }

  private RuntimeException failed(String what, String path, IOException e) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    // The JDK hands on strerror(ENOSPC) and strerror(EDQUOT); it has no type of its own for them.
    if (reason.contains("no space left") || reason.contains("quota exceeded")) {
      return new PenstockException(
          ErrorCode.DISK_FULL,
          "File "
              + root.resolve(path)
              + " could not be "
              + what
              + ": the disk is full. Free space, then run again; nothing was lost.",
          e);
    }
    return new UncheckedIOException(
        "File " + root.resolve(path) + " could not be " + what + ": " + e.getMessage(), e);
  }

  private final class ChannelAppender implements Appender {
    private final String path;
    private final FileChannel channel;
    private final WriteBehind behind;

    ChannelAppender(String path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
      behind = new WriteBehind(channel::force);
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      var rest = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      } catch (IOException e) {
        throw failed("written", path, e);
      }
      behind.appended(length);
    }

    @Override
    public void force() {
      try {
        behind.force();
      } catch (IOException e) {
        throw failed("forced to disk", path, e);
      }
    }

    @Override
    public void close() {
      behind.rest();
      try {
        channel.close();
      } catch (IOException e) {
        throw failed("closed", path, e);
      }
    }
  }

  private final class ChannelReader implements Reader {
    private final String path;
    private final FileChannel channel;
    private final long size;

    ChannelReader(String path, FileChannel channel, long size) {
      this.path = path;
      this.channel = channel;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      var rest = ByteBuffer.wrap(into, offset, length);
      try {
        while (rest.hasRemaining()) {
          if (channel.read(rest, position + rest.position() - offset) < 0) {
            throw new EOFException("it is shorter than it was");
          }
        }
      } catch (IOException e) {
        throw failed("read", path, e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw failed("closed", path, e);
      }
    }
  }
}
