package dev.penstock.connectors.sandbox;

import dev.penstock.connectors.http.ChangeIdText;
import dev.penstock.connectors.http.RequestBody;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of {@code POST /objects/{object}/batch} for a batch, and what was put into it.
 *
 * @param ids the ids of the records in it, in their order, as the answer will show them
 * @param unusable the records of the batch that have no usable id and are not in it
 */
record UpsertRequest(RequestBody body, List<String> ids, BitSet unusable) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] FIRST = ascii("{\"records\":[{\"id\":");
  private static final byte[] NEXT = ascii(",{\"id\":");
  private static final byte[] UPSERT = ascii(",\"op\":\"upsert\",\"change\":\"");
  private static final byte[] DELETE = ascii(",\"op\":\"delete\",\"change\":\"");
  private static final byte[] KEY = ascii("\",\"key\":\"");
  private static final byte[] DATA = ascii("\",\"data\":");

  static UpsertRequest of(Batch batch) {
    var out = new JsonWriter();
    var ids = new ArrayList<String>(batch.size());
    var unusable = new BitSet();
    byte[] payloads = batch.payloads();
    var members = new PayloadMembers(payloads);
    boolean deletes = batch.kind() == Kind.DELETED;
    for (int i = 0; i < batch.size(); i++) {
      members.read(batch.start(i), batch.ends()[i]);
      if (!members.hasUsableId()) {
        unusable.set(i);
        continue;
      }
      out.raw(ids.isEmpty() ? FIRST : NEXT);
      out.raw(payloads, members.idFrom, members.idTo - members.idFrom);
      out.raw(deletes ? DELETE : UPSERT);
      byte[] change = ascii(ChangeIdText.of(batch.records().get(i).change()));
      out.raw(change);
      out.raw(KEY);
      out.raw(change);
      if (!deletes && members.hasProperties()) {
        out.raw(DATA);
        out.raw(payloads, members.propertiesFrom, members.propertiesTo - members.propertiesFrom);
      } else {
        out.put('"');
      }
      out.put('}');
      ids.add(shown(payloads, members.idFrom, members.idTo));
    }
    out.raw(ids.isEmpty() ? ascii("{\"records\":[]}") : ascii("]}"));
    return new UpsertRequest(new RequestBody.Bytes(out.array(), 0, out.size()), ids, unusable);
  }

  /** An id as text: without quotes and escapes. */
  private static String shown(byte[] json, int from, int to) {
    if (json[from] != '"') {
      return new String(json, from, to - from, StandardCharsets.US_ASCII);
    }
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return unescaped(json, from, to - from);
      }
    }
    return new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private static String unescaped(byte[] json, int from, int length) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json, from, length)) {
      parser.nextToken();
      return parser.getString();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
