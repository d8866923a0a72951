package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** Requests that an application answers without Croft are answered with it, and meant alike. */
final class RequestEdgesIT {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);

  /** Lets any path through, as where there is no Spring Security. */
  static class AnyPath {

    @Bean
    HttpFirewall firewall() {
      StrictHttpFirewall firewall = new StrictHttpFirewall();
      firewall.setAllowUrlEncodedPercent(true);
      firewall.setAllowSemicolon(true);
      return firewall;
    }
  }

  /** Pages of the application. */
  @Controller
  static class Pages {

    @CrossOrigin("https://shop.test")
    @GetMapping("/open")
    @ResponseBody
    String open() {
      return "open";
    }

    @GetMapping("/word/{word}")
    @ResponseBody
    String word(@PathVariable String word) {
      return word;
    }

    @GetMapping("/of/{tenant}/who")
    @ResponseBody
    String who(@PathVariable String tenant) {
      return tenant + " " + TenantScope.require();
    }

    @GetMapping("/half")
    void half(HttpServletResponse response) throws IOException {
      response.getWriter().write("half");
      throw new CroftException(ErrorCode.CONNECTION_TIMEOUT, "no connection", "wait");
    }
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(OpenDoors.class, AnyPath.class, Pages.class),
            "croft.web.header=" + HEADER,
            "croft.web.path=/of/{tenant}/**");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aBrowserMayAskWhetherItMayAskFromElsewhere() {
    HttpResponse<String> answer =
        service.options(
            "/open", "Origin", "https://shop.test", "Access-Control-Request-Method", "GET");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://shop.test");
  }

  @Test
  void aPercentInAPathIsACharacterAsAnyOther() {
    HttpResponse<String> answer = service.get("/word/100%25", HEADER, acme.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("100%");
  }

  @Test
  void aPathIsDecodedOnce() {
    String slug = NotesService.slug(acme);
    String twice = "%25" + Integer.toHexString(slug.charAt(0)) + slug.substring(1);
    assertThat(service.get("/of/" + slug + "/who").body()).isEqualTo(slug + " " + acme);
    assertThat(service.get("/of/" + twice + "/who").statusCode()).isEqualTo(400);
    assertThat(service.get("/of/" + slug + "%3Bx/who").statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsWrittenByHalfIsReplacedByTheProblem() {
    HttpResponse<String> answer = service.get("/half", HEADER, acme.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).startsWith("{").contains("\"code\":\"connection-timeout\"");
  }
}
