package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Access;
import io.croft.core.TenantScope;
import io.croft.tools.Needs;
import io.croft.tools.RedisServer;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Caches in Redis, which processes share, and operators look into. */
@Needs("redis-server")
final class RedisCachesIT extends CachesContract {

  private static RedisServer redis;
  private static NotesService service;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    service = NotesService.start(BEANS, with(settings(redis)));
  }

  static String[] settings(RedisServer redis) {
    return new String[] {
      "spring.cache.type=redis",
      "spring.cache.redis.time-to-live=1h",
      "spring.data.redis.host=" + redis.host(),
      "spring.data.redis.port=" + redis.port()
    };
  }

  @AfterAll
  static void stop() {
    service.close();
    redis.close();
  }

  @Override
  NotesService service() {
    return service;
  }

  private static StringRedisTemplate below() {
    return service.context.getBean(StringRedisTemplate.class);
  }

  @BeforeEach
  void isEmpty() {
    below()
        .execute(
            (RedisCallback<Void>)
                connection -> {
                  connection.serverCommands().flushAll();
                  return null;
                });
  }

  private static Set<String> keys() {
    return Objects.requireNonNull(below().keys("*"));
  }

  @Test
  void keysCanBeReadAndTheirTimeToLiveIsThatOfTheApplication() {
    read(CacheWay.KEY, acme, "key");
    TenantScope.run(acme, Access.of("staff"), () -> notes().cache().putIfAbsent("key", "of staff"));
    await()
        .untilAsserted(
            () ->
                assertThat(keys())
                    .containsExactlyInAnyOrder(
                        "first::" + acme + ":1:key", "first::" + acme + "/staff:1:key"));
    assertThat(below().getExpire("first::" + acme + ":1:key")).isBetween(3000L, 3600L);
  }

  @Test
  void aKeyLeadsIntoNoOtherTenantsEntries() {
    for (String key : new String[] {"*", "?", "[a-z]", "::", ":1:", globex + ":1:key", "\n"}) {
      TenantScope.run(acme, () -> notes().cache().put(key, "of acme"));
      TenantScope.run(globex, () -> notes().cache().put(key, "of globex"));
      TenantScope.run(globex, () -> notes().cache().put("x" + acme + ":1:" + key, "of globex"));
      TenantScope.run(acme, () -> notes().cache().clear());
      assertThat(cached(acme, key)).isNull();
      assertThat(cached(globex, key)).isEqualTo("of globex");
      assertThat(cached(globex, "x" + acme + ":1:" + key)).isEqualTo("of globex");
    }
  }

  @Test
  void theNameOfACacheIsNoPattern() {
    CacheManager manager = service.context.getBean(CacheManager.class);
    Cache other = Objects.requireNonNull(manager.getCache("f*[a-z]?t"));
    read(CacheWay.KEY, acme, "key");
    TenantScope.run(
        acme,
        () -> {
          other.put("key", "other");
          other.clear();
          assertThat(other.get("key")).isNull();
        });
    assertThat(cached(acme, "key")).isEqualTo("of acme");
  }

  @Test
  void emptyingAsksForNoListOfAllKeys() {
    for (int i = 0; i < 1200; i++) {
      String key = "key " + i;
      TenantScope.run(acme, () -> notes().cache().putIfAbsent(key, "value"));
    }
    read(CacheWay.KEY, globex, "key");
    long lists = calls("keys");
    TenantScope.run(acme, () -> notes().forgetAll());
    assertThat(calls("keys")).isEqualTo(lists);
    assertThat(calls("scan")).isPositive();
    assertThat(keys()).containsExactly("first::" + globex + ":1:key");
  }

  private static long calls(String command) {
    String told =
        below()
            .execute(
                (RedisCallback<String>)
                    connection ->
                        Objects.requireNonNull(connection.serverCommands().info("commandstats"))
                            .getProperty("cmdstat_" + command, "calls=0,"));
    String text = Objects.requireNonNull(told);
    return Long.parseLong(text.substring("calls=".length(), text.indexOf(',')));
  }
}
