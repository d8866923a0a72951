package io.croft.jdbc;

import java.util.concurrent.ThreadFactory;

/** Makes threads of one name that keep no process alive. */
record DaemonThreads(String name) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
