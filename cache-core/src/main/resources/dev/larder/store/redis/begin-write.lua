-- SPDX-License-Identifier: Apache-2.0
-- ARGV: token, ms, not after
-- {1, now, stamp, the record it replaced} | {2, now, stamp} joined others, or stood there already | {0, now} too late
if is_late(ARGV[3]) then return { 0, now } end
local kind, bytes, intent = read(true)
local ms = tonumber(ARGV[2])
local mine = ARGV[1] .. stamp .. pack_six(now + ms)
if kind ~= 'intent' then
  save({ dirty = '\0', held = held_until(kind, intent), writers = { mine } })
  return { 1, now, stamp, bytes }
end
local at = place(intent, ARGV[1])
if at then
  local writer = intent.writers[at]
  intent.writers[at] = prolong(writer, ms)
  save(intent)
  return { 2, now, sub(writer, 17, 24) }
end
table.insert(intent.writers, mine)
soil(intent)
return { 2, now, stamp }
