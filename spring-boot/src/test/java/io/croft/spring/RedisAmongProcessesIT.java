package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.notes.Notes;
import io.croft.tools.Needs;
import io.croft.tools.RedisServer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes over one Redis, of which only one has heard of a move. */
@Needs("redis-server")
final class RedisAmongProcessesIT {

  private static RedisServer redis;
  private static NotesService knowing;
  private static NotesService behind;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    String[] settings = CachesContract.with(RedisCachesIT.settings(redis));
    knowing = NotesService.start(CachesContract.BEANS, settings);
    behind = NotesService.start(CachesContract.BEANS, settings);
  }

  @AfterAll
  static void stop() {
    behind.close();
    knowing.close();
    redis.close();
  }

  private static CachedNotes notes(NotesService process) {
    return process.context.getBean(CachedNotes.class);
  }

  private @Nullable Object cached(NotesService process) {
    return notes(process).cached(acme, "key");
  }

  @BeforeEach
  void oneIsBehind() {
    TenantScope.run(acme, () -> notes(knowing).add("true"));
    TenantScope.run(acme, () -> notes(behind).changed("key", "old"));
    await().untilAsserted(() -> assertThat(cached(knowing)).isEqualTo("old"));
    Moves.moveAway(acme);
    TenantScope.run(acme, () -> knowing.context.getBean(Notes.class).count());
    assertThat(cached(knowing)).isNull();
    assertThat(cached(behind)).isEqualTo("old");
  }

  @Test
  void whatOneForgetsAllForget() {
    TenantScope.run(acme, () -> notes(knowing).forget("key"));
    await().untilAsserted(() -> assertThat(cached(behind)).isNull());
  }

  @Test
  void whatOneChangesIsOldForAll() {
    TenantScope.run(acme, () -> notes(knowing).changed("key", "new"));
    await().untilAsserted(() -> assertThat(cached(behind)).isNull());
    assertThat(cached(knowing)).isEqualTo("new");
  }

  @Test
  void whatIsComputedAcrossAMoveIsKeptForNobody() {
    TenantId globex = NotesService.tenant(Isolation.POOL);
    assertThat(notes(behind).cached(globex, "key")).isNull();
    CompletableFuture<String> answer =
        TenantScope.call(globex, () -> notes(knowing).promised("key"));
    await().until(() -> notes(knowing).isPromised("key"));
    Moves.moveAway(globex);
    TenantScope.run(globex, () -> knowing.context.getBean(Notes.class).count());
    notes(knowing).keep("key", "of the old home");
    assertThat(answer.join()).isEqualTo("of the old home");
    assertThat(notes(knowing).cached(globex, "key")).isNull();
    assertThat(notes(behind).cached(globex, "key")).isNull();
  }

  @Test
  void whoIsBehindForgetsForAll() {
    TenantScope.run(acme, () -> notes(knowing).byKey("key"));
    await().untilAsserted(() -> assertThat(cached(knowing)).isEqualTo("true"));
    TenantScope.run(acme, () -> notes(behind).forget("key"));
    await().untilAsserted(() -> assertThat(cached(knowing)).isNull());
    assertThat(cached(behind)).isNull();
  }
}
