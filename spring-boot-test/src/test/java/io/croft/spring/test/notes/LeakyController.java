package io.croft.spring.test.notes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Each page but the first leaks in a way of its own, which no policy of the database sees. */
@RestController
class LeakyController {

  private static final AtomicReference<@Nullable List<String>> ALL = new AtomicReference<>();
  private static final Map<Long, Note> BY_ID = new ConcurrentHashMap<>();

  private final Notes notes;
  private final Export export;
  private volatile String last = "";

  LeakyController(Notes notes, Export export) {
    this.notes = notes;
    this.export = export;
  }

  /** What an administrator's connection reads. */
  interface Export {
    Callable<String> text();
  }

  static void forget() {
    ALL.set(null);
    BY_ID.clear();
  }

  private List<String> texts() {
    return notes.findAll().stream().map(Note::getText).toList();
  }

  /** Returns what the request before has left behind. */
  private String swapped() {
    String before = last;
    last = texts().get(0);
    return before;
  }

  @GetMapping("/clean")
  List<String> clean() {
    return texts();
  }

  @GetMapping("/static")
  List<String> cached() {
    return ALL.updateAndGet(known -> known == null ? texts() : known);
  }

  @GetMapping("/notes/{id}")
  Note byId(@PathVariable long id) {
    return BY_ID.computeIfAbsent(id, key -> notes.findById(key).orElseThrow());
  }

  @GetMapping("/field")
  String field() {
    return "last: " + swapped();
  }

  @GetMapping("/export")
  String export() throws Exception {
    return export.text().call();
  }

  @GetMapping("/failing")
  String failing() {
    throw new ResponseStatusException(HttpStatus.CONFLICT, "not before " + swapped());
  }

  @GetMapping("/etag")
  ResponseEntity<String> etag() {
    byte[] text = swapped().getBytes(StandardCharsets.UTF_8);
    return ResponseEntity.ok().eTag(Base64.getUrlEncoder().encodeToString(text)).body("same");
  }

  @GetMapping("/location")
  ResponseEntity<Void> location() {
    String text = URLEncoder.encode(swapped(), StandardCharsets.UTF_8);
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header("Location", "/clean?after=" + text)
        .build();
  }

  @GetMapping("/page")
  String page() {
    return "<p>" + swapped().replace("'", "&#39;").replace("ü", "&uuml;") + "</p>";
  }
}
