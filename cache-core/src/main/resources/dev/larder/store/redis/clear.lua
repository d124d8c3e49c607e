-- SPDX-License-Identifier: Apache-2.0
-- ARGV: the clock as the node knows it, the cache to clear ('' for the whole namespace).  {1, now, clock}
local clock = read(ARGV[1])
clock.counter = next_after(clock.counter)
if ARGV[2] == '' then
  clock.cleared, clock.caches = clock.counter, {}
else
  clock.caches[ARGV[2]] = clock.counter
end
return { 1, now, save(clock) }
