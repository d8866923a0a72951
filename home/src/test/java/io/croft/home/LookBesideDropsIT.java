package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a home is made of can be read while its neighbours are made and dropped. */
final class LookBesideDropsIT {

  private static final int NEIGHBOURS = 8;

  @Test
  void readsHomesWhileOthersAreDropped() throws Exception {
    TestServer.prepare(TestServer.RICH);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Homes homes = new Homes(TestServer::admin, TestServer.SECRET.application())) {
      Placement home = newHome(homes);
      Placement other = newHome(homes);
      CompletableFuture<Void> neighbours =
          CompletableFuture.allOf(
              Stream.generate(() -> CompletableFuture.runAsync(() -> comeAndGo(homes), threads))
                  .limit(2)
                  .toArray(CompletableFuture[]::new));
      do {
        assertThat(homes.differences(home, other)).isEmpty();
      } while (!neighbours.isDone());
      neighbours.join();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Placement newHome(Homes homes) {
    Placement home = Placement.of(TenantId.random(), Isolation.SCHEMA, TestServer.NAME, 1);
    homes.create(home);
    return home;
  }

  private static void comeAndGo(Homes homes) {
    for (int i = 0; i < NEIGHBOURS; i++) {
      homes.dropEvenInUse(newHome(homes));
    }
  }
}
