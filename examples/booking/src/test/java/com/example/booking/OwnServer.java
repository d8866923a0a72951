package com.example.booking;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL server that lives as long as the application. */
@TestConfiguration(proxyBeanMethods = false)
class OwnServer {

  @Bean
  EmbeddedPostgres server() throws IOException {
    return EmbeddedPostgres.start();
  }

  @Bean
  DataSource dataSource(EmbeddedPostgres server) {
    return server.getPostgresDatabase();
  }

  @Bean
  Town town(JdbcClient database) {
    return new Town(database);
  }
}
