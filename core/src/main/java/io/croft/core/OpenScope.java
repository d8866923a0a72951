package io.croft.core;

import org.jspecify.annotations.Nullable;

/**
 * A scope for frameworks that call back before and after the work, in place of handing it over:
 * test engines above all. Everything else takes {@link TenantScope#call}, which cannot be left
 * open. What opens one closes it on the same thread, the last opened first; then the thread has
 * what it had before. Closed otherwise, it leaves the thread without a tenant rather than with one
 * of a scope that may be over. Tasks that are forked in it inherit nothing, unless what {@link
 * TenantScope#call} has bound around it is the same.
 */
public final class OpenScope implements AutoCloseable {

  private final Thread thread;
  private final Bound bound;
  private final Binding.Before before;
  private boolean closed;

  private OpenScope(Bound bound) {
    this.thread = Thread.currentThread();
    this.bound = bound;
    this.before = Binding.bind(bound);
  }

  /**
   * Binds the tenant to this thread, with full access.
   *
   * @throws CroftException {@code tenant-already-in-scope} when another tenant is bound, {@code
   *     access-already-in-scope} when the tenant is bound with less than full access
   */
  public static OpenScope of(TenantId tenant) {
    return new OpenScope(TenantScope.inside(Bound.to(tenant, Access.FULL)));
  }

  /**
   * Gives the thread what it had before; a second call has no effect.
   *
   * @throws IllegalStateException on another thread, which is left as it is; or when something else
   *     was bound meanwhile and not taken away, or a scope around it was closed first: the thread
   *     has no binding of its own then
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "the scope of tenant %s was opened by thread \"%s\" and cannot be closed by \"%s\""
              .formatted(name(bound), thread.getName(), Thread.currentThread().getName()));
    }
    closed = true;
    @Nullable Bound found = Binding.own();
    boolean mine = bound.equals(found);
    if (mine) {
      before.restore();
    } else {
      // What was before may be of a scope that is over, too.
      before.abandon();
    }
    Inheritance.bound(Binding.own());
    if (!mine) {
      throw new IllegalStateException(
          "the scope of tenant %s was to be closed and %s was bound"
              .formatted(name(bound), found == null ? "none" : name(found)));
    }
  }

  private static String name(Bound bound) {
    return bound.tenant().map(TenantId::toString).orElse("none");
  }
}
