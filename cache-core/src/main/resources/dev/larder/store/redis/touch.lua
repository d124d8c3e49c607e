-- SPDX-License-Identifier: Apache-2.0
-- ARGV: fill id that was read, ms fresh, ms held, both from now on.  {1, now} | {0, now} another value, or none
local kind, bytes = read(false)
if kind ~= 'value' or not has_fill_id(bytes, ARGV[1]) then return { 0, now } end
local age = now - six(bytes, 14)
local function units(ms) return max(0, min(4294967295, math.ceil((age + tonumber(ms)) / 10))) end
redis.call('SETRANGE', key, 19, struct.pack('>I4I4', units(ARGV[2]), units(ARGV[3])))
redis.call('PEXPIRE', key, max(1, tonumber(ARGV[3])))
return { 1, now }
