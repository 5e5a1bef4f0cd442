package dev.holdfast.test.shop;

import org.springframework.stereotype.Service;

/** A part of the application that has nothing to do with workflows. */
@Service
public class PriceList {

}
