// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/** One component of a state; every one of them is immutable and has a small number in the {@link Vocabulary}. */
sealed interface Part permits Truth, KeyRecord, Runs, Reader, Writer, Evictor, Command {

    Part renamed(Renaming renaming);
}
