-- SPDX-License-Identifier: Apache-2.0
-- ARGV: fill id that was read, value, ms.  {1, now} replaced | {0, now} another value, or none
local kind, bytes = read(false)
if kind ~= 'value' or not has_fill_id(bytes, ARGV[1]) then return { 0, now } end
set(ARGV[2], ARGV[3])
return { 1, now }
