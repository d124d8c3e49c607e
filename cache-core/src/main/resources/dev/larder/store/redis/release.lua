-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token and stamp.  {1, now} the lease is gone | {0, now} it was not there
if redis.pcall('GETRANGE', key, 0, 26) ~= LEASE .. ARGV[1] then return { 0, now } end
redis.call('DEL', key)
return { 1, now }
