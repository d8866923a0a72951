package io.croft.bench;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A line of an invoice with Hibernate's discriminator of tenants. */
@Entity
@Table(name = "line")
class TenantLine {

  @Id long id;
  int quantity;
  BigDecimal price = BigDecimal.ZERO;

  @TenantId
  @Column(name = "tenant_id")
  @Nullable UUID tenantId;
}
