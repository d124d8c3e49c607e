-- SPDX-License-Identifier: Apache-2.0
-- ARGV: value, ms, not after, and the unusable value that may be replaced: fill id, or size and first 64 bytes ('' each for none)
-- {1, now} stored | {2, now, value} one is there | {4, now} writers at work, held off or unknown: nothing stored | {0, now} too late
if is_late(ARGV[3]) then return { 0, now } end
local kind, bytes = read(true)
if kind == 'value' and not is_named(bytes, #bytes, ARGV[4], ARGV[5], ARGV[6]) then return { 2, now, bytes } end
if kind == 'none' or kind == 'lease' or kind == 'value' then
  set(ARGV[1], ARGV[2])
  forget_claim()
  return { 1, now }
end
return { 4, now }
