// SPDX-License-Identifier: Apache-2.0
package dev.larder.virtualthreads;

import java.util.List;

/** A virtual thread that kept its carrier while it waited: what it did, why it kept it, and its frames, the innermost first. */
record PinnedThread(String operation, String reason, List<String> frames) {

    @Override
    public String toString() {
        return operation + ": " + reason + "\n\tat " + String.join("\n\tat ", frames);
    }
}
