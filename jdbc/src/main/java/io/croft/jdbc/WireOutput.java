package io.croft.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the driver sends. While a preface waits, messages are held until the first that belongs to a
 * statement is known; otherwise everything goes straight through.
 */
final class WireOutput extends OutputStream {

  private static final int HEADER = 5;
  private static final byte[] BEGIN = "BEGIN".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final Wire wire;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(64);

  WireOutput(OutputStream out, Wire wire) {
    this.out = out;
    this.wire = wire;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (wire.armed()) {
      held.write(bytes, from, length);
      look(wire.open());
    } else {
      out.write(bytes, from, length);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** Passes whole messages on until the preface has its place, and then all that is held. */
  private void look(byte[] first) throws IOException {
    byte[] bytes = held.toByteArray();
    held.reset();
    int at = 0;
    while (bytes.length - at >= HEADER) {
      byte type = bytes[at];
      int length = 1 + ByteBuffer.wrap(bytes).getInt(at + 1);
      boolean whole = bytes.length - at >= length;
      boolean mayBegin = type == 'Q' && (whole ? begins(bytes, at + HEADER) : length < 64);
      if (type != 'C' && type != 'S' && type != 'X' && !mayBegin) {
        requireExtended(type);
        send(first, bytes, at, wire.send());
        return;
      }
      if (!whole) {
        break;
      }
      if (type == 'S' || type == 'Q') {
        wire.expectReady();
      }
      at += length;
    }
    held.write(bytes, at, bytes.length - at);
    send(first, Arrays.copyOf(bytes, at), at, new byte[0]);
  }

  /** In one write, because each would be a packet of its own. */
  private void send(byte[] first, byte[] bytes, int at, byte[] preface) throws IOException {
    int length = first.length + bytes.length + preface.length;
    ByteBuffer all = ByteBuffer.allocate(length).put(first).put(bytes, 0, at);
    out.write(all.put(preface).put(bytes, at, bytes.length - at).array());
  }

  /** What is outside of the extended protocol would run although the gate refused. */
  private static void requireExtended(byte type) throws IOException {
    if (type == 'Q' || type == 'F') {
      throw new IOException("no statement of the simple protocol may begin a transaction");
    }
  }

  private static boolean begins(byte[] bytes, int from) {
    for (int i = 0; i < BEGIN.length; i++) {
      if (bytes[from + i] != BEGIN[i]) {
        return false;
      }
    }
    return true;
  }
}
