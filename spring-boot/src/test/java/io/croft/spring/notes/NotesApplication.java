package io.croft.spring.notes;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Keeps notes. */
@SpringBootApplication
public class NotesApplication {}
