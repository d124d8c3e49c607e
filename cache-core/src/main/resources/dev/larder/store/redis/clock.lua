-- SPDX-License-Identifier: Apache-2.0
-- ARGV: the clock as the node knows it ('' if it does not).  {1, now, clock}
local clock, is_changed = read(ARGV[1])
if is_changed then return { 1, now, save(clock) } end
return { 1, now, redis.call('GET', key) }
