package io.croft.spring.web;

import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Runs each request in the scope of its tenant, and answers those that have none. What a request
 * does later, when it is dispatched again after asynchronous work or for an error, is done in the
 * same scope without asking again. Runs after the filters that authenticate.
 */
final class TenantFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(TenantFilter.class);
  private static final String CHOSEN = TenantFilter.class.getName() + ".tenant";

  private final TenantSelection selection;
  private final UnscopedPaths unscoped;
  private final CroftDataSource source;
  private final Claims claims;

  TenantFilter(
      TenantSelection selection, UnscopedPaths unscoped, CroftDataSource source, Claims claims) {
    this.selection = selection;
    this.unscoped = unscoped;
    this.source = source;
    this.claims = claims;
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    @Nullable TenantId tenant = (TenantId) request.getAttribute(CHOSEN);
    if (tenant == null && (isAgain(request) || isOfNoTenant(request))) {
      chain.doFilter(request, response);
      return;
    }
    if (tenant == null) {
      try {
        tenant = choose(request);
      } catch (CroftException e) {
        answer(Problem.of(e), e, request, response);
        return;
      }
      request.setAttribute(CHOSEN, tenant);
    }
    inScope(tenant, request, response, chain);
  }

  /** An error of a request that was refused, or is of no tenant, is told outside of any scope. */
  private boolean isAgain(HttpServletRequest request) {
    return isAsyncDispatch(request)
        || request.getAttribute("jakarta.servlet.error.request_uri") != null;
  }

  /**
   * A browser asks whether a page may call this one without saying who asks, or for what tenant.
   */
  private boolean isOfNoTenant(HttpServletRequest request) {
    return CorsUtils.isPreFlightRequest(request)
        || unscoped.match(ServletTenantRequest.path(request));
  }

  private TenantId choose(HttpServletRequest request) {
    Tenant tenant = selection.select(new ServletTenantRequest(request, claims));
    // Whether it may be used is known here without asking, and is told before it takes anything.
    return source.placement(tenant.id()).tenant();
  }

  private static void inScope(
      TenantId tenant, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      TenantScope.<Exception>run(tenant, () -> chain.doFilter(request, response));
    } catch (ServletException | IOException | RuntimeException e) {
      Optional<Problem> problem = Problem.in(e).filter(Problem::isForClient);
      if (problem.isEmpty() || response.isCommitted()) {
        throw e;
      }
      answer(problem.get(), e, request, response);
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private static void answer(
      Problem problem, Exception e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LOG.atDebug()
        .addKeyValue("path", request.getRequestURI())
        .addKeyValue("code", problem.code())
        .log("a request was refused", e);
    ProblemWriter.write(problem, response);
  }
}
