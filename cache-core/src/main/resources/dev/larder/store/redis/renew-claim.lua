-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token, ms.  {1, now} prolonged | {0, now} lost
local failures, until_, token = stands()
if not failures or token ~= ARGV[1] or until_ <= now then return { 0, now } end
set(failures, token, max(until_ - now, tonumber(ARGV[2])), redis.call('PTTL', key))
return { 1, now }
