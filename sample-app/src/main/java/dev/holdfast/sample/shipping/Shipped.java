package dev.holdfast.sample.shipping;

/**
 * A shipment that is on its way.
 *
 * @param shipmentId its id
 * @param warehouse where it comes from
 * @param units how many units it has
 * @param trackingNo the carrier's number for it
 */
public record Shipped(String shipmentId, Warehouse warehouse, long units, String trackingNo) {
}
