package com.example.booking;

import java.util.List;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Tells what went wrong as {@code application/problem+json}. */
@RestControllerAdvice(annotations = RestController.class)
class Problems extends ResponseEntityExceptionHandler {

  /** What is wrong with one field of a request. */
  record FieldProblem(String field, @Nullable String message) {}

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = e.getBody();
    List<FieldProblem> fields =
        e.getFieldErrors().stream()
            .map(error -> new FieldProblem(error.getField(), error.getDefaultMessage()))
            .toList();
    problem.setProperty("fields", fields);
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  @ExceptionHandler
  ProblemDetail alreadyThere(DataIntegrityViolationException e) {
    String rule =
        e.getCause() instanceof ConstraintViolationException violation
            ? violation.getConstraintName()
            : null;
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.CONFLICT, "That contradicts what is already there.");
    problem.setProperty("rule", rule);
    return problem;
  }

  @ExceptionHandler
  ProblemDetail unknownOrder(PropertyReferenceException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, "Nothing can be sorted by %s.".formatted(e.getPropertyName()));
  }

  @ExceptionHandler
  ProblemDetail changedMeanwhile(ObjectOptimisticLockingFailureException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, "Somebody else has changed it meanwhile. Look at it again.");
  }
}
