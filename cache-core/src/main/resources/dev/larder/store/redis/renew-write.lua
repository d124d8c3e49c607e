-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token and stamp, ms.  {1, now} prolonged | {0, now} lost, and never made again
local kind, _, intent = read(false)
local at = kind == 'intent' and place(intent, ARGV[1])
if not at then return { 0, now } end
intent.writers[at] = prolong(intent.writers[at], tonumber(ARGV[2]))
save(intent)
return { 1, now }
