package io.croft.adopt;

import java.util.List;

/** The record shop Chinook, whose genres and media are the same for all. */
final class ChinookIT extends AdoptedContract {

  ChinookIT() {
    super("chinook", "invoice_line", List.of(), "genre", "media_type");
  }
}
