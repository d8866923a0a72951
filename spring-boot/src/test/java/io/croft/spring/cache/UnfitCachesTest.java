package io.croft.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.NoOpCache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What cannot keep tenants apart is refused before it holds anything. */
final class UnfitCachesTest {

  private static final Spaces NOWHERE =
      new Spaces(
          () -> {
            throw new IllegalStateException("no tenant is asked for");
          },
          Set.of());

  private final Apart apart = new Apart(NOWHERE, Set.of("shared", "a"));

  private static void assertUnusable(String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CroftException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
              assertThat(refusal).hasMessageContaining(text);
            });
  }

  /** Of a kind that nobody knows. */
  private static Cache unknown(String name) {
    return new ConcurrentMapLike(name);
  }

  /** Keeps nothing that could be looked at. */
  private static final class ConcurrentMapLike extends AbstractValueAdaptingCache {

    private final Cache below;

    ConcurrentMapLike(String name) {
      super(true);
      below = new ConcurrentMapCache(name);
    }

    @Override
    protected Object lookup(Object key) {
      return below.getNativeCache();
    }

    @Override
    public String getName() {
      return below.getName();
    }

    @Override
    public Object getNativeCache() {
      return "nothing";
    }

    @Override
    public <T> T get(Object key, java.util.concurrent.Callable<T> loader) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void put(Object key, Object value) {
      below.put(key, value);
    }

    @Override
    public void evict(Object key) {
      below.evict(key);
    }

    @Override
    public void clear() {
      below.clear();
    }
  }

  @Test
  void aKindThatIsNotKnown() {
    assertUnusable("of a kind", () -> apart.of(unknown("first")));
    Cache shared = unknown("shared");
    assertThat(apart.of(shared)).isSameAs(shared);
  }

  @Test
  void aCacheThatLoadsByItself() {
    Cache loading = new CaffeineCache("first", Caffeine.newBuilder().build(key -> key));
    assertUnusable("loads its entries by itself", () -> apart.of(loading));
  }

  private static Cache redis(RedisCacheConfiguration settings, String name) {
    return java.util.Objects.requireNonNull(
        RedisCacheManager.builder(
                RedisCacheWriter.nonLockingRedisCacheWriter(
                    new LettuceConnectionFactory(new RedisStandaloneConfiguration())))
            .cacheDefaults(settings)
            .build()
            .getCache(name));
  }

  @Test
  void keysInRedisThatDoNotBeginWithTheirCache() {
    Cache bare = redis(RedisCacheConfiguration.defaultCacheConfig().disableKeyPrefix(), "first");
    assertUnusable("do not begin with its name", () -> apart.of(bare));
  }

  @Test
  void aSharedCacheWhoseKeysLeadIntoTenants() {
    RedisCacheConfiguration settings = RedisCacheConfiguration.defaultCacheConfig();
    apart.of(redis(settings, "a"));
    assertThatCode(() -> apart.of(redis(settings, "ab"))).doesNotThrowAnyException();
    assertUnusable("keys of a shared cache begin", () -> apart.of(redis(settings, "a::b")));
    // In the other order.
    Apart other = new Apart(NOWHERE, Set.of("a"));
    other.of(redis(settings, "a::b"));
    assertUnusable("keys of a shared cache begin", () -> other.of(redis(settings, "a")));
  }

  @Test
  void anAspectThatIsNotSprings() {
    CacheGuard guard = new CacheGuard(() -> apart);
    assertUnusable(
        "in which scope",
        () -> guard.postProcessBeforeInitialization(new CacheInterceptor() {}, "aspect"));
  }

  @Test
  void whatIsApartIsLeftAsItIs() {
    Cache once = apart.of(new ConcurrentMapCache("first"));
    assertThat(once).isInstanceOf(TenantCache.class);
    assertThat(apart.of(once)).isSameAs(once);
    Cache none = new NoOpCache("first");
    assertThat(apart.of(none)).isSameAs(none);
    Cache waiting = new TransactionAwareCacheDecorator(new ConcurrentMapCache("first"));
    assertThat(apart.of(waiting)).isInstanceOf(TenantCache.class);
    Cache shared = new TransactionAwareCacheDecorator(new ConcurrentMapCache("shared"));
    assertThat(apart.of(shared)).isSameAs(shared);
  }
}
