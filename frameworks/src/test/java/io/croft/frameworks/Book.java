package io.croft.frameworks;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A book whose number comes from a sequence, fifty at a time. */
@Entity
class Book {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "book_seq")
  @SequenceGenerator(name = "book_seq", sequenceName = "book_seq", allocationSize = 50)
  @Nullable Long id;

  String title = "";

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "author_id")
  @Nullable Author author;

  @ElementCollection
  @CollectionTable(name = "book_tag", joinColumns = @JoinColumn(name = "book_id"))
  @Column(name = "tag")
  Set<String> tags = new HashSet<>();

  @Version int version;

  Book() {}

  Book(Author author, String title) {
    this.author = author;
    this.title = title;
  }
}
