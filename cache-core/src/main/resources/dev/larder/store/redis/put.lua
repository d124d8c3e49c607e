-- SPDX-License-Identifier: Apache-2.0
-- ARGV: value, ms, not after.  {1, now} stored | {2, now} writers are at work: nothing stored, and they end without a value | {0, now} too late
if is_late(ARGV[3]) then return { 0, now } end
if redis.pcall('GETRANGE', key, 0, 1) ~= INTENT then
  set(ARGV[1], ARGV[2])
  forget_claim() -- not before: after a first write a script may go on where memory is full
  return { 1, now }
end
-- SELDOM
local kind, _, intent = read(false)
if kind == 'intent' then
  soil(intent)
  forget_claim()
  return { 2, now }
end
set(ARGV[1], ARGV[2])
forget_claim()
return { 1, now }
