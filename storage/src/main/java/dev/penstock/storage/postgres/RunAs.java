package dev.penstock.storage.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As whom PostgreSQL's programs run, and to whom their files belong. */
sealed interface RunAs {
  /** The words that start {@code program} as this user; they end in an exec, the pid stays. */
  List<String> command(List<String> program);

  /** The owner that the cluster's files must have, seen from this process. */
  Owner owner();

  /** As we are. */
  record Ourselves(Owner owner) implements RunAs {
    @Override
    public List<String> command(List<String> program) {
      return program;
    }
  }

  /**
   * We are root and become another user of this machine.
   *
   * @param setpriv where util-linux' setpriv is
   */
  record OtherUser(Path setpriv, Owner owner) implements RunAs {
    @Override
    public List<String> command(List<String> program) {
      return joined(
          List.of(
              setpriv.toString(),
              "--reuid=" + owner.user(),
              "--regid=" + owner.group(),
              "--clear-groups"),
          program);
    }
  }

  /**
   * We are root and enter a user namespace in which our files belong to {@code seen}: for the
   * kernel outside they stay root's, so a folder that only root may enter is no obstacle.
   *
   * @param unshare where util-linux' unshare is
   * @param seen a user with a passwd entry, which initdb insists on
   */
  record Namespace(Path unshare, Owner seen) implements RunAs {
    @Override
    public List<String> command(List<String> program) {
      return joined(
          List.of(
              unshare.toString(),
              "--user",
              "--map-user=" + seen.user(),
              "--map-group=" + seen.group()),
          program);
    }

    @Override
    public Owner owner() {
      return Owner.ROOT;
    }
  }

  private static List<String> joined(List<String> first, List<String> second) {
    var words = new ArrayList<>(first);
    words.addAll(second);
    return List.copyOf(words);
  }
}
