package io.croft.spring.reports;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What the application keeps of no tenant, in a database of its own. */
@Entity
public class Report {

  @Id private long id;

  protected Report() {}

  public Report(long id) {
    this.id = id;
  }

  public long getId() {
    return id;
  }
}
