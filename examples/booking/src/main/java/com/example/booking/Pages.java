package com.example.booking;

import org.springframework.data.domain.Pageable;

/** The pages in which lists are told. */
public final class Pages {

  private Pages() {}

  /** Returns the page that is wanted; refuses one that lies behind all that can be counted. */
  public static Pageable within(Pageable wanted) {
    if (wanted.getOffset() > Integer.MAX_VALUE) {
      throw Refusal.notFound("page", wanted.getPageNumber());
    }
    return wanted;
  }
}
