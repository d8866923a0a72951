package com.example.booking;

import static com.example.booking.BusinessClient.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** Customers who book one time after another, and others who look at the pages, all at once. */
final class RushHour implements AutoCloseable {

  private static final int BOOKERS = 3;
  private static final int HALF_HOURS = 16;
  private static final int PAGE = 100;
  private static final Duration THOUGHT = Duration.ofMillis(30);

  private final BusinessClient business;
  private final ScheduledExecutorService people = Executors.newScheduledThreadPool(BOOKERS + 2);
  private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
  private final Set<String> errors = ConcurrentHashMap.newKeySet();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();

  private RushHour(BusinessClient business) {
    this.business = business;
  }

  /** Opens the business, and lets people in. */
  static RushHour at(BusinessClient business) {
    RushHour rush = new RushHour(business.setUp("Salon", "Europe/Vienna", "EUR"));
    long cut = business.offering("Cut", 30, "30");
    for (int i = 0; i < BOOKERS; i++) {
      long member = business.staff("Member " + i);
      AtomicInteger next = new AtomicInteger();
      rush.again(() -> rush.book(cut, member, next.getAndIncrement()));
    }
    rush.again(() -> rush.look("/day/" + MONDAY));
    rush.again(() -> rush.look("/api/bookings?size=5"));
    return rush;
  }

  /** People think between what they do. */
  private void again(Runnable work) {
    people.scheduleWithFixedDelay(work, 0, THOUGHT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void book(long cut, long member, int number) {
    String customer = "customer%d-%d".formatted(number % 7, member);
    timed(201, () -> business.book(cut, member, slot(number), customer), this::acknowledge);
  }

  /** The half hours of the days on which the business is open, one after the other. */
  private static LocalDateTime slot(int number) {
    LocalDate day = MONDAY;
    for (int days = number / HALF_HOURS; days > 0; days--) {
      day = day.plusDays(day.getDayOfWeek() == DayOfWeek.FRIDAY ? 3 : 1);
    }
    return day.atTime(LocalTime.of(9, 0).plusMinutes(30L * (number % HALF_HOURS)));
  }

  private void acknowledge(ResponseSpec answer) {
    acknowledged.add(BusinessClient.created(answer));
  }

  private void look(String path) {
    timed(200, () -> business.get(path), ResponseSpec::returnResult);
  }

  private void timed(int expected, Supplier<ResponseSpec> request, Consumer<ResponseSpec> then) {
    long begun = System.nanoTime();
    try {
      ResponseSpec answer = request.get();
      longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
      requests.incrementAndGet();
      answer.expectStatus().isEqualTo(expected);
      then.accept(answer);
    } catch (RuntimeException | AssertionError e) {
      errors.add(String.valueOf(e.getMessage()));
    }
  }

  /** Waits until so many more have booked. */
  void awaitBookings(int more) {
    int wanted = acknowledged.size() + more;
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> acknowledged.size() >= wanted || !errors.isEmpty());
  }

  /** Lets nobody in any more, and waits for those who are inside. */
  void end() throws InterruptedException {
    people.shutdown();
    assertThat(people.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Nobody met an error, and what is booked is exactly what was acknowledged. */
  void requireThatAllIsThereOnce() {
    assertThat(errors).isEmpty();
    assertThat(booked()).containsExactlyElementsOf(new TreeSet<>(acknowledged));
    assertThat(acknowledged).doesNotHaveDuplicates();
  }

  private List<Long> booked() {
    return Stream.iterate(0, page -> page + 1)
        .map(page -> page("/api/bookings?sort=id&size=%d&page=%d".formatted(PAGE, page)))
        .takeWhile(page -> !page.isEmpty())
        .flatMap(List::stream)
        .map(booking -> ((Number) Objects.requireNonNull(booking.get("id"))).longValue())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> page(String path) {
    Map<String, Object> page =
        Objects.requireNonNull(
            business.get(path).expectBody(Map.class).returnResult().getResponseBody());
    return (List<Map<String, Object>>) Objects.requireNonNull(page.get("content"));
  }

  /** The longest time that anybody has waited for an answer. */
  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  @Override
  public String toString() {
    return "%d requests, %d bookings, %d errors, longest %d ms"
        .formatted(requests.get(), acknowledged.size(), errors.size(), longest().toMillis());
  }

  @Override
  public void close() {
    people.shutdownNow();
  }
}
