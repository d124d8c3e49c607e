-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token and stamp, value, ms.  {1} stored | {0} refused
if redis.pcall('GETRANGE', key, 0, 26) ~= LEASE .. ARGV[1] then return { 0 } end
set(ARGV[2], ARGV[3])
return { 1 }
