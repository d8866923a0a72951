package io.croft.spring.test.notes;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application without a word about tenants. */
@SpringBootApplication
public class NotesApplication {}
