package dev.penstock.engine.liquid;

import dev.penstock.engine.liquid.Filters.Call;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Filters that write text for HTML, addresses and machines. */
final class EscapeFilters {
  /** What encodeURIComponent leaves as it is, besides letters and digits. */
  private static final String COMPONENT_KEEPS = "-_.!~*'()";

  /** What encodeURI leaves as it is besides; and [ ], which LiquidJS puts back. */
  private static final String URI_KEEPS = COMPONENT_KEEPS + ";/?:@&=+$,#[]";

  private EscapeFilters() {}

  static void register(Map<String, Filters.Function> all) {
    all.put("escape", text(EscapeFilters::escaped));
    all.put("xml_escape", text(EscapeFilters::escaped));
    all.put("escape_once", text(s -> escaped(unescaped(s))));
    all.put("strip_html", text(EscapeFilters::withoutTags));
    all.put("url_encode", text(s -> encoded(s, COMPONENT_KEEPS).replace("%20", "+")));
    all.put("cgi_escape", text(s -> encoded(s, "-_.~").replace("%20", "+")));
    all.put("uri_escape", text(s -> encoded(s, URI_KEEPS)));
    all.put("url_decode", text(s -> decoded(s).replace('+', ' ')));
    all.put("slugify", EscapeFilters::slug);
    all.put("base64_encode", text(s -> Base64.getEncoder().encodeToString(utf8(s))));
    all.put("base64_decode", text(EscapeFilters::fromBase64));
    all.put("sha256", text(EscapeFilters::sha256));
    all.put("hmac_sha256", call -> Text.of(hmac(call.text(), call.text(0))));
  }

  private static Filters.Function text(UnaryOperator<String> change) {
    return call -> {
      String made = change.apply(call.text());
      call.budget().use(made.length());
      return Text.of(made);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /** Takes out scripts, styles, comments and tags, in one pass over the text. */
  private static String withoutTags(String html) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < html.length()) {
      int open = html.indexOf('<', at);
      if (open < 0) {
        break;
      }
      int end = end(html, open);
      if (end < 0) {
        break;
      }
      out.append(html, at, open);
      at = end;
    }
    return out.append(html, at, html.length()).toString();
  }

  private static int end(String html, int open) {
    for (String[] pair :
        new String[][] {{"<script", "</script>"}, {"<style", "</style>"}, {"<!--", "-->"}}) {
      if (html.startsWith(pair[0], open)) {
        int close = html.indexOf(pair[1], open);
        if (close >= 0) {
          return close + pair[1].length();
        }
      }
    }
    int close = html.indexOf('>', open);
    return close < 0 ? -1 : close + 1;
  }

  private static String encoded(String text, String keeps) {
    StringBuilder out = new StringBuilder();
    for (byte b : utf8(text)) {
      char c = (char) (b & 0xff);
      boolean letter = c < 128 && Character.isLetterOrDigit(c);
      if (letter || (c < 128 && keeps.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static String decoded(String text) {
    byte[] in = utf8(text);
    byte[] out = new byte[in.length];
    int size = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        if (i + 2 >= in.length || hex(in[i + 1]) < 0 || hex(in[i + 2]) < 0) {
          throw new LiquidException("URI malformed");
        }
        out[size++] = (byte) (hex(in[i + 1]) * 16 + hex(in[i + 2]));
        i += 2;
      } else {
        out[size++] = in[i];
      }
    }
    return new String(out, 0, size, StandardCharsets.UTF_8);
  }

  private static int hex(byte b) {
    return Character.digit(b, 16);
  }

  private static Value slug(Call call) {
    String text = call.text();
    String mode = call.has(0) ? call.text(0) : "default";
    String between =
        switch (mode) {
          case "raw" -> "\\s+";
          case "pretty" -> "[^\\p{L}\\p{M}\\p{Nd}._~!$&'()+,;=@]+";
          case "ascii" -> "[^A-Za-z0-9]+";
          case "latin" -> "[^A-Za-z0-9]+";
          case "none" -> "";
          default -> "[^\\p{L}\\p{M}\\p{Nd}]+";
        };
    if (mode.equals("latin")) {
      text = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }
    if (!between.isEmpty()) {
      text = text.replaceAll(between, "-");
      int from = text.startsWith("-") ? 1 : 0;
      int to = text.length() > from && text.endsWith("-") ? text.length() - 1 : text.length();
      text = text.substring(from, to);
    }
    return Text.of(Liquids.truthy(call.argument(1)) ? text : text.toLowerCase(Locale.ROOT));
  }

  private static String fromBase64(String text) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/'));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrong) {
      throw new LiquidException("base64_decode: the text is not base64");
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static String hmac(String text, String key) {
    if (key.isEmpty()) {
      throw new LiquidException("hmac_sha256 needs a key");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(utf8(key), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(utf8(text)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
