// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

record Post(long id, String title) {}
