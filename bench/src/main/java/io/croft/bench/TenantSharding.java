package io.croft.bench;

import java.util.Collection;
import java.util.UUID;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;

/** Which of two databases holds a tenant. ShardingSphere makes it by its name. */
public final class TenantSharding implements StandardShardingAlgorithm<UUID> {

  /** Made by ShardingSphere. */
  public TenantSharding() {}

  @Override
  public String doSharding(Collection<String> names, PreciseShardingValue<UUID> tenant) {
    return "ds_" + (tenant.getValue().hashCode() & 1);
  }

  @Override
  public Collection<String> doSharding(Collection<String> names, RangeShardingValue<UUID> tenants) {
    return names;
  }
}
