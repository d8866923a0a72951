package com.example.booking;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Something that cannot be done, with a text for whoever has asked. */
public final class Refusal extends ErrorResponseException {

  private static final long serialVersionUID = 1;

  private final String reason;

  private Refusal(HttpStatus status, String reason) {
    super(status, ProblemDetail.forStatusAndDetail(status, reason), null);
    this.reason = reason;
  }

  /** It is not there. */
  public static Refusal notFound(String what, Object id) {
    return new Refusal(HttpStatus.NOT_FOUND, "There is no %s %s.".formatted(what, id));
  }

  /** It contradicts what is there. */
  public static Refusal conflict(String reason) {
    return new Refusal(HttpStatus.CONFLICT, reason);
  }

  /** It is understood, and makes no sense. */
  public static Refusal unprocessable(String reason) {
    return new Refusal(HttpStatus.UNPROCESSABLE_CONTENT, reason);
  }

  /** What to tell people. */
  public String reason() {
    return reason;
  }
}
