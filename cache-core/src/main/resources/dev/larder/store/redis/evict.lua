-- SPDX-License-Identifier: Apache-2.0
-- ARGV: hold-off ms, ms that a version is remembered.  {1, now} removed | {0, now} nothing was there | {2, now} writers are at work
forget_claim()
local kind, bytes, intent = read(false)
local hold = now + tonumber(ARGV[1])
if kind == 'intent' then
  intent.held = max(intent.held, hold)
  soil(intent)
  return { 2, now }
end
local version = version_of(kind, bytes)
if version ~= '' then hold = max(hold, now + tonumber(ARGV[2])) end
empty(max(hold, held_until(kind, intent)), version)
return { kind == 'none' and 0 or 1, now }
