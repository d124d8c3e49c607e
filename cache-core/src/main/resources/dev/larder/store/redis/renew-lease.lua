-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token and stamp, ms.  {1, now} prolonged | {0, now} lost
if redis.pcall('GETRANGE', key, 0, 26) ~= LEASE .. ARGV[1] then return { 0, now } end
if left() < tonumber(ARGV[2]) then redis.call('PEXPIRE', key, ARGV[2]) end
return { 1, now }
