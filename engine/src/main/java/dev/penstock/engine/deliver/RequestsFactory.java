package dev.penstock.engine.deliver;

/** Makes the port through which one run sends. */
@FunctionalInterface
public interface RequestsFactory {
  /** The caller closes it; the destination stays open. */
  Requests open(Destination destination, DeliveryPolicy policy);
}
