-- SPDX-License-Identifier: Apache-2.0
-- What stands beside a key: KEYS[1] is "{key}:r". Goes after bytes.lua; docs/record-format.md has the layout.
local key, CLAIM = KEYS[1], '\193\21'

-- The failures, the end and the token ('' for a back-off) of what stands there; nothing if it has no end, since it is not ours then.
local function stands()
  local bytes = redis.pcall('GET', key)
  if type(bytes) ~= 'string' or sub(bytes, 1, 2) ~= CLAIM or redis.call('PTTL', key) < 0 then return nil end
  if #bytes ~= 10 and #bytes ~= 26 then return 0, 0, '' end
  return struct.unpack('>I2', bytes, 3), six(bytes, 5), sub(bytes, 11)
end

local function set(failures, token, life, memory)
  local record = CLAIM .. struct.pack('>I2', min(65535, failures)) .. pack_six(now + life) .. token
  redis.call('SET', key, record, 'PX', max(1, life, memory))
end
