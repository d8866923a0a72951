package com.example.booking;

import io.croft.test.EmbeddedCroft;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Tests of the application over HTTP, with two PostgreSQL servers to place businesses on. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EmbeddedCroft(extensions = "btree_gist")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@interface BookingTest {}
