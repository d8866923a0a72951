package io.croft.attack;

/** Is told how a run goes on. */
@FunctionalInterface
public interface AttackListener {

  /** Takes one line for people. */
  void say(String line);
}
