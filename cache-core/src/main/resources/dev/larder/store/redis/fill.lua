-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token and stamp, value, ms.  {1, now} stored | {0, now} refused
if redis.pcall('GETRANGE', key, 0, 26) ~= LEASE .. ARGV[1] then return { 0, now } end
set(ARGV[2], tonumber(ARGV[3]))
return { 1, now }
