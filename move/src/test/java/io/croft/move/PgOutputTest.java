package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;

/** The messages are written here as the manual's "Logical Replication Message Formats" has them. */
class PgOutputTest {

  private static final Relation ITEM =
      new Relation(
          16400,
          "app",
          "item",
          List.of(new Column("id", true, 23, -1), new Column("nöte", false, 1043, 24)));

  private final PgOutput decoder = new PgOutput();

  @Test
  void decodesTheBordersOfATransaction() throws IOException {
    assertThat(decode(m -> m.begin(77, -3)))
        .isEqualTo(new Change.Begin(LogSequenceNumber.valueOf(77), -3));
    assertThat(decode(m -> m.commit(77, 90)))
        .isEqualTo(new Change.Commit(LogSequenceNumber.valueOf(77), LogSequenceNumber.valueOf(90)));
  }

  @Test
  void decodesRowsOfADescribedTable() throws IOException {
    assertThat(decode(m -> m.relation(ITEM))).isEqualTo(new Change.Described(ITEM));

    Change.Insert insert = (Change.Insert) decode(m -> m.start('I').part('N', "1", "ü"));
    assertThat(insert.relation()).isEqualTo(ITEM);
    assertThat(StreamFixture.text(insert.row())).isEqualTo("(1,ü)");
    assertThat(insert.row().length(1)).isEqualTo(2);
    assertThat(decode(m -> m.start('I').part('N', "1", "ü")))
        .isEqualTo(insert)
        .hasSameHashCodeAs(insert);
    assertThat(decode(m -> m.start('I').part('N', "1", null))).isNotEqualTo(insert);

    Change.Update update =
        (Change.Update) decode(m -> m.start('U').part('K', "1", null).part('N', "2", "unchanged"));
    assertThat(StreamFixture.text(update.before())).isEqualTo("(1,null)");
    assertThat(update.after().isUnchanged(1)).isTrue();
    assertThatThrownBy(() -> update.after().text(1)).isInstanceOf(IllegalStateException.class);
    assertThat(((Change.Update) decode(m -> m.start('U').part('N', "2", ""))).before()).isNull();

    Change.Delete delete = (Change.Delete) decode(m -> m.start('D').part('O', "2", ""));
    assertThat(StreamFixture.text(delete.before())).isEqualTo("(2,)");
    assertThat(decode(m -> m.truncate(ITEM))).isEqualTo(new Change.Truncate(List.of(ITEM)));
  }

  @Test
  void forgetsATableThatIsDescribedAnew() throws IOException {
    Relation wider =
        new Relation(ITEM.id(), "app", "item", List.of(new Column("id", true, 20, -1)));
    decode(m -> m.relation(ITEM));
    decode(m -> m.relation(wider));

    assertThat(((Change.Insert) decode(m -> m.start('I').part('N', "1"))).relation())
        .isEqualTo(wider);
    assertThatThrownBy(() -> decode(m -> m.start('I').part('N', "1", "a")))
        .hasMessageContaining("a row of 2 values for 1 columns of table item, at byte 6");
  }

  @Test
  void tellsNothingOfTypesAndOrigins() throws IOException {
    assertThat(decode(m -> m.type())).isNull();
    assertThat(decode(m -> m.origin())).isNull();
  }

  @Test
  void refusesAMessageThatIsCutAnywhere() throws IOException {
    decode(m -> m.relation(ITEM));
    for (byte[] whole :
        List.of(
            bytes(m -> m.begin(77, 1)),
            bytes(m -> m.commit(77, 90)),
            bytes(m -> m.relation(ITEM)),
            bytes(m -> m.type()),
            bytes(m -> m.origin()),
            bytes(m -> m.truncate(ITEM)),
            bytes(m -> m.start('I').part('N', "1", "text")),
            bytes(m -> m.start('U').part('K', "1", null).part('N', "2", "text")),
            bytes(m -> m.start('D').part('K', "1", null)))) {
      for (int length = 0; length < whole.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> decoder.decode(cut))
            .as("%c cut to %d bytes", (char) whole[0], length)
            .hasMessageContaining("of a stream of changes");
      }
      ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1));
      assertThatThrownBy(() -> decoder.decode(longer)).hasMessageContaining("after its end");
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    assertThatThrownBy(() -> decode(m -> m.start('S'))).hasMessageContaining("'S'");
    assertThatThrownBy(() -> decode(m -> m.start('I').part('N', "1", "a")))
        .hasMessageContaining("names table 16400, which was not described, at byte 1");
    decode(m -> m.relation(ITEM));
    assertThatThrownBy(() -> decode(m -> m.start('I').part('X', "1", "a")))
        .hasMessageContaining("a part of no known type, at byte 5");
    assertThatThrownBy(() -> decode(m -> m.start('I').part('N', "1", "binary")))
        .hasMessageContaining("a value that is no text ('b')");
  }

  private interface Writing {
    void to(Message message) throws IOException;
  }

  private Change decode(Writing writing) throws IOException {
    return decoder.decode(ByteBuffer.wrap(bytes(writing)));
  }

  private static byte[] bytes(Writing writing) throws IOException {
    Message message = new Message();
    writing.to(message);
    return message.bytes.toByteArray();
  }

  private static final class Message {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Message start(int type) throws IOException {
      out.writeByte(type);
      out.writeInt(ITEM.id());
      return this;
    }

    Message part(int part, String... values) throws IOException {
      out.writeByte(part);
      out.writeShort(values.length);
      for (String value : values) {
        if (value == null) {
          out.writeByte('n');
        } else if (value.equals("unchanged")) {
          out.writeByte('u');
        } else {
          byte[] text = value.getBytes(StandardCharsets.UTF_8);
          out.writeByte(value.equals("binary") ? 'b' : 't');
          out.writeInt(text.length);
          out.write(text);
        }
      }
      return this;
    }

    void begin(long commit, int transaction) throws IOException {
      out.writeByte('B');
      out.writeLong(commit);
      out.writeLong(1);
      out.writeInt(transaction);
    }

    void commit(long commit, long end) throws IOException {
      out.writeByte('C');
      out.writeByte(0);
      out.writeLong(commit);
      out.writeLong(end);
      out.writeLong(1);
    }

    void relation(Relation relation) throws IOException {
      out.writeByte('R');
      out.writeInt(relation.id());
      string(relation.schema());
      string(relation.table());
      out.writeByte('d');
      out.writeShort(relation.columns().size());
      for (Column column : relation.columns()) {
        out.writeByte(column.key() ? 1 : 0);
        string(column.name());
        out.writeInt(column.type());
        out.writeInt(column.modifier());
      }
    }

    void truncate(Relation relation) throws IOException {
      out.writeByte('T');
      out.writeInt(1);
      out.writeByte(3);
      out.writeInt(relation.id());
    }

    void type() throws IOException {
      out.writeByte('Y');
      out.writeInt(17000);
      string("app");
      string("mood");
    }

    void origin() throws IOException {
      out.writeByte('O');
      out.writeLong(5);
      string("elsewhere");
    }

    private void string(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.writeByte(0);
    }
  }
}
