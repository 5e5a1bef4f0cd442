package dev.holdfast.test;

import java.math.BigDecimal;

public record Order(String id, BigDecimal total) {
}
