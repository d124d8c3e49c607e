// SPDX-License-Identifier: Apache-2.0
/** The store SPI, what it speaks of, the format of records in remote stores, and the in-memory store. */
@NullMarked
package dev.larder.store;

import org.jspecify.annotations.NullMarked;
