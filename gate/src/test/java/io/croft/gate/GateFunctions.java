package io.croft.gate;

/** Functions of the gate that hold more than one kind of defence. */
final class GateFunctions {

  static final String ENTER = "enter(bytea,text)";
  static final String GUARD = "guard_home()";
  static final String FENCE = "fence(uuid,bigint,bigint,interval)";
  static final String SWITCH = "switch(uuid,bigint,bigint,text,bytea,bytea)";
  static final String PROTECT_HOME = "protect_home(text,uuid,bigint,text)";

  private GateFunctions() {}
}
