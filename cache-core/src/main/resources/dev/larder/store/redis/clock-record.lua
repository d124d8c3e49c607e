-- SPDX-License-Identifier: Apache-2.0
-- The clock of a namespace, KEYS[1]: a counter, and what it was when the namespace, or one of its caches, was last cleared.
-- Goes after bytes.lua; docs/record-format.md has the layout.
local key, CLOCK = KEYS[1], '\193\20'

local function decode(bytes)
  if type(bytes) ~= 'string' or #bytes < 14 or sub(bytes, 1, 2) ~= CLOCK then return nil end
  local clock = { counter = six(bytes, 3), cleared = six(bytes, 9), caches = {} }
  local at = 15
  while at + 1 <= #bytes do
    local length = struct.unpack('>I2', bytes, at)
    if at + 7 + length > #bytes then return nil end
    clock.caches[sub(bytes, at + 2, at + 1 + length)] = six(bytes, at + 2 + length)
    at = at + 8 + length
  end
  return clock
end

local function next_after(counter) return max(counter + 1, now) end

-- The clock as it stands. A missing one is made anew, which clears everything; one that does not know of what a node knows, since
-- a failover lost a clear, gets the larger of both in each place.
local function read(known_bytes)
  local known, clock = decode(known_bytes), decode(redis.pcall('GET', key))
  if not clock then
    local counter = next_after(known and known.counter or 0)
    return { counter = counter, cleared = counter, caches = {} }, true
  end
  if not known then return clock, false end
  local is_changed = known.counter > clock.counter or known.cleared > clock.cleared
  clock.counter, clock.cleared = max(clock.counter, known.counter), max(clock.cleared, known.cleared)
  for cache, cleared in pairs(known.caches) do
    if cleared > max(clock.cleared, clock.caches[cache] or 0) then
      clock.caches[cache], is_changed = cleared, true
    end
  end
  return clock, is_changed
end

local function save(clock)
  local names, parts = {}, {}
  for cache, cleared in pairs(clock.caches) do
    if cleared > clock.cleared then table.insert(names, cache) end
  end
  table.sort(names)
  for _, cache in ipairs(names) do
    table.insert(parts, struct.pack('>I2', #cache) .. cache .. pack_six(clock.caches[cache]))
  end
  local bytes = CLOCK .. pack_six(clock.counter) .. pack_six(clock.cleared) .. table.concat(parts)
  set_anyway(key, bytes)
  return bytes
end
