-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token.  {1, now} the claim is gone | {0, now} it was not there
local failures, until_, token = stands()
if not failures or token ~= ARGV[1] or until_ <= now then return { 0, now } end
redis.call('DEL', key)
return { 1, now }
