package io.croft.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the driver reads. While answers to a preface are due, messages are told apart and those are
 * left out; otherwise everything goes straight through. A timeout in the middle of a message loses
 * nothing.
 */
final class WireInput extends InputStream {

  private static final int HEADER = 5;

  private final InputStream in;
  private final Wire wire;
  private final byte[] read = new byte[512];
  private final byte[] ready = new byte[read.length + HEADER];
  private final byte[] header = new byte[HEADER];
  private int readyFrom;
  private int readyTo;
  private int headerLength;
  private int bodyLeft;
  private boolean forDriver;

  WireInput(InputStream in, Wire wire) {
    this.in = in;
    this.wire = wire;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (readyFrom == readyTo) {
      if (headerLength == 0 && bodyLeft == 0 && !wire.listening()) {
        return in.read(bytes, from, length);
      }
      int number = in.read(read, 0, read.length);
      if (number < 0) {
        return -1;
      }
      sort(number);
    }
    int number = Math.min(length, readyTo - readyFrom);
    System.arraycopy(ready, readyFrom, bytes, from, number);
    readyFrom += number;
    return number;
  }

  @Override
  public int available() throws IOException {
    return readyTo - readyFrom + (wire.listening() ? 0 : in.available());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void sort(int number) {
    readyFrom = 0;
    readyTo = 0;
    int at = 0;
    while (at < number) {
      if (bodyLeft > 0) {
        int body = Math.min(bodyLeft, number - at);
        if (forDriver) {
          pass(read, at, body);
        }
        bodyLeft -= body;
        at += body;
      } else if (headerLength == 0 && !wire.listening()) {
        pass(read, at, number - at);
        return;
      } else {
        header[headerLength++] = read[at++];
        if (headerLength == HEADER) {
          begin();
        }
      }
    }
  }

  private void begin() {
    headerLength = 0;
    bodyLeft = ByteBuffer.wrap(header).getInt(1) - 4;
    forDriver = wire.forDriver(header[0]);
    if (forDriver) {
      pass(header, 0, HEADER);
    }
  }

  private void pass(byte[] bytes, int from, int length) {
    System.arraycopy(bytes, from, ready, readyTo, length);
    readyTo += length;
  }
}
