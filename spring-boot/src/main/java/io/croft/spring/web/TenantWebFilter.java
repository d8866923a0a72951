package io.croft.spring.web;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import io.croft.spring.reactive.ReactiveScope;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Gives the Reactor context of each request to WebFlux the scope of its tenant, and answers those
 * that have none. Runs after the filter of Spring Security. Looking a tenant up may wait for the
 * catalog: threads of its own do that, and the request goes on where nothing may block.
 */
final class TenantWebFilter implements WebFilter, Ordered, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TenantWebFilter.class);

  /**
   * How far after the filter of Spring Security, which is at -100: only it knows who is calling.
   */
  private static final int ORDER = -90;

  private static final int IDLE_SECONDS = 60;

  private final TenantSelection selection;
  private final UnscopedPaths unscoped;
  private final CroftDataSource source;
  private final Claims claims;
  private final Callers callers;
  private final boolean sessions;
  private final Scheduler lookups =
      Schedulers.newBoundedElastic(
          Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE,
          Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE,
          "croft-tenants",
          IDLE_SECONDS,
          true);

  /**
   * @param sessions true when somebody may ask for an attribute of the session
   */
  TenantWebFilter(
      TenantSelection selection,
      UnscopedPaths unscoped,
      CroftDataSource source,
      Claims claims,
      Callers callers,
      boolean sessions) {
    this.selection = selection;
    this.unscoped = unscoped;
    this.source = source;
    this.claims = claims;
    this.callers = callers;
    this.sessions = sessions;
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (isOfNoTenant(exchange)) {
      return chain.filter(exchange);
    }
    return choose(exchange)
        .map(tenant -> inScope(tenant, exchange, chain))
        .onErrorResume(CroftException.class, e -> Mono.just(answer(Problem.of(e), e, exchange)))
        .flatMap(Function.identity());
  }

  /**
   * A browser asks whether a page may call this one without saying who asks, or for what tenant.
   */
  private boolean isOfNoTenant(ServerWebExchange exchange) {
    return CorsUtils.isPreFlightRequest(exchange.getRequest())
        || unscoped.match(ReactiveTenantRequest.path(exchange.getRequest()));
  }

  private Mono<TenantId> choose(ServerWebExchange exchange) {
    Mono<Optional<Principal>> caller = callers.of(exchange).singleOptional();
    return Mono.zip(caller, session(exchange))
        .publishOn(lookups)
        .map(
            known ->
                choose(
                    new ReactiveTenantRequest(
                        exchange.getRequest(), claims, known.getT1(), known.getT2())))
        .publishOn(Schedulers.parallel());
  }

  /** One that nobody has begun is none: it is not stored, and the client is told no identity. */
  private Mono<Optional<WebSession>> session(ServerWebExchange exchange) {
    return sessions
        ? exchange.getSession().filter(WebSession::isStarted).singleOptional()
        : Mono.just(Optional.empty());
  }

  private TenantId choose(TenantRequest request) {
    // Whether it may be used is known here without asking, and is told before it takes anything.
    return source.placement(selection.select(request).id()).tenant();
  }

  private static Mono<Void> inScope(
      TenantId tenant, ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.defer(() -> chain.filter(exchange))
        .onErrorResume(
            thrown -> {
              Optional<Problem> problem = Problem.in(thrown).filter(Problem::isForClient);
              return problem.isEmpty() || exchange.getResponse().isCommitted()
                  ? Mono.error(thrown)
                  : answer(problem.get(), thrown, exchange);
            })
        .contextWrite(ReactiveScope.of(tenant));
  }

  private static Mono<Void> answer(Problem problem, Throwable e, ServerWebExchange exchange) {
    LOG.atDebug()
        .addKeyValue("path", exchange.getRequest().getPath().value())
        .addKeyValue("code", problem.code())
        .log("a request was refused", e);
    return ReactiveProblemWriter.write(problem, exchange.getResponse());
  }

  @Override
  public void close() {
    lookups.dispose();
  }
}
