package com.example.booking.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.view.AbstractView;

/** Renders the templates of {@code src/main/jte}, which are compiled with the code. */
@Configuration(proxyBeanMethods = false)
class Jte {

  @Bean
  TemplateEngine templates() {
    return TemplateEngine.createPrecompiled(ContentType.Html);
  }

  @Bean
  ViewResolver pages(TemplateEngine templates) {
    return (name, locale) ->
        templates.hasTemplate(name + ".jte") ? new Page(templates, name + ".jte") : null;
  }

  /** A template; {@code base} is what its links begin with. */
  private static final class Page extends AbstractView {

    private final TemplateEngine templates;
    private final String template;

    Page(TemplateEngine templates, String template) {
      this.templates = templates;
      this.template = template;
      setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
    }

    @Override
    protected void renderMergedOutputModel(
        Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Map<String, Object> values = new HashMap<>(model);
      values.put("base", request.getContextPath());
      Utf8ByteOutput page = new Utf8ByteOutput();
      templates.render(template, values, page);
      setResponseContentType(request, response);
      response.setContentLength(page.getContentLength());
      page.writeTo(response.getOutputStream()::write);
    }
  }
}
