-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token and stamp.  {1} the lease is gone | {0} it was not there
if redis.pcall('GETRANGE', key, 0, 26) ~= LEASE .. ARGV[1] then return { 0 } end
redis.call('DEL', key)
return { 1 }
