package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The beginning of a path names the tenant, and to the application it is the context path. */
final class ContextPathIT {

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.SCHEMA);
  private final String base = "/b/" + NotesService.slug(acme);

  /** Tells where it thinks it is, in all the ways in which a request is served. */
  @Controller
  static class Places implements ErrorController {

    @GetMapping("/places/here")
    @ResponseBody
    String here(HttpServletRequest request) {
      return String.join(
          " ",
          request.getContextPath(),
          request.getServletPath(),
          request.getRequestURI(),
          ServletUriComponentsBuilder.fromCurrentContextPath().path("/x").build().getPath());
    }

    @GetMapping("/places/redirected")
    String redirected() {
      return "redirect:/places/here?a=b";
    }

    @GetMapping("/places/forwarded")
    String forwarded() {
      return "forward:/places/here";
    }

    @GetMapping("/places/later")
    @ResponseBody
    Callable<String> later(HttpServletRequest request) {
      return () -> here(request);
    }

    @GetMapping("/places/failing")
    @ResponseBody
    String failing() {
      throw new IllegalStateException("told by the page of errors");
    }

    @RequestMapping("/error")
    @ResponseBody
    String error(HttpServletRequest request) {
      return "error " + here(request);
    }
  }

  /** Guards a path of the application, which knows of no tenants. */
  static class Guards {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return http.csrf(AbstractHttpConfigurer::disable)
          .authorizeHttpRequests(
              requests ->
                  requests
                      .requestMatchers(HttpMethod.POST, "/notes/**")
                      .denyAll()
                      .anyRequest()
                      .permitAll())
          .build();
    }
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(Guards.class, Places.class), "croft.web.context-path=/b/{tenant}");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private String told(String path) {
    return service.get(base + path).body();
  }

  private String here(String path) {
    return "%1$s %2$s %1$s%2$s %1$s/x".formatted(base, path);
  }

  /** Where it sends the client, without the host. */
  private static String place(HttpResponse<String> answer) {
    URI place = URI.create(answer.headers().firstValue("Location").orElseThrow());
    return place.getPath() + "?" + place.getQuery();
  }

  @Test
  void mappingsLinksAndRedirectsAreInside() {
    assertThat(told("/places/here")).isEqualTo(here("/places/here"));
    assertThat(told("/notes")).isEqualTo("[]");
    HttpResponse<String> redirected = service.get(base + "/places/redirected");
    assertThat(place(redirected)).isEqualTo(base + "/places/here?a=b");
  }

  @Test
  void whatIsDispatchedAgainIsInside() {
    assertThat(told("/places/later")).isEqualTo(here("/places/later"));
    assertThat(told("/places/forwarded")).isEqualTo(here("/places/here"));
    assertThat(told("/notes/count/later")).isEqualTo("0");
    assertThat(told("/places/failing")).isEqualTo("error " + here("/error"));
    assertThat(told("/nowhere")).isEqualTo("error " + here("/error"));
  }

  @Test
  void theContextItselfIsAFolder() {
    HttpResponse<String> answer = service.get(base + "?a=b");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(place(answer)).isEqualTo(base + "/?a=b");
  }

  @Test
  void whatGuardsAPathGuardsItForEveryTenantHoweverItIsWritten() {
    String encoded = base.substring(0, 3) + "%" + Integer.toHexString(base.charAt(3));
    String same = encoded.toUpperCase(Locale.ROOT).replace("/B/", "/b/") + base.substring(4);
    assertThat(service.post(base + "/notes", "x").statusCode()).isEqualTo(403);
    assertThat(service.post(same + "/notes", "x").statusCode()).isEqualTo(403);
    assertThat(service.post(base + "/notes/", "x").statusCode()).isEqualTo(403);
    assertThat(service.get(same + "/notes").statusCode()).isEqualTo(200);
  }

  @Test
  void whatOperatorsAskIsNotThereBelowATenant() {
    HttpResponse<String> answer = service.get(base + "/actuator/health");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("error " + here("/error"));
    assertThat(service.get(base + "/%61ctuator/croft").statusCode()).isEqualTo(404);
    assertThat(service.get(base + "/actuators").statusCode()).isEqualTo(404);
  }

  @Test
  void aPathWithoutATenantIsRefused() {
    assertThat(service.get("/notes").body()).contains("\"code\":\"tenant-missing\"");
    assertThat(service.get("/b/nobody/notes").body()).contains("\"code\":\"tenant-unknown\"");
    assertThat(service.get("/b/Acme!/notes").body()).contains("\"code\":\"slug-invalid\"");
    assertThat(service.get("/b//notes").statusCode()).isEqualTo(400);
    assertThat(service.get("/actuator/health").statusCode()).isEqualTo(200);
  }
}
