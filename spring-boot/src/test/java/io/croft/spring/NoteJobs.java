package io.croft.spring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchTransactionManager;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchDataSource;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Jobs that write notes, and know nothing of tenants; they are noted in a database of their own.
 */
@EnableAutoConfiguration(
    excludeName = {
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
    })
class NoteJobs {

  /** Items on which the jobs fail. */
  static final Map<String, Boolean> FAILING = new ConcurrentHashMap<>();

  // region tables
  @Bean(defaultCandidate = false)
  @BatchDataSource
  DataSource jobs(
      @Value("${jobs.url}") String url,
      @Value("${jobs.user}") String user,
      @Value("${jobs.password}") String password) {
    return DataSourceBuilder.create().url(url).username(user).password(password).build();
  }

  @Bean(defaultCandidate = false)
  @BatchTransactionManager
  PlatformTransactionManager jobTransactions(@BatchDataSource DataSource jobs) {
    return new JdbcTransactionManager(jobs);
  }

  // endregion

  /** Goes on where it was left. */
  static class Items extends AbstractItemCountingItemStreamItemReader<String> {

    private final List<String> items;

    Items(List<String> items) {
      this.items = items;
      setName("items");
    }

    @Override
    protected @Nullable String doRead() {
      int at = getCurrentItemCount() - 1;
      return at < items.size() ? items.get(at) : null;
    }

    @Override
    protected void doOpen() {}

    @Override
    protected void doClose() {}
  }

  @Bean
  @StepScope
  Items items(@Value("#{jobParameters['items']}") String items) {
    return new Items(List.of(items.split(",", -1)));
  }

  @Bean
  Step write(
      JobRepository repository,
      PlatformTransactionManager transactions,
      Items items,
      JdbcTemplate jdbc,
      AsyncTaskExecutor applicationTaskExecutor) {
    return new StepBuilder("write", repository)
        .<String, String>chunk(2)
        .transactionManager(transactions)
        .reader(items)
        .processor(
            item -> {
              if (FAILING.containsKey(item)) {
                throw new IllegalStateException("refused");
              }
              jdbc.queryForObject("SELECT count(*) FROM note", Long.class);
              return item;
            })
        .writer(chunk -> chunk.forEach(item -> KafkaService.write(jdbc, item)))
        .taskExecutor(applicationTaskExecutor)
        .build();
  }

  @Bean
  Step part(JobRepository repository, PlatformTransactionManager transactions, JdbcTemplate jdbc) {
    return new StepBuilder("part", repository)
        .tasklet(
            (contribution, context) -> {
              KafkaService.write(
                  jdbc, context.getStepContext().getStepExecutionContext().get("part").toString());
              return RepeatStatus.FINISHED;
            },
            transactions)
        .build();
  }

  /** Its parts are executed on threads of which nobody else knows. */
  @Bean
  Step split(JobRepository repository, Step part) {
    return new StepBuilder("split", repository)
        .partitioner("part", size -> Map.of("1", part("one"), "2", part("two")))
        .step(part)
        .taskExecutor(new SimpleAsyncTaskExecutor("part-"))
        .build();
  }

  private static ExecutionContext part(String part) {
    return new ExecutionContext(Map.of("part", part));
  }

  @Bean
  Job written(JobRepository repository, Step write) {
    return new JobBuilder("written", repository).start(write).build();
  }

  @Bean
  Job splitUp(JobRepository repository, Step split) {
    return new JobBuilder("splitUp", repository).start(split).build();
  }
}
