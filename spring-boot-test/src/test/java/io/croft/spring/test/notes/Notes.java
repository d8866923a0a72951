package io.croft.spring.test.notes;

import org.springframework.data.jpa.repository.JpaRepository;

/** The notes. */
public interface Notes extends JpaRepository<Note, Long> {}
