package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Decodes what the plugin pgoutput sends in version 1 of its protocol (PostgreSQL's manual,
 * "Logical Replication Message Formats"), one stream with one instance: it remembers the tables
 * that were described. Anything that it does not know raises. For one thread.
 */
final class PgOutput {

  private static final int KEY = 1;

  private final Map<Integer, Relation> relations = new HashMap<>();

  /** Rows of one table come in runs; a look-up less for all but the first. */
  private @Nullable Relation latest;

  /**
   * Decodes one message; returns null for one that tells nothing about rows (Type and Origin). A
   * row keeps the array behind {@code message}.
   *
   * @throws CroftException {@code database-error} when the message is not as the manual says
   */
  @Nullable Change decode(ByteBuffer message) {
    int start = message.position();
    int type = message.hasRemaining() ? message.get() : 0;
    Change change;
    try {
      change = decode(type, message);
    } catch (BufferUnderflowException e) {
      throw malformed("ends within it", type, message.position() - start);
    }
    if (message.hasRemaining()) {
      throw malformed("goes on after its end", type, message.position() - start);
    }
    return change;
  }

  private @Nullable Change decode(int type, ByteBuffer message) {
    return switch (type) {
      case 'B' -> begin(message);
      case 'C' -> commit(message);
      case 'R' -> describe(message);
      case 'I' -> insert(message);
      case 'U' -> update(message);
      case 'D' -> delete(message);
      case 'T' -> truncate(message);
      case 'Y' -> skipType(message);
      case 'O' -> skipOrigin(message);
      default -> throw malformed("is of no known type", type, 0);
    };
  }

  private static Change begin(ByteBuffer message) {
    LogSequenceNumber commit = position(message);
    message.getLong();
    return new Change.Begin(commit, message.getInt());
  }

  private static Change commit(ByteBuffer message) {
    message.get();
    LogSequenceNumber commit = position(message);
    LogSequenceNumber end = position(message);
    message.getLong();
    return new Change.Commit(commit, end);
  }

  private Change describe(ByteBuffer message) {
    int id = message.getInt();
    String schema = string('R', message);
    String table = string('R', message);
    message.get();
    int count = message.getShort();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean key = (message.get() & KEY) != 0;
      columns.add(new Column(string('R', message), key, message.getInt(), message.getInt()));
    }
    // The manual: an empty namespace stands for pg_catalog.
    Relation relation = new Relation(id, schema.isEmpty() ? "pg_catalog" : schema, table, columns);
    relations.put(id, relation);
    latest = relation;
    return new Change.Described(relation);
  }

  private Change insert(ByteBuffer message) {
    Relation relation = relation('I', message);
    expect('I', message, 'N');
    return new Change.Insert(relation, row('I', relation, message));
  }

  private Change update(ByteBuffer message) {
    Relation relation = relation('U', message);
    byte part = message.get();
    Row before = null;
    if (part == 'K' || part == 'O') {
      before = row('U', relation, message);
      part = message.get();
    }
    if (part != 'N') {
      throw malformed("has a part of no known type", 'U', message.position() - 1);
    }
    return new Change.Update(relation, before, row('U', relation, message));
  }

  private Change delete(ByteBuffer message) {
    Relation relation = relation('D', message);
    byte part = message.get();
    if (part != 'K' && part != 'O') {
      throw malformed("has a part of no known type", 'D', message.position() - 1);
    }
    return new Change.Delete(relation, row('D', relation, message));
  }

  private Change truncate(ByteBuffer message) {
    int count = message.getInt();
    message.get();
    List<Relation> emptied = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      emptied.add(relation('T', message));
    }
    return new Change.Truncate(emptied);
  }

  private static @Nullable Change skipType(ByteBuffer message) {
    message.getInt();
    string('Y', message);
    string('Y', message);
    return null;
  }

  private static @Nullable Change skipOrigin(ByteBuffer message) {
    message.getLong();
    string('O', message);
    return null;
  }

  private Relation relation(int type, ByteBuffer message) {
    int id = message.getInt();
    Relation known = latest;
    if (known == null || known.id() != id) {
      known = relations.get(id);
      if (known == null) {
        throw malformed(
            "names table %s, which was not described".formatted(Integer.toUnsignedString(id)),
            type,
            message.position() - Integer.BYTES);
      }
      latest = known;
    }
    return known;
  }

  private static Row row(int type, Relation relation, ByteBuffer message) {
    int count = message.getShort();
    if (count != relation.columns().size()) {
      throw malformed(
          "has a row of %d values for %d columns of table %s"
              .formatted(count, relation.columns().size(), relation.table()),
          type,
          message.position() - Short.BYTES);
    }
    Row.Places places = new Row.Places(count, message);
    for (int i = 0; i < count; i++) {
      byte kind = message.get();
      switch (kind) {
        case 't' -> text(type, message, places);
        case 'n' -> places.absent();
        case 'u' -> places.unchanged();
        default ->
            throw malformed(
                "has a value that is no text ('%c')".formatted((char) kind),
                type,
                message.position() - 1);
      }
    }
    return places.row();
  }

  private static void text(int type, ByteBuffer message, Row.Places places) {
    int length = message.getInt();
    if (length < 0 || length > message.remaining()) {
      throw malformed(
          "has a value of %d bytes where %d remain".formatted(length, message.remaining()),
          type,
          message.position());
    }
    places.text(message.position(), length);
    message.position(message.position() + length);
  }

  private static String string(int type, ByteBuffer message) {
    int start = message.position();
    for (int end = start; end < message.limit(); end++) {
      if (message.get(end) == 0) {
        message.position(end + 1);
        return new String(
            message.array(), message.arrayOffset() + start, end - start, StandardCharsets.UTF_8);
      }
    }
    throw malformed("ends within a name", type, start);
  }

  private static void expect(int type, ByteBuffer message, int part) {
    if (message.get() != part) {
      throw malformed("has a part of no known type", type, message.position() - 1);
    }
  }

  private static LogSequenceNumber position(ByteBuffer message) {
    return LogSequenceNumber.valueOf(message.getLong());
  }

  private static CroftException malformed(String what, int type, int offset) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR,
        "message '%c' of a stream of changes %s, at byte %d".formatted((char) type, what, offset),
        "this is no pgoutput of version 1; report it with the server's version");
  }
}
