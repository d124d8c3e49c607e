-- SPDX-License-Identifier: Apache-2.0
-- ARGV: value, ms, its version, clock of the last clear.  {1, now} stored | {0, now} one as new is there | {2, now} writers are at work | {4, now} held off
local kind, bytes, intent = read(false)
if kind == 'intent' then
  soil(intent)
  forget_claim()
  return { 2, now }
end
local version = kind == 'value' and not counts(bytes, ARGV[4]) and '' or version_of(kind, bytes)
local code = 1
if version ~= '' and not is_newer(ARGV[3], version) then code = 0
elseif kind == 'tombstone' and version == '' then code = 4
else set(ARGV[1], ARGV[2]) end
forget_claim()
return { code, now }
