package dev.penstock.connectors.webhook;

import dev.penstock.connectors.http.RequestBody;
import dev.penstock.connectors.http.Secret;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key with which requests are signed after the Standard Webhooks specification 1.0. The body is
 * signed before compression, as receivers see it after their framework unpacked it. Thread-safe.
 */
public final class SigningSecret {
  private static final String PREFIX = "whsec_";

  /** The specification asks for 24 to 64 bytes; a shorter key can be guessed. */
  private static final int BYTES_MIN = 24;

  private static final int BYTES_MAX = 64;

  private final Secret text;
  private final SecretKeySpec key;

  private SigningSecret(Secret text, byte[] key) {
    this.text = text;
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * Reads {@code whsec_} and 24 to 64 bytes in Base64.
   *
   * @throws PenstockException CONFIG_INVALID for any other text, which it does not repeat
   */
  public static SigningSecret of(Secret text) {
    byte[] bytes;
    try {
      bytes =
          text.value().startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.value().substring(PREFIX.length()))
              : new byte[0];
    } catch (IllegalArgumentException notBase64) {
      bytes = new byte[0];
    }
    if (bytes.length < BYTES_MIN || bytes.length > BYTES_MAX) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The webhook's signing secret is not usable: it is not whsec_ followed by 24 to 64 bytes"
              + " in Base64. Copy it again from the receiver.");
    }
    return new SigningSecret(text, bytes);
  }

  Secret text() {
    return text;
  }

  /** The value of the header {@code webhook-signature}. */
  String sign(String id, long epochSecond, RequestBody body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((id + "." + epochSecond + ".").getBytes(StandardCharsets.UTF_8));
      body.writeTo(new Signing(mac));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("The Java runtime cannot sign.", impossible);
    }
  }

  @Override
  public String toString() {
    return "***";
  }

  /** Hashes what is written. */
  private static final class Signing extends OutputStream {
    private final Mac mac;

    Signing(Mac mac) {
      this.mac = mac;
    }

    @Override
    public void write(int b) {
      mac.update((byte) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      mac.update(bytes, from, length);
    }
  }
}
