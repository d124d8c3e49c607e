-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token, ms.  {1, now, failures} granted | {2, now, failures, ms left} backing off | {3, now, ms left} another loads
local failures, until_, token = stands()
local left = failures and until_ - now or 0
if left <= 0 then
  set(failures or 0, ARGV[1], tonumber(ARGV[2]), redis.call('PTTL', key))
  return { 1, now, failures or 0 }
end
if token == ARGV[1] then return { 1, now, failures } end
if token == '' then return { 2, now, failures, left } end
return { 3, now, left }
