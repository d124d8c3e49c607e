-- SPDX-License-Identifier: Apache-2.0
-- ARGV: an odd random number, ms to keep, clock of the last clear, ms that a version is remembered
-- {1, now} stale or removed | {0, now} nothing was there | {2, now} writers are at work
forget_claim()
local kind, bytes, intent = read(false)
if kind == 'none' or kind == 'tombstone' then return { 0, now } end
if kind == 'value' and counts(bytes, ARGV[3]) then
  local age = now - six(bytes, 14)
  local keep = min(struct.unpack('>I4', bytes, 24) * 10 - age, tonumber(ARGV[2]))
  if keep > 0 and age + keep > 0 then
    local high, low = struct.unpack('>I4I4', bytes, 6)
    local more_high, more_low = struct.unpack('>I4I4', ARGV[1])
    low = low + more_low
    high = (high + more_high + math.floor(low / 4294967296)) % 4294967296
    redis.call('SETRANGE', key, 5, struct.pack('>I4I4', high, low % 4294967296))
    redis.call('SETRANGE', key, 19, struct.pack('>I4I4', 0, math.ceil((age + keep) / 10)))
    redis.call('PEXPIRE', key, keep)
    return { 1, now }
  end
end
if kind == 'intent' then
  soil(intent)
  return { 2, now }
end
local version = version_of(kind, bytes)
empty(version ~= '' and now + tonumber(ARGV[4]) or now, version)
return { 1, now }
