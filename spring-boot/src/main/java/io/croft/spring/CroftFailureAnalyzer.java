package io.croft.spring;

import io.croft.core.CroftException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells why an application does not start in the words of the error, and what to do. */
final class CroftFailureAnalyzer extends AbstractFailureAnalyzer<CroftException> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, CroftException cause) {
    return new FailureAnalysis(
        "Croft: " + cause.getMessage() + " (" + cause.code().code() + ")", cause.hint(), cause);
  }
}
