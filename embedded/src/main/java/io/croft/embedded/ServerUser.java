package io.croft.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The user a server runs as. PostgreSQL refuses root, so root becomes another: nobody in a user
 * namespace, which keeps root's access to root's files, or else the unprivileged user itself.
 *
 * @param jvmUid the uid of this JVM
 * @param prefix the command that becomes this user; empty when the JVM's user will do
 * @param owner {@code uid:gid} of the server's files; empty when they are the JVM's
 */
record ServerUser(int jvmUid, List<String> prefix, String owner) {

  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final String UNPRIVILEGED = "nobody";

  ServerUser {
    prefix = List.copyOf(prefix);
  }

  /** Chooses the user for new data, or for data that the given uid owns. */
  static ServerUser choose(OptionalInt dataOwner) throws IOException {
    int uid = Integer.parseInt(Command.run(List.of("id", "-u")).output());
    if (uid != 0) {
      // initdb wants a name for its user, which containers often lack and the namespace has.
      boolean named = Command.run(List.of("id", "-un")).succeeded();
      return new ServerUser(uid, named || !namespaceWorks() ? List.of() : NAMESPACE, "");
    }
    boolean rootsData = dataOwner.isPresent() && dataOwner.getAsInt() == 0;
    if (dataOwner.isEmpty() || rootsData) {
      if (namespaceWorks()) {
        return new ServerUser(0, NAMESPACE, "");
      }
    }
    if (rootsData) {
      throw new EmbeddedPostgresException(
          "The data belongs to root, PostgreSQL refuses to run as root, and this system allows no"
              + " user namespace (unshare -U)",
          "Give the data directory to another user with chown -R, or allow user namespaces.");
    }
    String name = dataOwner.isPresent() ? Integer.toString(dataOwner.getAsInt()) : UNPRIVILEGED;
    return unprivileged(name);
  }

  /** Tells whether the server would reach the directory and all it holds for everybody. */
  boolean reaches(Path directory) {
    List<String> test = new ArrayList<>(prefix);
    test.addAll(List.of("test", "-x", directory.toString()));
    return Command.run(test).succeeded();
  }

  /** Gives the directory and all it holds to the server's user, when that is another. */
  void take(Path directory) {
    if (foreign()
        && !Command.run(List.of("chown", "-R", owner, directory.toString())).succeeded()) {
      throw new EmbeddedPostgresException(
          "The files in %s cannot be given to the server's user %s".formatted(directory, owner),
          "Choose another directory for temporary files (java.io.tmpdir).");
    }
  }

  /** Tells whether the server's user is another than the JVM's, to whom its files must be open. */
  boolean foreign() {
    return !owner.isEmpty();
  }

  /** Returns the uid that owns the file. */
  static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean namespaceWorks() throws IOException {
    Path probe = Files.createTempFile("croft-", ".probe");
    try {
      List<String> test = new ArrayList<>(NAMESPACE);
      // initdb needs a name for its user, and the server must write what root owns.
      test.addAll(
          List.of("sh", "-c", "[ $(id -u) -ne 0 ] && id -un && echo x >\"$0\"", probe.toString()));
      return Command.run(test).succeeded() && Files.size(probe) > 0;
    } finally {
      Files.delete(probe);
    }
  }

  private static ServerUser unprivileged(String user) {
    String name = Command.run(List.of("id", "-un", user)).output();
    String uid = Command.run(List.of("id", "-u", user)).output();
    String gid = Command.run(List.of("id", "-g", user)).output();
    List<List<String>> ways =
        List.of(
            List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"),
            List.of("runuser", "-u", name, "--"),
            List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name));
    for (List<String> way : ways) {
      List<String> test = new ArrayList<>(way);
      test.addAll(List.of("id", "-u"));
      if (Command.run(test).equals(new Command(0, uid))) {
        return new ServerUser(0, way, uid + ":" + gid);
      }
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL refuses to run as root, this system allows no user namespace (unshare -U), and"
            + " none of setpriv, runuser and su becomes the user "
            + user,
        "Run as an ordinary user, or install util-linux and make sure that the user exists.");
  }
}
