// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

@FunctionalInterface
interface PostRepository {

    Post byId(long id);
}
