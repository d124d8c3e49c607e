-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token, stamp ('' if the begin was not acknowledged), value ('' for none), its ms, hold-off ms, version ('' for none), its ms
-- {1, now} value stored | {2, now} absent or held off | {3, now} others are still at work | {4, now} the mark was gone
local kind, bytes, intent = read(false)
local version, hold = ARGV[6], now + tonumber(ARGV[5])
local floored = version == '' and hold or max(hold, now + tonumber(ARGV[7])) -- where the value is not stored
if kind ~= 'intent' then
  local stands = version_of(kind, bytes)
  if stands ~= '' and (version == '' or is_newer(stands, version)) then version = stands end
  forget_claim()
  empty(max(floored, held_until(kind, intent)), version)
  return { 4, now }
end
local at = place(intent, ARGV[1])
local mine = at and table.remove(intent.writers, at)
intent.held = max(intent.held, hold)
if not mine or #intent.writers > 0 then
  intent.held = max(intent.held, floored)
  soil(intent)
  forget_claim()
  return { mine and 3 or 4, now }
end
local is_clean = intent.dirty == '\0' and intent.held <= now and sub(mine, 17, 24) == ARGV[2]
local is_kept = ARGV[3] ~= '' and is_clean and not redis.pcall('SET', key, ARGV[3], 'PX', max(1, tonumber(ARGV[4]))).err
forget_claim()
if not is_kept then empty(max(intent.held, floored), version) end -- as where memory is full
return { is_kept and 1 or 2, now }
