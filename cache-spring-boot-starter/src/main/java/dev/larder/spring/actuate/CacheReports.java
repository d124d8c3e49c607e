// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import java.util.List;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What an operator sees of all caches, in the order of managers and names. */
record CacheReports(List<CacheReport> caches) implements OperationResponseBody {}
