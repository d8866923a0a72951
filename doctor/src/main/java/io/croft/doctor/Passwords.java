package io.croft.doctor;

import io.croft.gate.ApplicationSecret;
import io.croft.gate.MasterSecret;
import io.croft.gate.MoverGate;
import java.util.Optional;

/** The passwords that logins should have. */
@FunctionalInterface
public interface Passwords {

  /** Returns the password that {@code login} should have on {@code server}; empty when unknown. */
  Optional<String> of(String server, String login);

  /** Returns the passwords that are derived from a master secret: of Croft's own logins. */
  static Passwords derivedFrom(MasterSecret secret) {
    ApplicationSecret application = secret.application();
    return (server, login) -> {
      if (login.equals(MoverGate.LOGIN)) {
        return Optional.of(secret.moverPassword(server));
      }
      boolean known =
          ServerDatabases.POOL_LOGIN.matcher(login).matches()
              || ServerDatabases.LOGIN.matcher(login).matches();
      return known ? Optional.of(application.loginPassword(server, login)) : Optional.empty();
    };
  }
}
