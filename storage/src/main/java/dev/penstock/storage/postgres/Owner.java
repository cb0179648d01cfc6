package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The numeric user and group that a file belongs to, as seen by this process. */
record Owner(int user, int group) {
  static final Owner ROOT = new Owner(0, 0);

  static Owner of(Path path) throws IOException {
    var attributes = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new Owner(number(attributes.get("uid")), number(attributes.get("gid")));
  }

  /** Makes this the owner of one file, folder or link. */
  void take(Path path) throws IOException {
    Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
  }

  private static int number(@Nullable Object value) {
    return value instanceof Integer number ? number : -1;
  }
}
