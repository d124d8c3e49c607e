-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token, ms, not after, and the value that may be superseded: fill id, or size and first 64 bytes ('' each for none)
-- {1, now, stamp, what stands beside the key} granted | {2, now, value} one is there | {3, now, ms left} another loads | {4, now} load, do not store | {0, now} too late
local function granted(by)
  local claim = KEYS[2] and redis.pcall('GET', KEYS[2])
  return { 1, now, by, type(claim) == 'string' and claim or '' }
end

if is_late(ARGV[3]) then return { 0, now } end
if not redis.pcall('GET', key) then
  set(LEASE .. ARGV[1] .. stamp, ARGV[2])
  return granted(stamp)
end
-- SELDOM
local kind, bytes = read(true)
if kind == 'lease' then
  if sub(bytes, 3, 18) == ARGV[1] then return granted(sub(bytes, 19, 26)) end
  return { 3, now, left() }
end
if kind == 'value' and not is_named(bytes, #bytes, ARGV[4], ARGV[5], ARGV[6]) then return { 2, now, bytes } end
if kind == 'none' or kind == 'value' then
  set(LEASE .. ARGV[1] .. stamp, ARGV[2])
  return granted(stamp)
end
return { 4, now }
