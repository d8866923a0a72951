package io.croft.bench;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A line of an invoice, as Hibernate maps it where nothing names the tenant. */
@Entity
@Table(name = "line")
class Line {

  @Id long id;
  int quantity;
  BigDecimal price = BigDecimal.ZERO;
}
