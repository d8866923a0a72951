package io.croft.frameworks;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An author whose number the database generates. */
@Entity
class Author {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  String name = "";

  @Version int version;

  @OneToMany(mappedBy = "author", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("title")
  List<Book> books = new ArrayList<>();

  Author() {}

  Author(String name) {
    this.name = name;
  }

  Book write(String title) {
    Book book = new Book(this, title);
    books.add(book);
    return book;
  }
}
