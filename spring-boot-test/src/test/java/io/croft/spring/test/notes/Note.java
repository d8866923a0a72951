package io.croft.spring.test.notes;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import org.jspecify.annotations.Nullable;

/** A note. */
@Entity
public class Note {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "note_seq")
  @SequenceGenerator(name = "note_seq", sequenceName = "note_seq", allocationSize = 50)
  private @Nullable Long id;

  private String text = "";

  protected Note() {}

  public Note(String text) {
    this.text = text;
  }

  public @Nullable Long getId() {
    return id;
  }

  public String getText() {
    return text;
  }
}
