-- SPDX-License-Identifier: Apache-2.0
-- Numbers of six bytes, what every script says of time, and what must be set in any case. Goes after time.lua.
local sub, max, min = string.sub, math.max, math.min
local function six(bytes, at)
  local high, low = struct.unpack('>I2I4', bytes, at)
  return high * 4294967296 + low
end
local function pack_six(number) return struct.pack('>I2I4', math.floor(number / 4294967296), number % 4294967296) end
local function is_late(not_after) return now > tonumber(not_after) end

-- Marks and clocks must be set also where maxmemory refuses new data: after a DEL a script may go on writing.
local function set_anyway(key, ...)
  if redis.pcall('SET', key, ...).err then
    redis.call('DEL', key)
    redis.call('SET', key, ...)
  end
end
