package io.croft.jdbc;

import org.jspecify.annotations.Nullable;

/** A list in the order of adding, from which each element is removed in constant time. */
final class Chain<E> {

  /** The place of an element; good for one removal. */
  static final class Link<E> {
    private final E value;
    private @Nullable Link<E> older;
    private @Nullable Link<E> newer;

    private Link(E value) {
      this.value = value;
    }

    E value() {
      return value;
    }

    @Nullable Link<E> newer() {
      return newer;
    }
  }

  private @Nullable Link<E> oldest;
  private @Nullable Link<E> newest;
  private int size;

  Link<E> add(E value) {
    Link<E> link = new Link<>(value);
    link.older = newest;
    if (newest == null) {
      oldest = link;
    } else {
      newest.newer = link;
    }
    newest = link;
    size++;
    return link;
  }

  void remove(Link<E> link) {
    if (link.older == null) {
      oldest = link.newer;
    } else {
      link.older.newer = link.newer;
    }
    if (link.newer == null) {
      newest = link.older;
    } else {
      link.newer.older = link.older;
    }
    size--;
  }

  @Nullable Link<E> oldest() {
    return oldest;
  }

  @Nullable Link<E> newest() {
    return newest;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }
}
