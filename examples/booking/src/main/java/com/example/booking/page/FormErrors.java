package com.example.booking.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;

/**
 * What is wrong with a form.
 *
 * @param whole what is wrong with all of it
 * @param fields what is wrong with a field, by its name
 */
public record FormErrors(List<String> whole, Map<String, String> fields) {

  static final FormErrors NONE = new FormErrors(List.of(), Map.of());

  static FormErrors of(Errors errors) {
    return new FormErrors(
        List.of(),
        errors.getFieldErrors().stream()
            .collect(
                Collectors.toMap(FieldError::getField, FormErrors::text, (first, next) -> first)));
  }

  static FormErrors of(String whole) {
    return new FormErrors(List.of(whole), Map.of());
  }

  private static String text(FieldError error) {
    String text = error.getDefaultMessage();
    return error.isBindingFailure() || text == null ? "That cannot be read" : text;
  }

  /** Returns what is wrong with a field, empty when it is right. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
