package com.example.booking;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** Tests of the application over HTTP, with a PostgreSQL server of their own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(OwnServer.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@interface BookingTest {}
