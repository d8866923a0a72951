package io.croft.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses where this user's unpacked programs are kept, so that the server's user can run them. */
final class CacheDirectory {

  private final ServerUser user;

  CacheDirectory(ServerUser user) {
    this.user = user;
  }

  /** Returns the first place that only this user can change and that the server's user reaches. */
  Path choose() {
    List<Path> candidates = candidates();
    for (Path candidate : candidates) {
      if (usable(candidate)) {
        return candidate;
      }
    }
    throw new EmbeddedPostgresException(
        "No directory to unpack PostgreSQL into; tried " + candidates,
        "Point XDG_CACHE_HOME to a directory of your own that the server's user can read.");
  }

  private List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    String cache = System.getenv("XDG_CACHE_HOME");
    String home = home();
    if (cache != null && cache.startsWith("/")) {
      candidates.add(Path.of(cache, "croft", "postgres"));
    } else if (home != null && owned(Path.of(home)) && user.reaches(Path.of(home))) {
      candidates.add(Path.of(home, ".cache", "croft", "postgres"));
    }
    if (user.jvmUid() == 0) {
      candidates.add(Path.of("/var/cache/croft/postgres"));
    }
    String own = "croft-cache-" + user.jvmUid();
    candidates.add(Path.of(System.getProperty("java.io.tmpdir"), own));
    candidates.add(Path.of("/tmp", own));
    return candidates.stream().distinct().toList();
  }

  private static @Nullable String home() {
    String home = System.getenv("HOME");
    return home != null && home.startsWith("/") ? home : null;
  }

  private boolean usable(Path directory) {
    try {
      FileTrees.createOpen(directory);
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
      return owned(directory)
          && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.isWritable(directory)
          && !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE)
          && user.reaches(directory);
    } catch (IOException impossibleHere) {
      return false;
    }
  }

  private boolean owned(Path directory) {
    try {
      return user.jvmUid() == ServerUser.owner(directory);
    } catch (IOException unknown) {
      return false;
    }
  }
}
