package io.croft.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.sharding.api.config.ShardingRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.rule.ShardingTableRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.strategy.sharding.StandardShardingStrategyConfiguration;

/** ShardingSphere-JDBC with the tenant as the sharding column: each is in one of two databases. */
final class Sharding {

  private static final String ALGORITHM = "by_tenant";

  private Sharding() {}

  /** Returns a data source over two pools; statements on {@code line} must name the tenant. */
  static DataSource over(DataSource first, DataSource second) throws SQLException {
    Properties byClass = new Properties();
    byClass.setProperty("strategy", "STANDARD");
    byClass.setProperty("algorithmClassName", TenantSharding.class.getName());
    ShardingTableRuleConfiguration line =
        new ShardingTableRuleConfiguration("line", "ds_${0..1}.line");
    line.setDatabaseShardingStrategy(
        new StandardShardingStrategyConfiguration("tenant_id", ALGORITHM));
    ShardingRuleConfiguration rule = new ShardingRuleConfiguration();
    rule.setTables(List.of(line));
    rule.setShardingAlgorithms(
        Map.of(ALGORITHM, new AlgorithmConfiguration("CLASS_BASED", byClass)));
    return ShardingSphereDataSourceFactory.createDataSource(
        Map.of("ds_0", first, "ds_1", second), List.of(rule), new Properties());
  }

  /** Quotes the table, whose name is a keyword to ShardingSphere's parser. */
  static String quoted(String sql) {
    return sql.replace("FROM line ", "FROM \"line\" ");
  }
}
