package io.croft.attack;

import io.croft.core.Isolation;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One mechanism by which a tenant may try to reach another, or more than its own. */
public final class Attack {

  private final String id;
  private final String title;
  private final String source;
  private final Set<Isolation> isolations;
  private final Safety safety;
  private final boolean residual;
  private final Map<Isolation, Control> controls;
  private final Act act;

  private Attack(Builder builder, Act act) {
    this.id = builder.id;
    this.title = builder.title;
    this.source = builder.source;
    this.isolations = Collections.unmodifiableSet(EnumSet.copyOf(builder.isolations));
    this.safety = builder.safety;
    this.residual = builder.residual;
    this.controls = Collections.unmodifiableMap(new EnumMap<>(builder.controls));
    this.act = act;
    if (!residual && !controls.keySet().equals(isolations)) {
      throw new IllegalStateException(id + " has no control in " + isolations);
    }
  }

  /** What is done. */
  @FunctionalInterface
  interface Act {
    /** Tries everything and tells the trial what answered. */
    void play(Trial trial) throws SQLException;
  }

  /** Begins an attack that is safe on a live system. */
  static Builder named(String id, String title) {
    return new Builder(id, title);
  }

  /** Returns the kebab-case name, which never changes. */
  public String id() {
    return id;
  }

  /** Returns what is tried, in a few words. */
  public String title() {
    return title;
  }

  /** Returns where the idea is from: a published incident, CVE, or what was tried before. */
  public String source() {
    return source;
  }

  /** Returns the isolations in which it can be tried. */
  public Set<Isolation> isolations() {
    return isolations;
  }

  /** Returns where it may be tried. */
  public Safety safety() {
    return safety;
  }

  /** Returns true when it demonstrates a channel that is not promised to be closed. */
  public boolean residual() {
    return residual;
  }

  /** Returns the control that it must succeed on; empty for a residual channel. */
  public Optional<Control> control(Isolation isolation) {
    return Optional.ofNullable(controls.get(isolation));
  }

  Act act() {
    return act;
  }

  @Override
  public String toString() {
    return id;
  }

  /** Collects what is said of an attack. */
  static final class Builder {

    private final String id;
    private final String title;
    private final Set<Isolation> isolations = EnumSet.allOf(Isolation.class);
    private final Map<Isolation, Control> controls = new EnumMap<>(Isolation.class);
    private String source = "";
    private Safety safety = Safety.LIVE;
    private boolean residual;

    private Builder(String id, String title) {
      this.id = id;
      this.title = title;
    }

    /** Says where the idea is from. */
    Builder from(String origin) {
      source = origin;
      return this;
    }

    /** Restricts it to these isolations. */
    Builder in(Isolation... where) {
      isolations.retainAll(Arrays.asList(where));
      return this;
    }

    /** Says that it is not safe on a live system. */
    Builder only(Safety where) {
      safety = where;
      return this;
    }

    /** Says that it shows a channel that is not promised to be closed. */
    Builder residual() {
      residual = true;
      return this;
    }

    /** Gives the control for every isolation that has none yet. */
    Builder without(Control control) {
      isolations.forEach(isolation -> controls.putIfAbsent(isolation, control));
      return this;
    }

    /** Gives the control for one isolation. */
    Builder without(Isolation isolation, Control control) {
      controls.put(isolation, control);
      return this;
    }

    /** Completes it. */
    Attack does(Act act) {
      return new Attack(this, act);
    }
  }
}
