-- SPDX-License-Identifier: Apache-2.0
-- What stands under KEYS[1]. Goes after bytes.lua; docs/record-format.md has the layout. Replies begin with a code and, mostly, the server's time.
local key = KEYS[1]
local VALUE, LEASE, INTENT, TOMBSTONE = '\193\16', '\193\17', '\193\18', '\193\19'
local HEAD, WRITER = 43, 30
local function left() return redis.call('PTTL', key) end
local function set(record, ms) redis.call('SET', key, record, 'PX', ms) end -- for a millisecond at least
local function mark(record, ms) set_anyway(key, record, 'PX', max(1, ms)) end

-- The kind of record, its bytes (all of them or only the head), and for an intent its parts.
-- Writers whose time is over are not seen; an intent without any is a hold-off while one is due, else nothing.
local function read(whole)
  local bytes
  if whole then bytes = redis.pcall('GET', key) else bytes = redis.pcall('GETRANGE', key, 0, 63) end
  if type(bytes) == 'table' then return 'foreign', '' end -- another data type
  if not bytes or bytes == '' then return 'none', '' end
  local kind = sub(bytes, 1, 2)
  if kind == VALUE then return 'value', bytes end
  if kind == INTENT then
    bytes = redis.call('GET', key)
    local intent = { dirty = sub(bytes, 3, 3), held = #bytes >= 9 and six(bytes, 4) or 0, writers = {} }
    for at = 10, #bytes - WRITER + 1, WRITER do
      if six(bytes, at + 24) > now then table.insert(intent.writers, sub(bytes, at, at + WRITER - 1)) end
    end
    if #intent.writers > 0 then return 'intent', bytes, intent end
    if intent.held > now then return 'tombstone', TOMBSTONE, intent end
    return 'none', ''
  end
  if kind == LEASE or kind == TOMBSTONE then
    if left() < 0 then return 'none', '' end -- without an end: not ours
    return kind == LEASE and 'lease' or 'tombstone', bytes
  end
  if #bytes > 1 and string.byte(bytes) == 193 then return 'unknown', bytes end
  return 'value', bytes -- foreign bytes: a value that nobody can use
end

local function held_until(kind, intent)
  if intent then return intent.held end
  return kind == 'tombstone' and now + max(0, left()) or 0
end

local function save(intent)
  local last = intent.held
  for _, writer in ipairs(intent.writers) do last = max(last, six(writer, 25)) end
  mark(INTENT .. intent.dirty .. pack_six(intent.held) .. table.concat(intent.writers), last - now)
end

local function soil(intent)
  intent.dirty = '\1'
  save(intent)
end

-- The place of the writer whose mark begins with these bytes: his token, or his token and stamp.
local function place(intent, mine)
  for at, writer in ipairs(intent.writers) do
    if sub(writer, 1, #mine) == mine then return at end
  end
end

local function prolong(writer, ms) return sub(writer, 1, 24) .. pack_six(max(six(writer, 25), now + ms)) end

-- The key ends without a value: held off until then, or absent; a version is kept if one is known.
local function empty(hold, version)
  if hold > now then mark(TOMBSTONE .. version, hold - now) else redis.call('DEL', key) end
end

local function has_fill_id(bytes, fill_id)
  return sub(bytes, 1, 2) == VALUE and #bytes >= HEAD and sub(bytes, 6, 13) == fill_id
end

-- Whether the value may be superseded: it is named by its fill id, or by its length and first 64 bytes.
local function is_named(bytes, length, fill_id, size, head)
  if fill_id ~= '' then return has_fill_id(bytes, fill_id) end
  return size ~= '' and length == tonumber(size) and sub(bytes, 1, 64) == head
end

-- Whether these are the bytes of one of our values that is not older than the last clear.
local function counts(bytes, cleared_at)
  return sub(bytes, 1, 2) == VALUE and #bytes >= HEAD and six(bytes, 30) >= tonumber(cleared_at)
end

local function is_newer(version, than) -- eight bytes each, unsigned; by halves, since numbers here are doubles
  local high, low = struct.unpack('>I4I4', version)
  local than_high, than_low = struct.unpack('>I4I4', than)
  return high > than_high or (high == than_high and low > than_low)
end

local function version_of(kind, bytes)
  if kind == 'value' and sub(bytes, 1, 2) == VALUE and #bytes >= HEAD + 8 and bit.band(string.byte(bytes, 3), 2) == 2 then
    return sub(bytes, HEAD + 1, HEAD + 8)
  end
  if kind == 'tombstone' and #bytes >= 10 then return sub(bytes, 3, 10) end
  return ''
end

-- Loads are worth trying again: the origin has changed. The claim is left out while a cluster moves the key's slot.
local function forget_claim()
  if KEYS[2] then redis.call('DEL', KEYS[2]) end
end
