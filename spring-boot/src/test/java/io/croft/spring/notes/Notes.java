package io.croft.spring.notes;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The notes. */
public interface Notes extends JpaRepository<Note, Long> {

  List<Note> findByTextStartingWithOrderById(String text);
}
